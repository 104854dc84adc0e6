/** Letters that no decomposition takes apart, and what people write for them in ASCII. */
const SPELT: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', ẞ: 'ss', æ: 'ae', Æ: 'ae', œ: 'oe', Œ: 'oe', ø: 'o', Ø: 'o', đ: 'd', Đ: 'd', ð: 'd', Ð: 'd' },
  ...{ ł: 'l', Ł: 'l', ħ: 'h', Ħ: 'h', ı: 'i', ŧ: 't', Ŧ: 't', þ: 'th', Þ: 'th' },
};
const LETTER = /[\p{L}\p{N}]/u;
const DIGIT = /\p{Nd}/u;
const NO_LETTERS = /[^\p{L}\p{N}]/gu;
/** A syllable of Korean says as much as a word of its letters would. */
const isHangul = (code: number): boolean => code >= 0xac00 && code <= 0xd7a3;

const known = new Map<number, string>();

/**
 * What a character above ASCII is once case, accents, width and style are left out: `é` is e, `ｅ` is e, `٣` is 3. Empty
 * for what is neither letter nor digit.
 */
export function foldCharacter(code: number): string {
  const before = known.get(code);
  if (before !== undefined) return before;
  const folded = fold(code);
  known.set(code, folded);
  return folded;
}

function fold(code: number): string {
  const char = String.fromCodePoint(code);
  if (!LETTER.test(char)) return '';
  if (isHangul(code)) return char;
  const spelt = Object.hasOwn(SPELT, char) ? SPELT[char] : undefined;
  if (spelt !== undefined) return spelt;
  if (DIGIT.test(char)) return String(digitOf(code));
  return char.normalize('NFKD').toLowerCase().replace(NO_LETTERS, '');
}

/** Digits stand in rows of ten, and several rows may follow one another. */
function digitOf(code: number): number {
  let first = code;
  while (DIGIT.test(String.fromCodePoint(first - 1))) first--;
  return (code - first) % 10;
}

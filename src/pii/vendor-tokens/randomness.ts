/** So many times the same character is somebody's placeholder or mask: `xxxxxx`, `000000`. */
const LONGEST_REPEAT = 5;
/** What most tokens have at least, in bits a character; words of a language in lower case have more, digits less. */
const MIN_ENTROPY = 2.5;
const REDACTION = /redacted|filtered|masked|removed|hidden|scrubbed|placeholder|sanitized|your[-_]/i;
/** Words with `-`, `_` or `.` between: the name of something. */
const WORDS_ONLY = /^[a-z._-]+$/;
const WORD_BREAK = /[._-]/;

/** Whether the text could have been drawn at random: it is no placeholder, no redaction, and no words. */
export function looksDrawn(text: string, minEntropy: number = MIN_ENTROPY): boolean {
  if (text === '') return true;
  return randomness(text) >= minEntropy && !REDACTION.test(text) && !(WORDS_ONLY.test(text) && WORD_BREAK.test(text));
}

/** Shannon's entropy of the text's characters in bits; 0 where one of them is repeated so often that nobody drew it. */
export function randomness(text: string): number {
  const counts = new Map<number, number>();
  let previous = -1;
  let repeated = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    repeated = code === previous ? repeated + 1 : 1;
    // `A` in base64 is three zero bytes for every four.
    if (repeated > LONGEST_REPEAT && code !== 65) return 0;
    previous = code;
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** What most random texts have: so many changes between lower case, upper case and digits, of all characters. */
const MIN_CHANGES = 0.2;
const JUDGED = 256;
const LONG_HEX = /^(?:[\da-f]{32,}|[\dA-F]{32,})$/;
/** So many small letters in a row are a word: fewer are by chance where there are capitals, too. */
const CAPITALIZED = /[A-Z]?[a-z]{3,}/g;
const LOWER_CASE = /[a-z]{6,}/g;

/**
 * Whether a text of letters and digits is drawn at random, and no name, number, date or path: there are digits in it, and
 * its characters change between cases and digits more often than words do.
 */
export function looksRandom(text: string): boolean {
  const judged = text.slice(0, JUDGED);
  if (!/^[\w.~+/=%-]+$/.test(judged) || !/[a-z]/i.test(judged) || !looksDrawn(judged, 3)) return false;
  if (LONG_HEX.test(judged)) return true;
  const words = judged.match(/[A-Z]/.test(judged) ? CAPITALIZED : LOWER_CASE)?.join('') ?? '';
  if (words.length > judged.length / 2) return false;
  return /\d/.test(judged)
    ? changes(judged) >= MIN_CHANGES * judged.length
    : /^[A-Za-z]+$/.test(judged) && changes(judged) >= 2 * MIN_CHANGES * judged.length;
}

function changes(text: string): number {
  let number = 0;
  let before = '';
  for (const char of text) {
    const kind = /[a-z]/.test(char) ? 'lower' : /[A-Z]/.test(char) ? 'upper' : /\d/.test(char) ? 'digit' : before;
    if (kind !== before && before !== '') number++;
    before = kind;
  }
  return number;
}

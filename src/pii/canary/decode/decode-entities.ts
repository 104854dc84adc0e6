import type { Decoded } from './decoded.ts';

const ENTITY = /&(?:#(\d{1,7})|#[xX]([\dA-Fa-f]{1,6})|([A-Za-z]{2,8}));?/g;
const CUT = /&#?[A-Za-z\d]{0,7}$/;

/** HTML's names of punctuation; that of letters is put together from the letter and its mark. */
const PUNCTUATION: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', commat: '@', period: '.', comma: ',', plus: '+' },
  ...{ hyphen: '-', dash: '-', lowbar: '_', excl: '!', num: '#', dollar: '$', percnt: '%', lpar: '(', rpar: ')' },
  ...{ ast: '*', midast: '*', colon: ':', semi: ';', equals: '=', quest: '?', lsqb: '[', lbrack: '[', rsqb: ']' },
  ...{ rbrack: ']', bsol: '\\', sol: '/', Hat: '^', grave: '`', lcub: '{', lbrace: '{', rcub: '}', rbrace: '}' },
  ...{ verbar: '|', vert: '|', ndash: '-', mdash: '-', shy: '', tab: '\t', Tab: '\t', NewLine: '\n', szlig: 'ß' },
  ...{ aelig: 'æ', AElig: 'Æ', oslash: 'ø', Oslash: 'Ø', eth: 'ð', ETH: 'Ð', thorn: 'þ', THORN: 'Þ', oelig: 'œ' },
};
const MARKS: Readonly<Record<string, string>> = {
  grave: '\u0300',
  acute: '\u0301',
  circ: '\u0302',
  tilde: '\u0303',
  uml: '\u0308',
  ring: '\u030a',
  cedil: '\u0327',
  caron: '\u030c',
};

/** HTML's entities: decimal, hexadecimal, and by name. */
export function decodeEntities(text: string): Decoded | undefined {
  if (!text.includes('&')) return undefined;
  const decoded = text
    .replace(CUT, '')
    .replace(ENTITY, (match, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
      if (name !== undefined) return named(name) ?? match;
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      return code <= 0x10ffff ? String.fromCodePoint(code) : match;
    });
  return decoded === text ? undefined : { text: decoded, step: 'HTML entities' };
}

function named(name: string): string | undefined {
  const mark = Object.hasOwn(MARKS, name.slice(1)) ? MARKS[name.slice(1)] : undefined;
  if (mark !== undefined) return (name.charAt(0) + mark).normalize('NFC');
  return Object.hasOwn(PUNCTUATION, name) ? PUNCTUATION[name] : undefined;
}

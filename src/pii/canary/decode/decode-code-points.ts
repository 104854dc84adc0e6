import type { Decoded } from './decoded.ts';

/** `U+0061 U+006E` */
const RUN = /(?:[uU]\+[\dA-Fa-f]{4,6}[ ,]{0,2}){4,}/g;

/** Characters that are listed by their code points. */
export function decodeCodePoints(text: string): Decoded | undefined {
  if (!text.includes('+') || !/[uU]\+/.test(text)) return undefined;
  const decoded = text.replace(RUN, run =>
    (run.match(/[\dA-Fa-f]{4,6}/g) ?? [])
      .map(hex => Number.parseInt(hex, 16))
      .map(code => (code <= 0x10ffff ? String.fromCodePoint(code) : ''))
      .join(''),
  );
  return decoded === text ? undefined : { text: decoded, step: 'code points' };
}

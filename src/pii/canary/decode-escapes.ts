import type { Decoded } from './decoded.ts';

const ESCAPE =
  /\\(?:u\{([\dA-Fa-f]{1,6})\}|u([\dA-Fa-f]{4})|U([\dA-Fa-f]{8})|x([\dA-Fa-f]{2})|([0-3][0-7]{2})|([^uUx]))/g;
const CUT = /\\(?:u[\dA-Fa-f]{0,3}|x[\dA-Fa-f]?)?$/;
const NAMED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v', 0: '\0' };

/** The escapes of JSON, and of languages: `\"`, `\n`, `\u0040`, `\u{40}`, `\x40`, `\100`. */
export function decodeEscapes(text: string): Decoded | undefined {
  if (!text.includes('\\')) return undefined;
  let hasUnicode = false;
  const decoded = text
    .replace(CUT, '')
    .replace(ESCAPE, (_match, braced, four, eight, two, octal: string | undefined, other: string | undefined) => {
      const hex: string | undefined = braced ?? four ?? eight ?? two;
      if (hex !== undefined) {
        hasUnicode = true;
        return characterOf(Number.parseInt(hex, 16), hex.length === 4);
      }
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
      return NAMED[other ?? ''] ?? other ?? '';
    });
  return decoded === text ? undefined : { text: decoded, step: hasUnicode ? '\\u escapes' : 'JSON-escaped' };
}

/** Halves of pairs come one by one. */
function characterOf(code: number, isUnit: boolean): string {
  if (isUnit) return String.fromCharCode(code);
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

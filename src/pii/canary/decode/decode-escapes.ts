import type { Decoded } from './decoded.ts';
import { charactersOf } from './text-in-bytes.ts';

const ESCAPE =
  /((?:\\(?:x[\dA-Fa-f]{2}|[0-3][0-7]{2}))+)|\\(?:u\{([\dA-Fa-f]{1,6})\}|u([\dA-Fa-f]{4})|U([\dA-Fa-f]{8})|([^uUx]))/g;
const BYTE = /\\(?:x([\dA-Fa-f]{2})|([0-3][0-7]{2}))/g;
const CUT = /\\(?:u[\dA-Fa-f]{0,3}|x[\dA-Fa-f]?)?$/;
const NAMED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v', 0: '\0' };

/** The escapes of JSON, and of languages: `\"`, `\n`, `\u0040`, `\u{40}`, `\x40`, `\100`, `\xc3\xab`. */
export function decodeEscapes(text: string): Decoded | undefined {
  if (!text.includes('\\')) return undefined;
  let hasUnicode = false;
  const decoded = text
    .replace(CUT, '')
    .replace(ESCAPE, (_match, bytes: string | undefined, braced, four, eight, other: string | undefined) => {
      if (bytes !== undefined) {
        hasUnicode ||= bytes.includes('x');
        return charactersOf(bytesOf(bytes));
      }
      const hex: string | undefined = braced ?? four ?? eight;
      if (hex === undefined) return NAMED[other ?? ''] ?? other ?? '';
      hasUnicode = true;
      return characterOf(Number.parseInt(hex, 16), hex.length === 4);
    });
  return decoded === text ? undefined : { text: decoded, step: hasUnicode ? '\\u escapes' : 'JSON-escaped' };
}

/** Bytes that are escaped one by one make up characters together. */
function bytesOf(run: string): Buffer {
  const bytes = Array.from(run.matchAll(BYTE), ([, hex, octal]) =>
    hex === undefined ? Number.parseInt(octal ?? '', 8) : Number.parseInt(hex, 16),
  );
  return Buffer.from(bytes);
}

/** Halves of pairs come one by one. */
function characterOf(code: number, isUnit: boolean): string {
  if (isUnit) return String.fromCharCode(code);
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

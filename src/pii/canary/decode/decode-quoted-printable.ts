import type { Decoded } from './decoded.ts';
import { charactersOf } from './text-in-bytes.ts';

/** What nothing else writes: a byte that is no ASCII, a sign that mail has to encode, a line broken by `=`, a row of bytes. */
const TELLING = /=(?:[89A-Fa-f][\dA-Fa-f]|3[Dd]|40|2[EeBb]|5[Ff]|\r?\n)|(?:=[\dA-Fa-f]{2}){3}/;
const BROKEN = /=[ \t]*\r?\n/g;
const RUN = /(?:=[\dA-Fa-f]{2})+/g;

/**
 * Quoted-printable, as mail has it: `Zo=C3=AB`, also in encoded words.
 *
 * @see https://www.rfc-editor.org/rfc/rfc2045#section-6.7
 */
export function decodeQuotedPrintable(text: string): Decoded | undefined {
  if (!text.includes('=') || !TELLING.test(text)) return undefined;
  const decoded = text
    .replace(BROKEN, '')
    .replace(RUN, run => charactersOf(Buffer.from(run.replaceAll('=', ''), 'hex')));
  return decoded === text ? undefined : { text: decoded, step: 'quoted-printable' };
}

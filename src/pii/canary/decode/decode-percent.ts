import type { Decoded } from './decoded.ts';
import { charactersOf } from './text-in-bytes.ts';

const RUN = /(?:%[\dA-Fa-f]{2})+/g;
/** JavaScript's `escape()`: no standard has it. */
const UNIT = /%u([\dA-Fa-f]{4})/g;
const CUT = /%(?:u[\dA-Fa-f]{0,3}|[\dA-Fa-f]?)$/;

/** `%40`, of any character, in UTF-8 or Latin-1; `%u0040`. */
export function decodePercent(text: string): Decoded | undefined {
  if (!text.includes('%')) return undefined;
  const decoded = text
    .replace(CUT, '')
    .replace(UNIT, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(RUN, run => charactersOf(Buffer.from(run.replaceAll('%', ''), 'hex')));
  return decoded === text ? undefined : { text: decoded, step: 'percent-encoded' };
}

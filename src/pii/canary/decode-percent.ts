import type { Decoded } from './decoded.ts';

const RUN = /(?:%[\dA-Fa-f]{2})+/g;
const CUT = /%[\dA-Fa-f]?$/;

/** `%40`, of any character, in UTF-8. */
export function decodePercent(text: string): Decoded | undefined {
  if (!text.includes('%')) return undefined;
  const decoded = text
    .replace(CUT, '')
    .replace(RUN, run => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
  return decoded === text ? undefined : { text: decoded, step: 'percent-encoded' };
}

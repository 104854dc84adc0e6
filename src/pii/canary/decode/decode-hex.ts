import { type Decoded, joined } from './decoded.ts';

const RUN = /[\dA-Fa-f]{12,}/g;
/** As dumps and fingerprints are written, by bytes or by pairs of them; the address before a line of a dump is longer. */
const SPACED =
  /(?<![\dA-Fa-f])(?:(?:[\dA-Fa-f]{2}|[\dA-Fa-f]{4})[ :.,-]{1,2}){2,}(?:[\dA-Fa-f]{4}|[\dA-Fa-f]{2})(?![\dA-Fa-f])/g;
const SEPARATORS = /[ :.,-]/g;

/** What runs of hexadecimal digits say, from their first and from their second. */
export function decodeHex(runs: readonly string[]): readonly Decoded[] {
  if (runs.length === 0) return [];
  return [0, 1].map(offset => ({
    text: joined(runs, run => Buffer.from(run.slice(offset), 'hex')),
    step: 'hex',
  }));
}

/** The runs of a text, and the lines of a dump as one. */
export function hexRuns(text: string): readonly string[] {
  if (text.length < 12) return [];
  const runs = text.match(RUN) ?? [];
  const spaced = text.match(SPACED)?.map(run => run.replace(SEPARATORS, ''));
  if (spaced === undefined) return runs;
  const whole = spaced.length > 1 ? [spaced.join('')] : [];
  return [...runs, ...[...spaced, ...whole].filter(({ length }) => length >= 12)];
}

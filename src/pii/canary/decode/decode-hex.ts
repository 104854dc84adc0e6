import { type Decoded, joined } from './decoded.ts';

const RUN = /[\dA-Fa-f]{12,}/g;
/** As dumps and fingerprints are written, by bytes or by pairs of them; the address before a line of a dump is longer. */
const SPACED =
  /(?<![\dA-Fa-f])(?:(?:[\dA-Fa-f]{2}|[\dA-Fa-f]{4})[ :.,-]{1,2}){2,}(?:[\dA-Fa-f]{4}|[\dA-Fa-f]{2})(?![\dA-Fa-f])/g;
const SEPARATORS = /[ :.,-]/g;

/** Every run of hexadecimal digits, from its first and from its second. */
export function decodeHex(text: string): readonly Decoded[] {
  const runs = hexRuns(text);
  if (runs.length === 0) return [];
  return [0, 1].map(offset => ({
    text: joined(runs, run => Buffer.from(run.slice(offset), 'hex')),
    step: 'hex',
  }));
}

/** The runs of a text, and the lines of a dump as one. */
export function hexRuns(text: string): readonly string[] {
  if (text.length < 12) return [];
  const spaced = Array.from(text.match(SPACED) ?? [], run => run.replace(SEPARATORS, ''));
  const whole = spaced.length > 1 ? [spaced.join('')] : [];
  return [...(text.match(RUN) ?? []), ...spaced.filter(({ length }) => length >= 12), ...whole];
}

import { type Decoded, joined } from './decoded.ts';

const RUN = /[\dA-Fa-f]{12,}/g;
/** As dumps and fingerprints are written. */
const SPACED = /(?:[\dA-Fa-f]{2}[ :-]){5,}[\dA-Fa-f]{2}/g;

/** Every run of hexadecimal digits, from its first and from its second. */
export function decodeHex(text: string): readonly Decoded[] {
  const runs = hexRuns(text);
  if (runs.length === 0) return [];
  return [0, 1].map(offset => ({
    text: joined(runs, run => Buffer.from(run.slice(offset), 'hex')),
    step: 'hex',
  }));
}

export function hexRuns(text: string): readonly string[] {
  if (text.length < 12) return [];
  const spaced = Array.from(text.matchAll(SPACED), ([run]) => run.replace(/[ :-]/g, ''));
  return [...(text.match(RUN) ?? []), ...spaced];
}

import { textInBytes } from './text-in-bytes.ts';

/** What a text says once it is decoded. */
export interface Decoded {
  readonly text: string;
  /** The encoding: `base64`, `percent-encoded`. */
  readonly step: string;
}

/** What runs of an encoding say, those that say anything each on a line: as one text they are looked through at once. */
export function joined(runs: readonly string[], decode: (run: string) => Buffer): string {
  const texts: string[] = [];
  for (const run of runs) {
    const text = textInBytes(decode(run));
    if (text !== '') texts.push(text);
  }
  return texts.join('\n');
}

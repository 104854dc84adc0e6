import { isText, textInBytes } from './text-in-bytes.ts';

/** What a text says once it is decoded. */
export interface Decoded {
  readonly text: string;
  /** The encoding: `base64`, `percent-encoded`. */
  readonly step: string;
}

/** The texts in runs of an encoding, each on a line: as one text they are looked through at once. */
export function joined(runs: readonly string[], decode: (run: string) => Buffer): string {
  const texts: string[] = [];
  for (const run of runs) {
    const text = textInBytes(decode(run));
    if (text !== '') texts.push(text);
  }
  return texts.join('\n');
}

/** The text in bytes; where there is more than text in them, in hex too: digests and what is compressed are found there. */
export function textAndHex(bytes: Buffer): string {
  if (isText(bytes)) return bytes.toString('utf8');
  return `${textInBytes(bytes)}\n${bytes.toString('hex')}`;
}

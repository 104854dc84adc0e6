const SCRATCH = Buffer.alloc(16);

/** A 32-bit word of an id in hex: 0 is the first 8 digits. */
export function wordOf(id: string, word: number): number {
  return Number.parseInt(id.slice(8 * word, 8 * word + 8), 16);
}

/** Words as an id in lower-case hex. */
export function idOf(...words: readonly number[]): string {
  let end = 0;
  for (const word of words) end = SCRATCH.writeUInt32BE(word, end);
  return SCRATCH.toString('hex', 0, end);
}

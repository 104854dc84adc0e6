import { createHash, randomBytes } from 'node:crypto';

/** Makes ids of so many bytes, in hex. */
export type IdSource = (bytes: number) => string;

/** Fresh ids; with a seed, the same in each run. */
export function idSource(seed: number | string | undefined): IdSource {
  let count = 0;
  const next = (bytes: number): Buffer =>
    seed === undefined
      ? randomBytes(bytes)
      : createHash('sha256')
          .update(`${typeof seed}:${seed}:${count++}`)
          .digest()
          .subarray(0, bytes);
  return bytes => {
    for (;;) {
      const id = next(bytes);
      if (id.some(byte => byte !== 0)) return id.toString('hex');
    }
  };
}

/** Numbers from 0 up to 1 that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** How many of so many requests a sampler with this ratio takes. */
export function drawn(requests: number, ratio: number, random: () => number): number {
  let sampled = 0;
  for (let index = 0; index < requests; index++) if (random() < ratio) sampled += 1;
  return sampled;
}

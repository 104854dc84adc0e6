/** How many of so many requests a sampler with this ratio takes. */
export function drawn(requests: number, ratio: number, random: () => number): number {
  let sampled = 0;
  for (let index = 0; index < requests; index++) if (random() < ratio) sampled += 1;
  return sampled;
}

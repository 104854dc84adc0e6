/** `5 %`, `0.125 %`, `99.99 %`: a ratio in percent, with as many digits as say something. */
export function percent(ratio: number): string {
  // Near 1 it is the distance from it that says something.
  const digits = ratio > 0.99 && ratio < 1 ? 4 + Math.ceil(-Math.log10(1 - ratio) - 2) : 3;
  return `${Number((ratio * 100).toPrecision(Math.min(digits, 15)))} %`;
}

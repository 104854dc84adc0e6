const WARM_UP_SHARE = 0.2;

/** How much the samples rise, by the line that fits them best once the first fifth is over: per minute, and as a share. */
export function growthOf(samples) {
  const warm = samples.slice(Math.floor(samples.length * WARM_UP_SHARE));
  const mean = values => values.reduce((sum, value) => sum + value, 0) / values.length;
  const minute = mean(warm.map(sample => sample.minute));
  const value = mean(warm.map(sample => sample.value));
  const rise = warm.map(sample => (sample.minute - minute) * (sample.value - value));
  const run = warm.map(sample => (sample.minute - minute) ** 2);
  const perMinute = mean(rise) / mean(run);
  return { perMinute, share: (perMinute * (warm.at(-1).minute - warm[0].minute)) / value };
}

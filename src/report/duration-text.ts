/** `80 ms`, `4.2 ms`, `0.31 ms`, `12.5 s`: three digits, the unit that fits. */
export function durationText(ms: number): string {
  const size = Math.abs(ms);
  if (size >= 10_000) return `${(ms / 1000).toFixed(1)} s`;
  if (size >= 10 || ms === 0) return `${grouped(Math.round(ms))} ms`;
  return `${ms.toFixed(size >= 1 ? 1 : 2)} ms`;
}

/** The time of day in UTC with milliseconds: `12:00:01.204`. */
export function timeOfDay(unixNano: bigint): string {
  return new Date(Number(unixNano / 1_000_000n)).toISOString().slice(11, 23);
}

function grouped(number: number): string {
  return number.toLocaleString('en-US');
}

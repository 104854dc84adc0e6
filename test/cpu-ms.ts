/**
 * The milliseconds that this process has computed up to now. A bound on computing is measured by it: on the clock, the same
 * work takes many times as long on a machine that is busy with something else.
 */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

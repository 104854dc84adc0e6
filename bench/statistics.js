export const median = values => quantile(values, 0.5);

/** The value below which that share of the values lies. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** Measures every case once a round, in turn, so that what disturbs the machine disturbs all; `key -> measurements`. */
export async function inTurn(rounds, cases, measure) {
  const measured = new Map(cases.map(({ key }) => [key, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const one of cases) {
      process.stderr.write(`round ${round} of ${rounds}: ${one.key}\n`);
      measured.get(one.key).push(await measure(one));
    }
  }
  return measured;
}

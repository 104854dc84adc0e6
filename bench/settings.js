/** How often each case is measured; the figures are medians. */
export const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);

/** How many batches of 512 spans a receiver is sent where the rate or the memory of a span is measured. */
export const BATCHES = Number(process.env.BENCH_BATCHES ?? 400);

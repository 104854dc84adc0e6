/** The code that speaks HTTP and judges what came: loaded by the first check, as one, since Jest 30 fails to load two files at once. */
export { judgeExchanges } from './judge-exchanges.ts';
export { runCases } from './run-cases.ts';

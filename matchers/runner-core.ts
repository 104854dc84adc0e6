/** Everything that the entries of the runners share. They import it from here alone: it is one module in the build. */
export type { TraceContextReport } from '../src/conformance/verdict.ts';
export { TracewrightError } from '../src/errors.ts';
export type { LogRecord } from '../src/model/log-record.ts';
export type { Metric } from '../src/model/metric.ts';
export type { Span, Trace } from '../src/model/trace.ts';
export type { SamplingReport } from '../src/sampling/sampling-report.ts';
export * as matchers from './index.ts';
export { type Hook, markJestTests, testMarker } from './mark-tests.ts';
export { type ExtendableExpect, register } from './register.ts';
export type { MatcherResult, RunnerContext } from './runner-context.ts';
export { isOurs, isSlip } from './subject.ts';
export type { TracewrightMatchers } from './types.ts';

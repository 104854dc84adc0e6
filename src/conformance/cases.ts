import { BAGGAGE_CASES } from './baggage-cases.ts';
import { CALL_CASES, EVERY_CALL_CASES } from './call-cases.ts';
import type { ConformanceCase } from './conformance-case.ts';
import { FLAG_CASES, RANDOM_FLAG_CASE } from './flag-cases.ts';
import { TRACEPARENT_CASES } from './traceparent-cases.ts';
import { TRACESTATE_CASES } from './tracestate-cases.ts';
import { XRAY_CASES } from './xray-cases.ts';

/** Every case: first the 41 of W3C's own test suite, in its order, then ours. */
export const CASES: readonly ConformanceCase[] = [
  ...TRACEPARENT_CASES,
  ...TRACESTATE_CASES,
  ...CALL_CASES,
  RANDOM_FLAG_CASE,
  ...FLAG_CASES,
  ...EVERY_CALL_CASES,
  ...BAGGAGE_CASES,
  ...XRAY_CASES,
];

import { BAGGAGE_CASES } from './baggage-cases.ts';
import { CALL_CASES } from './call-cases.ts';
import type { ConformanceCase } from './conformance-case.ts';
import { TRACEPARENT_CASES } from './traceparent-cases.ts';
import { TRACESTATE_CASES } from './tracestate-cases.ts';
import { XRAY_CASES } from './xray-cases.ts';

/** Every case. Those of Trace Context are the 41 of W3C's own test suite, in its order. */
export const CASES: readonly ConformanceCase[] = [
  ...TRACEPARENT_CASES,
  ...TRACESTATE_CASES,
  ...CALL_CASES,
  ...BAGGAGE_CASES,
  ...XRAY_CASES,
];

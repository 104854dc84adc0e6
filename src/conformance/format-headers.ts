import type { ConformanceFormat } from './conformance-case.ts';

/** The headers that the cases of a format are about, in lower case. */
export const FORMAT_HEADERS: Readonly<Record<ConformanceFormat, readonly string[]>> = {
  w3c: ['traceparent', 'tracestate'],
  baggage: ['baggage'],
  xray: ['x-amzn-trace-id'],
};

import type { TraceContextReport } from './verdict.ts';

/** The same symbol in the ESM and the CommonJS copy of the package: a report of one is judged by the other. */
const BRAND = Symbol.for('tracewright.TraceContextReport');

/** Makes a report of plain data: branded, and frozen in all its depth. */
export function asReport(data: TraceContextReport): TraceContextReport {
  return deepFreeze(Object.defineProperty({ ...data }, BRAND, { value: true }));
}

export function isReport(value: unknown): value is TraceContextReport {
  return typeof value === 'object' && value !== null && BRAND in value;
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}

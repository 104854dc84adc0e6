import { type ErrorCode, TracewrightError } from '../../errors.ts';
import { kindOf } from '../../misuse.ts';
import { isSpan, isTrace } from '../../model/trace.ts';
import { excerpt } from '../../otlp/excerpt.ts';
import type { ReadableSpan } from './readable-span.ts';

const TAKES = 'tracesOf takes an array of ReadableSpans, such as exporter.getFinishedSpans()';

/**
 * Checks that these are spans of an SDK, and that all of them have ended.
 *
 * @throws {TracewrightError} INVALID_SUBJECT, or NO_TRACES for an empty array
 */
export function checkSpans(given: unknown): readonly ReadableSpan[] {
  if (!Array.isArray(given)) throw invalid(`${TAKES}; it received ${kindOf(given)}.${hintFor(given)}`);
  if (given.length === 0) {
    throw invalid(
      `${TAKES}; it received an empty array. No span has reached the exporter: wait for provider.forceFlush(), and read ` +
        'the spans before exporter.reset() and before provider.shutdown().',
      'NO_TRACES',
    );
  }
  // Not map: it skips the holes of a sparse array.
  return Array.from(given, checkSpan);
}

function checkSpan(given: unknown, index: number): ReadableSpan {
  const fault = faultOf(given);
  if (fault !== undefined) throw invalid(`${TAKES}; element ${index} ${fault}`);
  const span = given as ReadableSpan;
  const name = `the span ${excerpt(span.name)} (element ${index})`;
  if (span.ended === false) {
    throw invalid(`tracesOf takes spans that have ended; ${name} has not. Call its end() first.`);
  }
  if (span.resource.asyncAttributesPending === true) {
    throw invalid(
      `tracesOf cannot read ${name}: its resource still waits for asynchronous attributes, and service.name may be one of ` +
        'them. Await span.resource.waitForAsyncAttributes() first; the span processors of the SDK do so before they export.',
    );
  }
  return span;
}

/** What is wrong with the shape of a span, as the end of a sentence; undefined when nothing is. */
export function faultOf(given: unknown): string | undefined {
  if (typeof given !== 'object' || given === null) return `is ${kindOf(given)}.`;
  if (isSpan(given)) return 'is a Span of tracewright, which is in a trace already: span.trace.';
  if (isTrace(given)) return 'is a Trace of tracewright already.';
  const span = given as Record<string, unknown>;
  if (typeof span.spanContext !== 'function') return `is ${kindOf(given)} without spanContext(): it is not a span.`;
  const context: unknown = span.spanContext();
  if (!isContext(context))
    return `has a spanContext() that gives ${kindOf(context)}, without traceId, spanId or traceFlags.`;
  for (const [field, isValid, expected] of FIELDS) {
    if (isValid(span[field])) continue;
    const records = span.name === undefined ? ' A span that is not sampled records nothing, and cannot be read.' : '';
    return `is not a ReadableSpan: ${field} must be ${expected}; received ${kindOf(span[field])}.${records}`;
  }
  return undefined;
}

const isText = (value: unknown): boolean => typeof value === 'string';
const isNumber = (value: unknown): boolean => typeof value === 'number';
const isMaybeText = (value: unknown): boolean => value === undefined || value === null || isText(value);
const isMaybeNumber = (value: unknown): boolean => value === undefined || value === null || isNumber(value);
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isMaybeObject = (value: unknown): boolean => value === undefined || value === null || isObject(value);

function isHrTime(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && value.every(Number.isFinite);
}

function isContext(value: unknown): boolean {
  return isObject(value) && isText(value.traceId) && isText(value.spanId) && isNumber(value.traceFlags);
}

function isEvent(value: unknown): boolean {
  return isObject(value) && isText(value.name) && isHrTime(value.time) && isMaybeObject(value.attributes);
}

function isLink(value: unknown): boolean {
  return isObject(value) && isContext(value.context) && isMaybeObject(value.attributes);
}

function isScope(value: unknown): boolean {
  if (value === undefined) return true;
  return isObject(value) && isText(value.name) && isMaybeText(value.version) && isMaybeText(value.schemaUrl);
}

/** Attributes that are pending are not read: the SDK logs an error then. */
function isResource(value: unknown): boolean {
  if (!isObject(value) || !isMaybeText(value.schemaUrl)) return false;
  return value.asyncAttributesPending === true || isObject(value.attributes);
}

const FIELDS: readonly [field: string, isValid: (value: unknown) => boolean, expected: string][] = [
  ['name', isText, 'a string'],
  ['kind', isNumber, 'a number'],
  ['startTime', isHrTime, '[seconds, nanoseconds]'],
  ['endTime', isHrTime, '[seconds, nanoseconds]'],
  ['status', value => isObject(value) && isNumber(value.code) && isMaybeText(value.message), '{ code, message? }'],
  ['attributes', isObject, 'an object'],
  ['events', value => Array.isArray(value) && value.every(isEvent), 'an array of { name, time, attributes? }'],
  ['links', value => Array.isArray(value) && value.every(isLink), 'an array of { context, attributes? }'],
  ['resource', isResource, 'an object with attributes'],
  ['instrumentationScope', isScope, '{ name, version?, schemaUrl? }'],
  ['instrumentationLibrary', isScope, '{ name, version?, schemaUrl? }'],
  ['parentSpanContext', value => value === undefined || isContext(value), 'a span context'],
  ['parentSpanId', isMaybeText, 'a string'],
  ['droppedAttributesCount', isMaybeNumber, 'a number'],
  ['droppedEventsCount', isMaybeNumber, 'a number'],
  ['droppedLinksCount', isMaybeNumber, 'a number'],
];

function hintFor(given: unknown): string {
  if (kindOf(given) === 'a Promise') return ' Await it first.';
  if (typeof given === 'function') return ' Call it.';
  if (!isObject(given)) return '';
  if (isTrace(given) || isSpan(given)) return ' Pass it to the matchers as it is.';
  if (typeof given.getFinishedSpans === 'function') return ' Pass its spans: exporter.getFinishedSpans().';
  return typeof given.spanContext === 'function' ? ' Pass an array: [span].' : '';
}

function invalid(text: string, code: ErrorCode = 'INVALID_SUBJECT'): TracewrightError {
  return new TracewrightError(code, text);
}

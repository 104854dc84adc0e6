import { TracewrightError } from '../errors.ts';
import { isPlainObject, kindOf, refuseUnknownKeys, suggestion } from '../misuse.ts';
import { SPAN_KINDS, type SpanKind, STATUS_CODES, type Status, type StatusCode } from '../model/span-data.ts';
import { isSpan } from '../model/trace.ts';
import { isValidId } from '../otlp/id-rules.ts';
import type { TraceTree } from './trace-tree.ts';

const FIELDS: readonly (keyof TraceTree)[] = [
  'name',
  'service',
  'kind',
  'attributes',
  'events',
  'links',
  'status',
  'durationMs',
  'startOffsetMs',
  'resource',
  'spanId',
  'traceState',
  'children',
];

/** Checks the fields of a span to build that are not attributes, and that no span is its own descendant. */
export function checkTree(given: unknown, path: string, above: readonly unknown[] = []): asserts given is TraceTree {
  const tree = objectOf(given, path, FIELDS);
  if (above.includes(given)) throw invalid(path, 'is its own ancestor');
  checkText(tree, 'name', path);
  if (tree.name === undefined) throw invalid(path, 'has no name');
  for (const field of ['service', 'traceState'] as const) checkText(tree, field, path);
  for (const field of ['durationMs', 'startOffsetMs'] as const) checkMilliseconds(tree[field], `${path}.${field}`);
  if (tree.kind !== undefined) checkKind(tree.kind, `${path}.kind`);
  if (tree.spanId !== undefined) checkId(tree.spanId, 8, `${path}.spanId`);
  for (const [index, event] of listOf(tree.events, `${path}.events`).entries()) {
    const at = `${path}.events[${index}]`;
    const fields = objectOf(event, at, ['name', 'attributes', 'offsetMs']);
    checkText(fields, 'name', at);
    if (fields.name === undefined) throw invalid(at, 'has no name');
    checkMilliseconds(fields.offsetMs, `${at}.offsetMs`);
  }
  for (const [index, link] of listOf(tree.links, `${path}.links`).entries()) {
    if (isSpan(link)) continue;
    const at = `${path}.links[${index}]`;
    const fields = objectOf(link, at, ['traceId', 'spanId', 'traceState', 'attributes']);
    checkId(fields.traceId, 16, `${at}.traceId`);
    checkId(fields.spanId, 8, `${at}.spanId`);
    checkText(fields, 'traceState', at);
  }
  for (const [index, child] of listOf(tree.children, `${path}.children`).entries()) {
    checkTree(child, `${path}.children[${index}]`, [...above, given]);
  }
}

/** A status as a span has it. */
export function statusOf(given: TraceTree['status'], path: string): Status {
  const { code, message } = statusFields(given, path);
  if (!isStatusCode(code)) throw invalid(path, `is ${kindOf(code)}.${suggestion(String(code), STATUS_CODES)}`);
  if (message !== undefined && typeof message !== 'string') {
    throw invalid(`${path}.message`, `is ${kindOf(message)}; it takes text`);
  }
  return { code, message: message ?? '' };
}

function statusFields(given: unknown, path: string): { readonly code: unknown; readonly message?: unknown } {
  if (typeof given === 'string') return { code: given };
  if (given === undefined) return { code: 'UNSET' };
  const { code, message } = objectOf(given, path, ['code', 'message']);
  return { code, message };
}

function isStatusCode(code: unknown): code is StatusCode {
  return (STATUS_CODES as readonly unknown[]).includes(code);
}

/** @throws {TracewrightError} INVALID_OPTION unless it is an id of so many bytes, in hex */
export function checkId(id: unknown, bytes: number, path: string): asserts id is string {
  if (typeof id === 'string' && isValidId(id, bytes)) return;
  throw invalid(path, `is ${kindOf(id)}; an id is ${2 * bytes} hex digits in lower case, not all zero`);
}

function checkKind(kind: unknown, path: string): asserts kind is SpanKind {
  if ((SPAN_KINDS as readonly unknown[]).includes(kind)) return;
  throw new TracewrightError(
    'UNKNOWN_KIND',
    `buildTrace(): ${path} is ${kindOf(kind)}.${suggestion(String(kind), SPAN_KINDS)}`,
  );
}

function checkText(fields: Readonly<Record<string, unknown>>, field: string, path: string): void {
  const value = fields[field];
  if (value === undefined || typeof value === 'string') return;
  throw invalid(`${path}.${field}`, `is ${kindOf(value)}; it takes text`);
}

function checkMilliseconds(value: unknown, path: string): void {
  if (value === undefined || (typeof value === 'number' && Number.isFinite(value) && value >= 0)) return;
  throw invalid(path, `is ${kindOf(value)}; it takes milliseconds, 0 or more`);
}

function listOf(given: unknown, path: string): readonly unknown[] {
  if (given === undefined) return [];
  if (Array.isArray(given)) return given;
  throw invalid(path, `is ${kindOf(given)}; it takes an array`);
}

/** The object as its fields, of which none has another name or is undefined: that would be a slip (`order.idd`). */
function objectOf(given: unknown, path: string, fields: readonly string[]): Readonly<Record<string, unknown>> {
  if (!isPlainObject(given)) throw invalid(path, `is ${kindOf(given)}; it takes an object`);
  refuseUnknownKeys(given, fields, `buildTrace(): ${path}`);
  const missing = Object.keys(given).find(key => given[key] === undefined);
  if (missing !== undefined) throw invalid(`${path}.${missing}`, 'is undefined: leave it out, or give a value');
  return given;
}

function invalid(path: string, problem: string): TracewrightError {
  return new TracewrightError('INVALID_OPTION', `buildTrace(): ${path} ${problem.replace(/\.$/, '')}.`);
}

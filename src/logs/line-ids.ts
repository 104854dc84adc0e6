import { isPlainObject } from '../misuse.ts';
import type { Attributes } from '../model/attributes.ts';
import { fromXrayId, parseXray } from '../propagation/formats/xray.ts';
import type { LineFields } from './line-fields.ts';
import type { InvalidId } from './verdict.ts';

/** The ids of a log line. */
export interface LineIds {
  /** Lower-case hex; undefined when the line names no trace. */
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
  readonly flags: number;
  /** A trace id or span id is there under a usual name, valid or not, or "none". */
  readonly hasFields: boolean;
}

interface Parts {
  readonly traceId?: string;
  readonly spanId?: string | undefined;
  readonly sampled?: boolean | undefined;
}

/** Loggers write "none" in many ways: as Python's `"0"`, as zeros, as an empty text. */
const NONE = /^0*$/;
/** Objects in which loggers have the context of the thread. */
const CONTEXTS = ['mdc', 'MDC', 'contextMap', 'ContextData', 'trace', 'span'];

const TRACE_ID = /^(otel)?traceid$/;
const SPAN_ID = /^(otel)?spanid$/;
const XRAY = /^(aws)?xraytraceid$/;
const FLAGS = /^(otel)?traceflags$/;
const SAMPLED = /^((otel)?trace)?sampled$/;
const IN_TEXT = /AWS-XRAY-TRACE-ID: (1-[\da-f]{8}-[\da-f]{24})(?:@([\da-f]{16}))?/i;

/**
 * Takes the ids out of a line's fields: `trace_id`, `traceId`, `trace.id`, `otelTraceID` and the like at the top or in the
 * thread's context; X-Ray's `1-5f9babc0-...` under any of these names, `AWS-XRAY-TRACE-ID` with `@` and the span behind it.
 * An id that is none stays where it is.
 *
 * @see https://opentelemetry.io/docs/specs/otel/compatibility/logging_trace_context/
 */
export function takeIds(fields: LineFields, text: unknown): LineIds {
  const found = new Found();
  found.lookThrough(fields, '');
  for (const name of CONTEXTS) {
    const nested = fields.within(name);
    if (nested !== undefined) found.lookThrough(nested, name === 'trace' || name === 'span' ? name : '');
  }
  if (found.traceId === undefined && typeof text === 'string' && text.includes('AWS-XRAY')) found.lookInText(text);
  return found;
}

class Found implements LineIds {
  traceId: string | undefined;
  spanId: string | undefined;
  flags = 0;
  hasFields = false;

  /** @param prefix of an object whose keys go on from its own: `{ trace: { id } }` */
  lookThrough(fields: LineFields, prefix: string): void {
    for (const key of [...fields.keys]) {
      const name = plainName(`${prefix}${key}`);
      const value = fields.get(key);
      if (TRACE_ID.test(name) || XRAY.test(name)) this.#trace(fields, key, value);
      else if (SPAN_ID.test(name)) this.#span(fields, key, value);
      else if (FLAGS.test(name)) this.#flags(fields, key, value);
      else if (SAMPLED.test(name)) this.#sampled(fields, key, value);
    }
  }

  lookInText(text: string): void {
    const [, root, span] = IN_TEXT.exec(text) ?? [];
    const parts = root === undefined ? undefined : partsOf(span === undefined ? root : `${root}@${span}`);
    if (parts !== undefined) this.#keep(parts);
  }

  #trace(fields: LineFields, key: string, value: unknown): void {
    this.hasFields = true;
    const parts = isNone(value) ? {} : typeof value === 'string' ? partsOf(value) : undefined;
    if (parts === undefined) return;
    fields.remove(key);
    this.#keep(parts);
  }

  #span(fields: LineFields, key: string, value: unknown): void {
    this.hasFields = true;
    const spanId = typeof value === 'string' && /^[\da-f]{16}$/i.test(value) ? value.toLowerCase() : undefined;
    if (spanId === undefined && !isNone(value)) return;
    fields.remove(key);
    if (!isNone(value)) this.spanId ??= spanId;
  }

  /** Two hex digits. */
  #flags(fields: LineFields, key: string, value: unknown): void {
    const isHex = typeof value === 'string' && /^[\da-f]{2}$/i.test(value);
    if (!isHex && !(typeof value === 'number' && value >= 0 && value <= 0xff)) return;
    fields.remove(key);
    this.flags |= isHex ? Number.parseInt(value, 16) : Number(value);
  }

  /** Other things are sampled as well: only beside ids, and only as true or false. */
  #sampled(fields: LineFields, key: string, value: unknown): void {
    const word = String(value).toLowerCase();
    if (!['true', 'false', '0', '1'].includes(word)) return;
    if (key === 'sampled' && ![...fields.keys].some(other => /trace|span/i.test(other)) && !this.hasFields) return;
    fields.remove(key);
    if (word === 'true' || word === '1') this.flags |= 1;
  }

  #keep({ traceId, spanId, sampled }: Parts): void {
    if (traceId === undefined || this.traceId !== undefined) return;
    this.traceId = traceId;
    this.spanId ??= spanId;
    if (sampled === true) this.flags |= 1;
  }
}

/** What stands under the usual name of an id and is none, in the attributes that were read from a line. */
export function invalidIdIn(attributes: Attributes, which: 'trace' | 'span'): InvalidId | undefined {
  const pattern = which === 'trace' ? TRACE_ID : SPAN_ID;
  for (const [key, value] of Object.entries(attributes)) {
    const name = plainName(key);
    if (pattern.test(name) || (which === 'trace' && XRAY.test(name))) return { key, value };
    if (!CONTEXTS.includes(key) || !isPlainObject(value)) continue;
    const prefix = key === 'trace' || key === 'span' ? `${key}.` : '';
    const nested = Object.entries(value).map(([inner, each]) => [`${prefix}${inner}`, each] as const);
    const found = invalidIdIn(Object.fromEntries(nested) as Attributes, which);
    if (found !== undefined) return found;
  }
  return undefined;
}

function plainName(key: string): string {
  return key.replaceAll(/[._-]/g, '').toLowerCase();
}

function isNone(value: unknown): boolean {
  return value === null || value === 0 || (typeof value === 'string' && NONE.test(value));
}

/** What an id says: 32 hex digits, or X-Ray's form of them, alone, with `@` and a span, or as a header. */
function partsOf(value: string): Parts | undefined {
  if (/^[\da-f]{32}$/i.test(value)) return { traceId: value.toLowerCase() };
  if (/^Root=/i.test(value)) {
    const context = parseXray(value);
    if (typeof context === 'string') return undefined;
    return { traceId: context.traceId, spanId: context.spanId, sampled: context.sampled };
  }
  // The X-Ray SDK for Java puts the name in front of the id.
  const [root = '', span] = value.replace(/^AWS-XRAY-TRACE-ID: */i, '').split('@');
  const id = fromXrayId(root.toLowerCase());
  if (typeof id === 'string') return undefined;
  if (span === undefined || NONE.test(span)) return id;
  return /^[\da-f]{16}$/i.test(span) ? { ...id, spanId: span.toLowerCase() } : undefined;
}

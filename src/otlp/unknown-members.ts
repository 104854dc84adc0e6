import { suggestion } from '../misuse.ts';
import type { OtlpEncoding } from './encode-response.ts';
import { keyExcerpt } from './excerpt.ts';
import { Findings } from './findings.ts';
import { openBody } from './json/open-body.ts';
import { otherSignal } from './other-signal.ts';
import { type MessageType, messageType } from './protobuf/message-type.ts';
import { WireReader } from './protobuf/wire-reader.ts';
import type { Signal } from './signal.ts';

/** Of each signal the members that lead from a request down to its spans, log records or metrics. */
const MEMBERS: Readonly<Record<Signal, readonly [string, string, string]>> = {
  traces: ['resourceSpans', 'scopeSpans', 'spans'],
  logs: ['resourceLogs', 'scopeLogs', 'logRecords'],
  metrics: ['resourceMetrics', 'scopeMetrics', 'metrics'],
};
const BESIDE: readonly (readonly string[])[] = [[], ['resource', 'schemaUrl'], ['scope', 'schemaUrl']];

/** In protobuf the requests of the three signals have the same numbers. */
const REQUEST = messageType('ExportServiceRequest', '1 resource_items repeated ResourceItems');

/**
 * What a body holds that nothing is known of, in a sentence; undefined when all of it is known, or it is empty. Asked where
 * a request held no span, log record or metric at all.
 *
 * @see https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export function unknownMembers(signal: Signal, encoding: OtlpEncoding, body: Uint8Array): string | undefined {
  if (body.length === 0) return undefined;
  try {
    if (encoding === 'json') return unknownInJson(signal, body);
    // A request without spans or log records has no metrics either; one without data points can have spans.
    const other = signal === 'metrics' ? otherSignal(signal, body) : undefined;
    return other?.reason ?? unknownInProtobuf(body);
  } catch {
    return undefined;
  }
}

function unknownInJson(signal: Signal, body: Uint8Array): string | undefined {
  const members = MEMBERS[signal];
  const { request } = openBody(body, new Findings());
  let objects: readonly unknown[] = [request];
  for (const [level, member] of members.entries()) {
    const known = [member, ...(BESIDE[level] ?? [])];
    const unknown = objects.flatMap(one => (isObject(one) && !(member in one) ? keysWithContent(one) : []));
    const first = unknown.find(key => !known.includes(key));
    if (first !== undefined) return unknownText(first, level, signal, known);
    objects = objects.flatMap(one => (isObject(one) && Array.isArray(one[member]) ? one[member] : []));
  }
  return undefined;
}

function unknownText(key: string, level: number, signal: Signal, known: readonly string[]): string {
  const place = ['the request', MEMBERS[signal][0], MEMBERS[signal][1]][level] ?? '';
  const endpoint = Object.entries(MEMBERS).find(([other, names]) => other !== signal && names[level] === key)?.[0];
  const hint = endpoint === undefined ? suggestion(key.slice(0, 80), known) : ` It belongs to /v1/${endpoint}.`;
  return `${level === 0 ? 'the request' : `an element of ${place}`} has the unknown member ${keyExcerpt(key)}, and holds no ${MEMBERS[signal][2]}.${hint}`;
}

function keysWithContent(object: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(object).filter(key => !(Array.isArray(object[key]) && object[key].length === 0));
}

const RESOURCE_ITEMS = messageType('ResourceItems', '1 resource Resource', '2 scope_items repeated ScopeItems');

function unknownInProtobuf(body: Uint8Array): string | undefined {
  const reader = new WireReader(body, new Findings());
  let unknown: string | undefined;
  for (let field = reader.next(REQUEST); field !== 0; field = reader.next(REQUEST)) {
    if (field === 1) {
      const outer = reader.enter();
      const inner = unknownField(reader, RESOURCE_ITEMS, 3, 2);
      reader.leave(outer);
      if (inner !== undefined) unknown ??= `an element of the request has the unknown field ${inner}, and no scopes.`;
    } else {
      unknown ??= `the request has the unknown field ${field}.`;
      reader.skipField();
    }
  }
  return unknown;
}

/** The first field of a message that is above `last`, where the message has none of `wanted`. */
function unknownField(reader: WireReader, type: MessageType, last: number, wanted: number): number | undefined {
  let unknown: number | undefined;
  let isKnown = false;
  for (let field = reader.next(type); field !== 0; field = reader.next(type)) {
    if (field > last) unknown ??= field;
    if (field === wanted) isKnown = true;
    reader.skipField();
  }
  return isKnown ? undefined : unknown;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

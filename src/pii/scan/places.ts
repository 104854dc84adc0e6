import type { Attributes, AttributeValue } from '../../model/attributes.ts';
import type { LogRecord } from '../../model/log-record.ts';
import type { Resource, Scope } from '../../model/span-data.ts';
import type { Span } from '../../model/trace.ts';
import { isGenAiEvent } from '../detectors/gen-ai-content.ts';

/** A text of a span or log record, and where it stands. */
export interface PlacedText {
  readonly text: string;
  /** The key that it stands under, and those above it, nearest first. */
  readonly keys: readonly string[];
  /** `attributes["app.items"][2].email`, `events["exception"].attributes["exception.message"]`, `name`. */
  readonly path: string;
}

/** @see https://opentelemetry.io/docs/specs/semconv/registry/attributes/process/ */
const ARGUMENTS = 'process.command_args';
/** An option, whose value is the next element. */
const OPTION = /^--?[A-Za-z]/;
/** A command of Redis of which an argument is a password. */
const COMMAND = /^(?:auth|hello|config|acl)$/i;

/** Takes each text in turn. */
export type Visit = (placed: PlacedText) => void;

/** Nothing nests nearly so deep that an SDK sends; a value by itself may, and is cut off there. */
const MAX_DEPTH = 1_000;

/**
 * Every text of a span that a person could read something in. Ids and times are not: they look like cards and phones.
 * Its resource and scope are shared with other spans, and visited by {@link visitResource} and {@link visitScope}.
 */
export function visitSpan(span: Span, visit: Visit): void {
  visit({ text: span.name, keys: [], path: 'name' });
  visitAttributes(span.attributes, 'attributes', visit);
  if (span.status.message !== '') visit({ text: span.status.message, keys: [], path: 'status message' });
  if (span.traceState !== '') visit({ text: span.traceState, keys: [], path: 'traceState' });
  for (const [index, event] of span.events.entries()) {
    const path = `events[${index}]`;
    visit({ text: event.name, keys: [], path: `${path}.name` });
    visitAttributes(event.attributes, `${path}.attributes`, visit, eventKeys(event.name));
  }
  for (const [index, link] of span.links.entries()) {
    if (link.traceState !== '') visit({ text: link.traceState, keys: [], path: `links[${index}].traceState` });
    visitAttributes(link.attributes, `links[${index}].attributes`, visit);
  }
}

export function visitResource(resource: Resource, visit: Visit): void {
  visitAttributes(resource.attributes, 'resource', visit);
}

export function visitScope({ name, version, attributes }: Scope, visit: Visit): void {
  visit({ text: name, keys: [], path: 'scope name' });
  visit({ text: version, keys: [], path: 'scope version' });
  visitAttributes(attributes, 'scope', visit);
}

export function visitLogRecord(record: LogRecord, visit: Visit): void {
  const keys = eventKeys(eventNameOf(record));
  visitValue(record.body, keys, 'body', visit);
  visitAttributes(record.attributes, 'attributes', visit, keys);
  if (record.eventName !== '') visit({ text: record.eventName, keys: [], path: 'event name' });
  if (record.severityText !== '') visit({ text: record.severityText, keys: [], path: 'severity text' });
}

/** A value under a key, as an attribute has it. */
export function visitValue(
  value: AttributeValue,
  keys: readonly string[],
  path: string,
  visit: Visit,
  above: ReadonlySet<object> = NOTHING,
): void {
  if (typeof value === 'string') visit({ text: value, keys, path });
  else if (typeof value === 'number' || typeof value === 'bigint') visit({ text: String(value), keys, path });
  else if (value instanceof Uint8Array) visit({ text: textOf(value), keys, path: `${path} (bytes)` });
  else if (typeof value !== 'object' || value === null || above.size > MAX_DEPTH || above.has(value)) return;
  else if (isCommand(keys[0], value)) visit({ text: value.join(' '), keys, path });
  else {
    const within = above === NOTHING ? new Set<object>() : (above as Set<object>);
    within.add(value);
    visitMembers(value, keys, path, visit, within);
    within.delete(value);
  }
}

const NOTHING: ReadonlySet<object> = new Set();

function visitMembers(
  value: Attributes | readonly unknown[],
  keys: readonly string[],
  path: string,
  visit: Visit,
  above: ReadonlySet<object>,
): void {
  if (Array.isArray(value)) {
    for (const [index, element] of value.entries())
      visitValue(element as AttributeValue, keys, `${path}[${index}]`, visit, above);
    return;
  }
  // Only as a whole it is known as a key (RFC 7517).
  const members = value as Attributes;
  if ('kty' in members) visit({ text: keyText(members), keys, path });
  for (const [key, member] of Object.entries(members)) {
    visit({ text: key, keys: [], path: `${path}, the key` });
    visitValue(member, [key, ...keys], `${path}.${key}`, visit, above);
  }
}

/** A JSON Web Key as JSON: its type and what is secret of it. */
function keyText({ kty, k, d }: Attributes): string {
  const secret = Object.entries({ k, d }).filter(([, member]) => typeof member === 'string');
  return JSON.stringify({ kty: String(kty), ...Object.fromEntries(secret) });
}

/** The arguments of a command: an option and its value stand side by side in them, hence they are one text. */
function isCommand(key: string | undefined, value: unknown): value is readonly string[] {
  if (!Array.isArray(value) || value.length < 2 || !value.every(one => typeof one === 'string')) return false;
  return key === ARGUMENTS || COMMAND.test(value[0] ?? '') || value.some(one => OPTION.test(one));
}

/** Before logs had a field for it, the name of an event was an attribute. */
function eventNameOf({ eventName, attributes }: LogRecord): string {
  const named = attributes['event.name'];
  return eventName === '' && typeof named === 'string' ? named : eventName;
}

/** What an event or a log record of this name holds is content: the name is a key above its own. */
function eventKeys(name: string): readonly string[] {
  return isGenAiEvent(name) ? [name] : NO_KEYS;
}

const NO_KEYS: readonly string[] = [];

function visitAttributes(attributes: Attributes, path: string, visit: Visit, above: readonly string[] = NO_KEYS): void {
  for (const [key, value] of Object.entries(attributes)) {
    visit({ text: key, keys: [], path: `${path}, the key` });
    const placed = `${path}["${key}"]`;
    visitValue(value, [key, ...above], placed, visit);
  }
}

/** As UTF-8, or byte by byte where they are none. */
function textOf(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('utf8');
  return text.includes('\ufffd') ? Buffer.from(bytes).toString('latin1') : text;
}

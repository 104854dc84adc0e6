import type { Attributes, AttributeValue } from '../model/attributes.ts';
import { spanTimeFaults, timeFault } from '../model/impossible-time.ts';
import { type LogRecordData, SEVERITY_NAMES } from '../model/log-record.ts';
import {
  type Resource,
  type Scope,
  type SpanData,
  type SpanEvent,
  type SpanLink,
  serviceOf,
} from '../model/span-data.ts';
import type { NormalisedValue } from '../query/normalised-trace.ts';
import { durationText, timeOfDay } from './duration-text.ts';
import { keyText, normalisedValueText } from './normalised-value-text.ts';
import { plain } from './quote.ts';

// A line for each field, under the field's own name, so that the diff of two texts shows which fields differ. Fields
// with the default value of the protocol are left out.

/** All fields of a span, masked: what a runner prints for it in a diff. */
export function spanFieldsText(span: SpanData): string {
  const { startTimeUnixNano: start, endTimeUnixNano: end, status } = span;
  const isStartPossible = timeFault(start, undefined) === undefined;
  const took = spanTimeFaults(span).length > 0 ? '' : ` (${durationText(Number(end - start) / 1e6)} later)`;
  return [
    'Span {',
    ...indented([
      field('name', span.name),
      `kind: ${span.kind}`,
      field('service', serviceOf(span.resource)),
      `status: ${status.code}${status.message === '' ? '' : ` ${shownValue(status.message)}`}`,
      ...attributeLines(span.attributes, 'attributes', span.droppedAttributesCount),
      ...span.events.flatMap(event => eventLines(event, isStartPossible ? start : undefined)),
      ...countLine('droppedEventsCount', span.droppedEventsCount),
      ...span.links.flatMap(linkLines),
      ...countLine('droppedLinksCount', span.droppedLinksCount),
      `startTimeUnixNano: ${start}${isStartPossible ? ` (${timeOfDay(start)})` : ''}`,
      `endTimeUnixNano: ${end}${took}`,
      ...idLines(span),
      ...textLine('traceState', span.traceState),
      ...countLine('flags', span.flags),
      ...originLines(span),
    ]),
    '}',
  ].join('\n');
}

/** All fields of a log record, masked: what a runner prints for it in a diff. */
export function logRecordFieldsText(record: LogRecordData): string {
  const { severityNumber: severity, timeUnixNano: time, observedTimeUnixNano: observed } = record;
  return [
    'LogRecord {',
    ...indented([
      field('body', record.body),
      field('service', serviceOf(record.resource)),
      `severityNumber: ${severity} (${SEVERITY_NAMES[severity] ?? 'unknown'})`,
      ...textLine('severityText', record.severityText),
      ...textLine('eventName', record.eventName),
      ...attributeLines(record.attributes, 'attributes', record.droppedAttributesCount),
      `timeUnixNano: ${time}${time === 0n ? '' : ` (${timeOfDay(time)})`}`,
      `observedTimeUnixNano: ${observed}${observed === 0n ? '' : ` (${timeOfDay(observed)})`}`,
      ...idLines(record),
      ...countLine('flags', record.flags),
      ...originLines(record),
    ]),
    '}',
  ].join('\n');
}

function eventLines(
  { name, timeUnixNano, attributes, droppedAttributesCount }: SpanEvent,
  start: bigint | undefined,
): string[] {
  const isKnown = start !== undefined && timeFault(timeUnixNano, undefined) === undefined;
  const after = isKnown ? ` (${apartText(Number(timeUnixNano - start) / 1e6)} the start)` : '';
  return block(`event ${shownValue(name)} at ${timeUnixNano}${after}`, [
    ...attributeLines(attributes, 'attributes', droppedAttributesCount),
  ]);
}

function apartText(ms: number): string {
  return ms < 0 ? `${durationText(-ms)} before` : `${durationText(ms)} after`;
}

function linkLines({ traceId, spanId, traceState, attributes, droppedAttributesCount, flags }: SpanLink): string[] {
  return block(`link to trace ${plain(traceId, 64)}, span ${plain(spanId, 64)}`, [
    ...textLine('traceState', traceState),
    ...countLine('flags', flags),
    ...attributeLines(attributes, 'attributes', droppedAttributesCount),
  ]);
}

interface Ids {
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
  readonly parentSpanId?: string | undefined;
}

function idLines({ traceId, spanId, parentSpanId }: Ids): string[] {
  const line = (name: string, id: string | undefined) => (id === undefined ? [] : [`${name}: ${plain(id, 64)}`]);
  return [...line('traceId', traceId), ...line('spanId', spanId), ...line('parentSpanId', parentSpanId)];
}

export function originLines({ resource, scope }: { readonly resource: Resource; readonly scope: Scope }): string[] {
  const entities = resource.entityRefs.map(
    ({ type, schemaUrl, idKeys, descriptionKeys }) =>
      `entity ${shownValue(type)}: ${shownValue([schemaUrl, [...idKeys], [...descriptionKeys]])}`,
  );
  return [
    ...block('resource', [
      ...attributeLines(resource.attributes, 'attributes', resource.droppedAttributesCount),
      ...entities,
      ...textLine('schemaUrl', resource.schemaUrl),
    ]),
    ...block('scope', [
      ...textLine('name', scope.name),
      ...textLine('version', scope.version),
      ...attributeLines(scope.attributes, 'attributes', scope.droppedAttributesCount),
      ...textLine('schemaUrl', scope.schemaUrl),
    ]),
  ];
}

export function attributeLines(attributes: Attributes, title: string, dropped: number): string[] {
  const lines = Object.entries(attributes).map(([key, value]) => `${keyText(key)}: ${shownValue(value, key)}`);
  return [...(lines.length === 0 ? [] : block(title, lines)), ...countLine('droppedAttributesCount', dropped)];
}

export function field(name: string, value: AttributeValue): string {
  return `${name}: ${shownValue(value)}`;
}

export function textLine(name: string, value: string): string[] {
  return value === '' ? [] : [field(name, value)];
}

function countLine(name: string, value: number): string[] {
  return value === 0 ? [] : [`${name}: ${value}`];
}

export function block(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [title] : [`${title}:`, ...indented(lines)];
}

export function indented(lines: readonly string[]): string[] {
  return lines.map(line => `  ${line}`);
}

function shownValue(value: AttributeValue, key?: string): string {
  return normalisedValueText(asNormalised(value), key);
}

/** Attributes by key become entries; everything else stays as it is. */
function asNormalised(value: AttributeValue): NormalisedValue {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value as NormalisedValue;
  if (Array.isArray(value)) return value.map(asNormalised);
  return { entries: Object.entries(value).map(([key, each]) => [key, asNormalised(each)] as const) };
}

import type { Resource, Scope } from '../../model/span-data.ts';
import type { DecodedTraces } from '../../otlp/decoded-traces.ts';
import { emptyEvent, emptyLink, emptyResource, emptyScope, emptySpan, type SpanDraft } from '../../otlp/draft.ts';
import { checkDropped } from '../../otlp/dropped-rule.ts';
import { enumValue, SPAN_KIND, STATUS_CODE } from '../../otlp/enum-values.ts';
import type { Findings } from '../../otlp/findings.ts';
import { uint32Of, uint64Of } from '../../otlp/json/numeric.ts';
import { TraceAssembly } from '../../otlp/trace-assembly.ts';
import { copyAttributes, wellFormed } from './attribute-values.ts';
import type { HrTime, ReadableResource, ReadableScope, ReadableSpan, ReadableSpanContext } from './readable-span.ts';

/** Bits of `flags` beside the W3C trace flags (trace.proto, `SpanFlags`). */
const HAS_IS_REMOTE = 0x100;
const IS_REMOTE = 0x200;
/** The API has no kind UNSPECIFIED: its numbers are one less than OTLP's. */
const KIND_OFFSET = 1;

/** Reads spans of an SDK as a receiver would get them from its exporter, and by the same rules. */
export function readSpans(spans: readonly ReadableSpan[]): DecodedTraces {
  const assembly = new TraceAssembly();
  for (const [given, scopes] of byResourceAndScope(spans)) {
    const resource = emptyResource();
    const ofResource = assembly.size;
    readResource(given, resource, assembly.findings);
    const resourceFindings = assembly.findings.take();
    for (const [givenScope, ofScope] of scopes) {
      const scope = emptyScope();
      const from = assembly.size;
      readScope(givenScope, scope, assembly.findings);
      const scopeFindings = assembly.findings.take();
      for (const span of ofScope) assembly.addSpan(readSpan(span, resource, scope, assembly.findings));
      assembly.addShared(scopeFindings, resource, from);
    }
    assembly.addShared(resourceFindings, resource, ofResource);
  }
  return assembly.finish();
}

type Scopes = Map<ReadableScope | undefined, ReadableSpan[]>;

function byResourceAndScope(spans: readonly ReadableSpan[]): Map<ReadableResource, Scopes> {
  const resources = new Map<ReadableResource, Scopes>();
  for (const span of spans) {
    const scopes: Scopes = resources.get(span.resource) ?? new Map();
    resources.set(span.resource, scopes);
    const scope = span.instrumentationScope ?? span.instrumentationLibrary;
    const ofScope = scopes.get(scope);
    if (ofScope === undefined) scopes.set(scope, [span]);
    else ofScope.push(span);
  }
  return resources;
}

function readResource(given: ReadableResource, resource: ReturnType<typeof emptyResource>, findings: Findings): void {
  copyAttributes(given.attributes, resource.attributes, findings);
  resource.schemaUrl = wellFormed(given.schemaUrl ?? '', 'schemaUrl', findings);
  findings.within(0, 'resource');
}

function readScope(given: ReadableScope | undefined, scope: ReturnType<typeof emptyScope>, findings: Findings): void {
  scope.name = wellFormed(given?.name ?? '', 'name', findings);
  scope.version = wellFormed(given?.version ?? '', 'version', findings);
  scope.schemaUrl = wellFormed(given?.schemaUrl ?? '', 'schemaUrl', findings);
  copyAttributes(given?.attributes, scope.attributes, findings);
  scope.droppedAttributesCount = count(given?.droppedAttributesCount, 'droppedAttributesCount', findings);
  checkDropped(findings, 'droppedAttributesCount', scope.droppedAttributesCount);
  findings.within(0, 'scope');
}

function readSpan(given: ReadableSpan, resource: Resource, scope: Scope, findings: Findings): SpanDraft {
  const span = emptySpan(resource, scope);
  const context = given.spanContext();
  span.traceId = context.traceId.toLowerCase();
  span.spanId = context.spanId.toLowerCase();
  span.parentSpanId = parentIdOf(given);
  span.traceState = wellFormed(context.traceState?.serialize() ?? '', 'traceState', findings);
  span.flags = flagsOf(context, given.parentSpanContext, given);
  span.name = wellFormed(given.name, 'name', findings);
  span.kind = enumValue(SPAN_KIND, given.kind + KIND_OFFSET, findings);
  span.startTimeUnixNano = time(given.startTime, 'startTimeUnixNano', findings);
  span.endTimeUnixNano = time(given.endTime, 'endTimeUnixNano', findings);
  copyAttributes(given.attributes, span.attributes, findings);
  span.droppedAttributesCount = count(given.droppedAttributesCount, 'droppedAttributesCount', findings);
  readEvents(given, span, findings);
  span.droppedEventsCount = count(given.droppedEventsCount, 'droppedEventsCount', findings);
  readLinks(given, span, findings);
  span.droppedLinksCount = count(given.droppedLinksCount, 'droppedLinksCount', findings);
  span.status.code = enumValue(STATUS_CODE, given.status.code, findings);
  span.status.message = wellFormed(given.status.message ?? '', 'status.message', findings);
  return span;
}

/** The id of a span's parent, of SDK 2.x or 1.x; undefined for a root. */
export function parentIdOf({ parentSpanContext, parentSpanId }: ReadableSpan): string | undefined {
  const id = parentSpanContext?.spanId ?? parentSpanId ?? '';
  return id === '' ? undefined : id.toLowerCase();
}

/** SDK 1.x does not tell whether a context is remote, and its exporters set none of the bits for it. */
function flagsOf(
  { traceFlags }: ReadableSpanContext,
  remote: ReadableSpanContext | undefined,
  { instrumentationScope }: ReadableSpan,
): number {
  const flags = traceFlags & 0xff;
  if (instrumentationScope === undefined) return flags;
  return flags | HAS_IS_REMOTE | (remote?.isRemote === true ? IS_REMOTE : 0);
}

function readEvents(given: ReadableSpan, span: SpanDraft, findings: Findings): void {
  for (const [index, { name, time: at, attributes, droppedAttributesCount }] of given.events.entries()) {
    const mark = findings.size;
    const event = emptyEvent();
    event.name = wellFormed(name, 'name', findings);
    event.timeUnixNano = time(at, 'timeUnixNano', findings);
    copyAttributes(attributes, event.attributes, findings);
    event.droppedAttributesCount = count(droppedAttributesCount, 'droppedAttributesCount', findings);
    span.events.push(event);
    if (findings.size > mark) findings.within(mark, `events[${index}]`);
  }
}

function readLinks(given: ReadableSpan, span: SpanDraft, findings: Findings): void {
  for (const [index, { context, attributes, droppedAttributesCount }] of given.links.entries()) {
    const mark = findings.size;
    const link = emptyLink();
    link.traceId = context.traceId.toLowerCase();
    link.spanId = context.spanId.toLowerCase();
    link.traceState = wellFormed(context.traceState?.serialize() ?? '', 'traceState', findings);
    link.flags = flagsOf(context, context, given);
    copyAttributes(attributes, link.attributes, findings);
    link.droppedAttributesCount = count(droppedAttributesCount, 'droppedAttributesCount', findings);
    span.links.push(link);
    if (findings.size > mark) findings.within(mark, `links[${index}]`);
  }
}

/** Nanoseconds since the epoch; 0 with a finding when they are out of range. */
function time([seconds, nanoseconds]: HrTime, field: string, findings: Findings): bigint {
  const given = BigInt(Math.round(seconds)) * 1_000_000_000n + BigInt(Math.round(nanoseconds));
  const nanos = uint64Of(given);
  if (nanos === undefined) findings.add(field, `is an integer, 0 to 2^64 - 1 (received ${given})`);
  return nanos ?? 0n;
}

function count(given: number | undefined, field: string, findings: Findings): number {
  const number = uint32Of(given ?? 0);
  if (number === undefined) findings.add(field, `is an integer, 0 to 2^32 - 1 (received ${given})`);
  return number ?? 0;
}

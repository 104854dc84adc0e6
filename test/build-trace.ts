import type { Attributes } from '../src/model/attributes.ts';
import type { LogRecord } from '../src/model/log-record.ts';
import type { Loss } from '../src/model/loss.ts';
import type { Problem } from '../src/model/problem.ts';
import type { SpanData, SpanKind, Status } from '../src/model/span-data.ts';
import type { StartedService } from '../src/model/started-service.ts';
import { type Captured, type Span, Trace, type TraceVerbs } from '../src/model/trace.ts';
import type { UnendedSpan } from '../src/model/unended-span.ts';
import type { XRayIndexing } from '../src/model/xray-indexing.ts';
import { filterSpans, findSpan, getSpan } from '../src/query/verbs.ts';
import { getSpanTexts } from '../src/report/get-span-text.ts';
import { logTreeText } from '../src/report/logs/log-tree.ts';
import { traceText } from '../src/report/trace-text.ts';

/** The verbs as the receiver builds them. */
export const verbs: TraceVerbs = {
  get: (spans, criteria) => getSpan(spans, criteria, getSpanTexts),
  find: (spans, criteria) => findSpan(spans, criteria),
  filter: (spans, criteria) => filterSpans(spans, criteria),
  text: (trace, options) => (options?.logs === true ? logTreeText(trace) : traceText(trace)),
};

/** A span with its children; what is not given is as an SDK leaves it. */
export interface SpanSpec {
  readonly name?: string;
  readonly service?: string;
  readonly kind?: SpanKind;
  /** Milliseconds after the trace's first moment. */
  readonly start?: number;
  readonly ms?: number;
  readonly id?: string;
  readonly parentId?: string;
  readonly attributes?: Attributes;
  readonly resource?: Attributes;
  readonly status?: Partial<Status>;
  readonly events?: readonly Partial<SpanData['events'][number]>[];
  readonly links?: readonly Partial<SpanData['links'][number]>[];
  readonly scope?: Partial<SpanData['scope']>;
  readonly data?: Partial<SpanData>;
  readonly children?: readonly SpanSpec[];
}

export interface TraceSpec {
  readonly traceId?: string;
  readonly captured?: Partial<Captured<unknown>>;
  readonly linked?: () => readonly Trace[];
  readonly sentSpanIds?: ReadonlySet<string>;
  readonly spanElsewhere?: (traceId: string, spanId: string) => Span | undefined;
  readonly problems?: readonly Problem[];
  readonly startedServices?: ReadonlyMap<string, StartedService>;
  /** What the receiver was told of X-Ray. */
  readonly xray?: XRayIndexing;
  readonly logs?: readonly LogRecord[];
  /** All log records of its receiver; without them, a trace knows its own only. */
  readonly records?: readonly LogRecord[];
  readonly lineOf?: ReadonlyMap<LogRecord, LogRecord>;
  readonly servedBeside?: readonly Trace[];
  readonly losses?: readonly Loss[];
  readonly unended?: readonly UnendedSpan[];
}

export const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
/** 12:00:01.000 UTC on 2026-11-02. */
export const FIRST_MOMENT = 1_793_620_801_000_000_000n;

/** A trace of these spans; ids are given in the order of writing: `0000000000000001` is the first. */
export function buildTrace(specs: readonly SpanSpec[], spec: TraceSpec = {}): Trace<unknown> {
  const traceId = spec.traceId ?? TRACE_ID;
  const spans: SpanData[] = [];
  const pending = specs.map(one => ({ one, parentId: one.parentId, service: one.service ?? 'gateway', start: 0 }));
  for (let at = pending.shift(); at !== undefined; at = pending.shift()) {
    const { one, parentId } = at;
    const service = one.service ?? at.service;
    const start = one.start ?? at.start;
    const spanId = one.id ?? (spans.length + 1).toString(16).padStart(16, '0');
    spans.push(buildSpan(one, { traceId, spanId, parentId, service, start }));
    const below = (one.children ?? []).map((child, index) => ({
      one: child,
      parentId: child.parentId ?? spanId,
      service,
      start: start + 1 + index,
    }));
    pending.unshift(...below);
  }
  const captured: Captured<unknown> = {
    result: undefined,
    context: undefined,
    allowOrphans: false,
    unsettled: false,
    strays: () => [],
    straysShared: false,
    ...spec.captured,
  };
  const linked = spec.linked === undefined ? {} : { linked: spec.linked };
  const sent = spec.sentSpanIds === undefined ? {} : { sentSpanIds: spec.sentSpanIds };
  const elsewhere = spec.spanElsewhere === undefined ? {} : { spanElsewhere: spec.spanElsewhere };
  const problems = spec.problems ?? [];
  const surroundings = {
    crossings: () => [],
    startedServices: () => spec.startedServices ?? new Map(),
    xray: spec.xray,
  };
  return new Trace<unknown>({
    traceId,
    spans,
    verbs,
    captured,
    problems,
    logs: spec.logs ?? [],
    losses: spec.losses ?? [],
    unended: spec.unended ?? [],
    surroundings,
    ...(spec.records === undefined ? {} : { recordsOf: ofService(spec.records) }),
    ...(spec.lineOf === undefined ? {} : { lineOf: spec.lineOf }),
    servedBeside: () => spec.servedBeside ?? [],
    ...linked,
    ...sent,
    ...elsewhere,
  });
}

function ofService(records: readonly LogRecord[]): (service: string) => readonly LogRecord[] {
  return service => records.filter(record => record.service === service);
}

interface Place {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId: string | undefined;
  readonly service: string;
  readonly start: number;
}

function buildSpan(one: SpanSpec, { traceId, spanId, parentId, service, start }: Place): SpanData {
  const startTimeUnixNano = FIRST_MOMENT + BigInt(Math.round(start * 1e6));
  return {
    traceId,
    spanId,
    parentSpanId: parentId,
    traceState: '',
    flags: 257,
    name: one.name ?? 'work',
    kind: one.kind ?? 'INTERNAL',
    startTimeUnixNano,
    endTimeUnixNano: startTimeUnixNano + BigInt(Math.round((one.ms ?? 10) * 1e6)),
    attributes: one.attributes ?? {},
    droppedAttributesCount: 0,
    events: (one.events ?? []).map(event => ({
      name: 'event',
      timeUnixNano: startTimeUnixNano,
      attributes: {},
      droppedAttributesCount: 0,
      ...event,
    })),
    droppedEventsCount: 0,
    links: (one.links ?? []).map(link => ({
      traceId,
      spanId: 'ffffffffffffffff',
      traceState: '',
      attributes: {},
      droppedAttributesCount: 0,
      flags: 257,
      ...link,
    })),
    droppedLinksCount: 0,
    status: { code: 'UNSET', message: '', ...one.status },
    resource: {
      attributes: { 'service.name': service, ...one.resource },
      droppedAttributesCount: 0,
      entityRefs: [],
      schemaUrl: '',
    },
    scope: { name: 'test', version: '1.0.0', attributes: {}, droppedAttributesCount: 0, schemaUrl: '', ...one.scope },
    ...one.data,
  };
}

import type { Attributes } from '../../../src/model/attributes.ts';
import type { SpanData, SpanKind } from '../../../src/model/span-data.ts';
import type { XRayIndexing } from '../../../src/model/xray-indexing.ts';
import type { XRaySegment } from '../../../src/xray/segment.ts';
import { TRACE_ID } from '../../build-trace.ts';

// The numbers in the comments of the documents are the rules of docs/xray.md.

/** A span, and the documents that rules 1 to 32 make of it. Both were written by hand. */
export interface Golden {
  readonly title: string;
  readonly span: GoldenSpan;
  readonly indexedAttributes?: XRayIndexing['indexedAttributes'];
  readonly logGroups?: readonly string[];
  readonly documents: readonly XRaySegment[];
}

/** What is not given is as in {@link spanOf}. */
export interface GoldenSpan {
  readonly name: string;
  readonly kind: SpanKind;
  /** Whether it has the parent {@link PARENT}. */
  readonly below?: true;
  readonly attributes?: Attributes;
  readonly resource?: Attributes;
  readonly events?: readonly { readonly name: string; readonly attributes: Attributes }[];
  readonly links?: readonly { readonly traceId: string; readonly spanId: string; readonly attributes?: Attributes }[];
  readonly error?: string;
}

export const SPAN = 'aaaaaaaaaaaaaaaa';
export const PARENT = 'bbbbbbbbbbbbbbbb';

/** A span from 12:00:01.252 to 12:00:01.5 UTC on 2026-11-02, of the service "orders". */
export function spanOf({ name, kind, below, attributes, resource, events, links, error }: GoldenSpan): SpanData {
  const startTimeUnixNano = 1_793_620_801_252_000_000n;
  return {
    traceId: TRACE_ID,
    spanId: SPAN,
    parentSpanId: below === true ? PARENT : undefined,
    traceState: '',
    flags: 257,
    name,
    kind,
    startTimeUnixNano,
    endTimeUnixNano: startTimeUnixNano + 248_000_000n,
    attributes: attributes ?? {},
    droppedAttributesCount: 0,
    events: (events ?? []).map(event => ({ ...event, timeUnixNano: startTimeUnixNano, droppedAttributesCount: 0 })),
    droppedEventsCount: 0,
    links: (links ?? []).map(link => ({
      attributes: {},
      ...link,
      traceState: '',
      droppedAttributesCount: 0,
      flags: 257,
    })),
    droppedLinksCount: 0,
    status: { code: error === undefined ? 'UNSET' : 'ERROR', message: error ?? '' },
    resource: {
      attributes: resource ?? { 'service.name': 'orders' },
      droppedAttributesCount: 0,
      entityRefs: [],
      schemaUrl: '',
    },
    scope: { name: 'test', version: '1.0.0', attributes: {}, droppedAttributesCount: 0, schemaUrl: '' },
  };
}

/** Rule 1, of a span that is well (rule 5) and of a resource without details (rule 15). */
export const SEGMENT = {
  id: SPAN,
  trace_id: '1-4bf92f35-77b34da6a3ce929d0e0e4736',
  start_time: 1793620801.252,
  end_time: 1793620801.5,
  fault: false,
  error: false,
  throttle: false,
  aws: { xray: { auto_instrumentation: false } },
} as const;

/** Rule 1: with a parent, and not SERVER. */
export const SUBSEGMENT = { ...SEGMENT, parent_id: PARENT, type: 'subsegment' } as const;

/** Rule 7: the resource of a segment. */
export const ORDERS = { default: { 'otel.resource.service.name': 'orders' } } as const;

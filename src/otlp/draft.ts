import type { Attributes, AttributeValue } from '../model/attributes.ts';
import type { LogRecordData } from '../model/log-record.ts';
import type { EntityRef, Resource, Scope, SpanData, SpanEvent, SpanLink, Status } from '../model/span-data.ts';

/** A message of the model while it is being read. Absent fields have proto3's defaults from the start. */
type Draft<Message> = {
  -readonly [Key in keyof Message]: Message[Key] extends Attributes
    ? Record<string, AttributeValue>
    : Message[Key] extends readonly (infer Element)[]
      ? Element[]
      : Message[Key];
};

export type EntityRefDraft = Draft<EntityRef>;
export type ResourceDraft = Draft<Resource>;
export type ScopeDraft = Draft<Scope>;
export type EventDraft = Draft<SpanEvent>;
export type LinkDraft = Draft<SpanLink>;
export type StatusDraft = Draft<Status>;
export type LogRecordDraft = Draft<LogRecordData>;
export type SpanDraft = Omit<Draft<SpanData>, 'status'> & { readonly status: StatusDraft };

export function emptyEntityRef(): EntityRefDraft {
  return { schemaUrl: '', type: '', idKeys: [], descriptionKeys: [] };
}

export function emptyResource(): ResourceDraft {
  return { attributes: {}, droppedAttributesCount: 0, entityRefs: [], schemaUrl: '' };
}

export function emptyScope(): ScopeDraft {
  return { name: '', version: '', attributes: {}, droppedAttributesCount: 0, schemaUrl: '' };
}

export function emptyEvent(): EventDraft {
  return { name: '', timeUnixNano: 0n, attributes: {}, droppedAttributesCount: 0 };
}

export function emptyLink(): LinkDraft {
  return { traceId: '', spanId: '', traceState: '', attributes: {}, droppedAttributesCount: 0, flags: 0 };
}

/** Keys in the order of {@link SpanData}, whatever the order on the wire. */
export function emptySpan(resource: Resource, scope: Scope): SpanDraft {
  return {
    traceId: '',
    spanId: '',
    parentSpanId: undefined,
    traceState: '',
    flags: 0,
    name: '',
    kind: 'UNSPECIFIED',
    startTimeUnixNano: 0n,
    endTimeUnixNano: 0n,
    attributes: {},
    droppedAttributesCount: 0,
    events: [],
    droppedEventsCount: 0,
    links: [],
    droppedLinksCount: 0,
    status: { code: 'UNSET', message: '' },
    resource,
    scope,
  };
}

/** Keys in the order of {@link LogRecordData}, whatever the order on the wire. */
export function emptyLogRecord(resource: Resource, scope: Scope): LogRecordDraft {
  return {
    traceId: '',
    spanId: '',
    flags: 0,
    timeUnixNano: 0n,
    observedTimeUnixNano: 0n,
    severityNumber: 0,
    severityText: '',
    body: null,
    attributes: {},
    droppedAttributesCount: 0,
    eventName: '',
    resource,
    scope,
  };
}

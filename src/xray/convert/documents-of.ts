import type { Attributes } from '../../model/attributes.ts';
import { attribute } from '../../model/attributes.ts';
import type { SpanData } from '../../model/span-data.ts';
import type { XRayIndexing } from '../../model/xray-indexing.ts';
import type { XRaySegment, XRayValue } from '../segment.ts';
import { RESOURCE } from './annotations.ts';
import { makeDocument, type XRayDocument } from './make-document.ts';
import { textAt } from './read-value.ts';
import { derivedId } from './segment-id.ts';
import { isLocalRoot, remoteService } from './segment-name.ts';

/** What says whom the service calls: not a matter of the service's own segment. */
const OF_THE_CALL: ReadonlySet<string> = new Set([
  ...['aws.remote.service', 'aws.remote.operation', 'remoteTarget', 'K8s.RemoteNamespace'],
]);

const AWS_CALL: ReadonlySet<string> = new Set([
  ...['operation', 'account_id', 'region', 'request_id', 'queue_url', 'table_name', 'table_names'],
]);

/**
 * The documents of a span: one, or two for a span that calls another service and at which its own service begins
 * (`aws.span.kind` is `LOCAL_ROOT`).
 */
export function documentsOf(span: SpanData, indexing: XRayIndexing): readonly XRayDocument[] {
  if (!isLocalRoot(span.attributes)) return [withRemoteNamespace(span, makeDocument(span, indexing))];
  if (span.kind === 'SERVER' || span.kind === 'INTERNAL') {
    const document = makeDocument(span, indexing);
    return [{ ...document, segment: asSegment(document.segment) }];
  }
  const serviceId = derivedId(span.traceId, span.spanId, 'service');
  return [dependency(span, indexing, serviceId), service(span, indexing, serviceId)];
}

/** A call to a service that is named is a call to a remote one, whatever sends it. */
function withRemoteNamespace({ kind, attributes }: SpanData, document: XRayDocument): XRayDocument {
  const { segment } = document;
  const calls = kind === 'CLIENT' || kind === 'CONSUMER' || kind === 'PRODUCER';
  const isRemote = calls && attribute(attributes, 'aws.remote.service') !== undefined;
  if (!isRemote || segment.type === undefined || segment.namespace !== undefined) return document;
  return { ...document, segment: { ...segment, namespace: 'remote' } };
}

/** The call, below the segment of the service. */
function dependency(span: SpanData, indexing: XRayIndexing, parentSpanId: string): XRayDocument {
  const document = makeDocument({ ...span, parentSpanId }, indexing);
  const { links, ...segment } = document.segment;
  const name =
    attribute(span.attributes, 'aws.remote.service') === undefined
      ? segment.name
      : remoteService(span.attributes) || null;
  return {
    ...document,
    named: { name: name ?? '', from: name === segment.name ? document.named.from : 'aws.remote.service' },
    segment: {
      ...segment,
      name,
      type: 'subsegment',
      namespace: segment.namespace ?? 'remote',
      ...(links === undefined || span.kind === 'CONSUMER' ? {} : { links }),
    },
  };
}

/** The service, as a segment with an id of its own. */
function service(span: SpanData, indexing: XRayIndexing, spanId: string): XRayDocument {
  const kept = Object.entries(span.attributes).filter(([key]) => !OF_THE_CALL.has(key));
  const attributes: Attributes = Object.fromEntries(kept);
  const document = makeDocument({ ...span, spanId, attributes }, indexing);
  const { http: _, links, aws, metadata, ...segment } = asSegment(document.segment);
  const local = attribute(span.attributes, 'aws.local.service');
  const name = local === undefined ? segment.name : textAt(span.attributes, 'aws.local.service') || null;
  return {
    ...document,
    named: local === undefined ? document.named : { name: name ?? '', from: 'aws.local.service' },
    segment: {
      ...segment,
      name,
      ...(aws === undefined ? {} : { aws: withoutCall(aws) }),
      ...(metadata === undefined ? {} : { metadata: ofResource(metadata) }),
      ...(links !== undefined && span.kind === 'CONSUMER' ? { links } : {}),
    },
  };
}

function asSegment({ type: _, namespace: __, ...segment }: XRaySegment): XRaySegment {
  return segment;
}

/** Without the AWS API that was called, and its account. */
function withoutCall(aws: NonNullable<XRaySegment['aws']>): NonNullable<XRaySegment['aws']> {
  return Object.fromEntries(Object.entries(aws).filter(([key]) => !AWS_CALL.has(key))) as typeof aws;
}

/** Of the metadata, what is of the resource. Namespaces stay, empty. */
function ofResource(metadata: NonNullable<XRaySegment['metadata']>): NonNullable<XRaySegment['metadata']> {
  const entries = Object.entries(metadata).map(([namespace, values]) => [namespace, onlyOfResource(values)]);
  return Object.fromEntries(entries) as { readonly [namespace: string]: XRayValue };
}

function onlyOfResource(values: XRayValue): XRayValue {
  if (typeof values !== 'object' || values === null) return values;
  return Object.fromEntries(Object.entries(values).filter(([key]) => key.startsWith(RESOURCE)));
}

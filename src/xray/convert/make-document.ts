import { attribute } from '../../model/attributes.ts';
import type { SpanData } from '../../model/span-data.ts';
import type { XRayIndexing } from '../../model/xray-indexing.ts';
import { toXrayId } from '../../propagation/formats/xray.ts';
import type { XRaySegment } from '../segment.ts';
import { type Indexed, xrayAttributes } from './annotations.ts';
import { awsOf } from './aws.ts';
import { originOf } from './aws-resource.ts';
import { causeOf, failureOf } from './cause.ts';
import { allTaken, type Taken } from './conversion.ts';
import { httpOf } from './http.ts';
import { linksOf } from './links.ts';
import { namespaceOf, type SegmentName, segmentName } from './segment-name.ts';
import { sqlOf } from './sql.ts';

/** A document, and where the attributes of its span are in it. */
export interface XRayDocument {
  readonly segment: XRaySegment;
  readonly named: SegmentName;
  readonly indexed: readonly Indexed[];
  readonly unindexable: readonly string[];
  readonly taken: Taken;
}

/** `aws.xray.inprogress`: set by the collector's X-Ray receiver. */
const IN_PROGRESS = 'aws.xray.inprogress';

/** The document of a span. Times are seconds as a double has them. */
export function makeDocument(span: SpanData, indexing: XRayIndexing): XRayDocument {
  const { attributes, kind, parentSpanId, resource } = span;
  const isSubsegment = kind !== 'SERVER' && parentSpanId !== undefined;
  const inProgress = attribute(attributes, IN_PROGRESS);
  const isKnown = typeof inProgress === 'boolean';
  const { http, taken: byHttp } = httpOf(span);
  const { cause, taken: byCause } = causeOf(span, span.spanId);
  const { aws, taken: byAws } = awsOf(attributes, resource.attributes, indexing.logGroups);
  const { sql, taken: bySql } = sqlOf(span);
  const byProgress: Taken = new Map(isKnown ? [[IN_PROGRESS, 'in_progress']] : []);
  const taken = allTaken(byHttp, byCause, byAws, bySql, byProgress);
  const resourceAttributes = isSubsegment ? undefined : resource.attributes;
  const { indexed, unindexable, ...rest } = xrayAttributes(attributes, resourceAttributes, taken, indexing);
  const named = segmentName(span);
  const namespace = namespaceOf(span, named);
  const origin = originOf(resource.attributes);
  const service = serviceOf(span);
  const segment: XRaySegment = {
    name: named.name,
    id: span.spanId,
    start_time: seconds(span.startTimeUnixNano),
    ...(inProgress === true ? { in_progress: true } : { end_time: seconds(span.endTimeUnixNano) }),
    trace_id: toXrayId(span.traceId),
    ...(parentSpanId === undefined ? {} : { parent_id: parentSpanId }),
    ...(isSubsegment ? { type: 'subsegment' } : {}),
    ...(namespace === undefined ? {} : { namespace }),
    ...(origin === undefined ? {} : { origin }),
    ...(service === undefined ? {} : { service }),
    ...failureOf(span),
    ...(cause === undefined ? {} : { cause }),
    ...(http === undefined ? {} : { http }),
    ...(sql === undefined ? {} : { sql }),
    ...(aws === undefined ? {} : { aws }),
    ...rest,
    ...(span.links.length === 0 ? {} : { links: linksOf(span.links) }),
  };
  return { segment, named, indexed, unindexable, taken };
}

function seconds(unixNano: bigint): number {
  return Number(unixNano) / 1e9;
}

function serviceOf({ resource }: SpanData): XRaySegment['service'] {
  const version =
    attribute(resource.attributes, 'service.version') ?? attribute(resource.attributes, 'container.image.tag');
  if (version === undefined) return undefined;
  return typeof version === 'string' && version !== '' ? { version } : {};
}

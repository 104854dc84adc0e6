import { checkOptions } from '../misuse.ts';
import { type Trace, xrayIndexingOf } from '../model/trace.ts';
import { NOTHING_INDEXED, type XRayIndexing } from '../model/xray-indexing.ts';
import { checkTrace } from './check-trace.ts';
import { documentsOf } from './convert/documents-of.ts';
import { notInJson } from './document-text.ts';
import { checkIndexedAttributes, checkLogGroups } from './indexing/check-indexed.ts';
import type { XRaySegment } from './segment.ts';

/** How `toXRaySegments` converts, when it is not as the receiver of the trace was told. */
export interface XRaySegmentOptions {
  /** The attributes that become annotations, by their keys, or `'all'`. */
  readonly indexedAttributes?: 'all' | readonly string[];
  /** The CloudWatch log groups of spans whose resource names none. */
  readonly logGroups?: readonly string[];
}

/**
 * The segment documents that the collector's `awsxray` exporter makes of a trace.
 *
 * Attributes are indexed as the receiver of the trace was told (`startReceiver({ xray })`), unless an option says otherwise.
 * Without either, none is, which is the exporter's default. A span with a number that JSON has no word for (NaN, Infinity)
 * has no document: the exporter drops it. Ids that the exporter draws at random follow from the span's.
 *
 * @returns by start time of the spans. A span with `aws.span.kind` LOCAL_ROOT that calls another service has two: the call,
 * then its service.
 * @throws {TracewrightError} INVALID_SUBJECT for anything but a trace; INVALID_OPTION, UNKNOWN_OPTION
 * @example
 * const [segment] = toXRaySegments(trace, { indexedAttributes: ['app.order.id'] });
 * segment.annotations; // { 'app.order.id': 'ord-17' }
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html
 */
export function toXRaySegments(trace: Trace, options?: XRaySegmentOptions): XRaySegment[] {
  const where = 'toXRaySegments()';
  const { spans } = checkTrace(trace, where);
  checkOptions(options, ['indexedAttributes', 'logGroups'], where);
  const known = xrayIndexingOf(trace) ?? NOTHING_INDEXED;
  const indexing: XRayIndexing = {
    indexedAttributes:
      options?.indexedAttributes === undefined
        ? known.indexedAttributes
        : checkIndexedAttributes(options.indexedAttributes, `${where} option indexedAttributes`),
    logGroups:
      options?.logGroups === undefined
        ? known.logGroups
        : checkLogGroups(options.logGroups, `${where} option logGroups`),
    source: known.source,
  };
  return spans.flatMap(span => {
    const segments = documentsOf(span, indexing).map(({ segment }) => segment);
    return segments.some(segment => notInJson(segment) !== undefined) ? [] : segments;
  });
}

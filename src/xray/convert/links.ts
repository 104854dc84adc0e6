import type { SpanLink } from '../../model/span-data.ts';
import { toXrayId } from '../../propagation/formats/xray.ts';
import type { XRayLink } from '../segment.ts';
import { jsonOfEach } from './read-value.ts';

/** The document's links. */
export function linksOf(links: readonly SpanLink[]): readonly XRayLink[] {
  return links.map(({ traceId, spanId, attributes }) => ({
    trace_id: toXrayId(traceId),
    id: spanId,
    ...(Object.keys(attributes).length === 0 ? {} : { attributes: jsonOfEach(attributes) }),
  }));
}

import type { Trace } from '../model/trace.ts';
import { serviceMapText } from '../report/xray/service-map-text.ts';
import { mapServices, type XRayServiceMapData } from './service-map.ts';

export type {
  XRayAnnotationValue,
  XRayAws,
  XRayEcs,
  XRayException,
  XRayHttp,
  XRayLink,
  XRayLogGroup,
  XRaySegment,
  XRaySql,
  XRayStackFrame,
  XRayValue,
} from './segment.ts';
export type { XRayCalls, XRayServiceEdge, XRayServiceMapData, XRayServiceNode } from './service-map.ts';
export { toXRaySegments, type XRaySegmentOptions } from './to-segments.ts';
export { fromXRayTraceId, toXRayTraceId } from './trace-id.ts';

/** A service map. Its text has a line for each arrow, with masked names. */
export interface XRayServiceMap extends XRayServiceMapData {
  toString(): string;
}

/**
 * The service map that X-Ray draws of a trace.
 *
 * @throws {TracewrightError} INVALID_SUBJECT for anything but a trace
 * @example
 * const { nodes, edges } = xrayServiceMap(trace);
 * edges.map(({ from, to }) => `${from.name} -> ${to.name}`); // ['client -> gateway', 'gateway -> orders']
 * console.log(String(xrayServiceMap(trace)));
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-console-servicemap.html
 */
export function xrayServiceMap(trace: Trace): XRayServiceMap {
  const map = mapServices(trace);
  // Not an own property that `toEqual` sees.
  return Object.defineProperty({ ...map }, 'toString', { value: () => serviceMapText(map), enumerable: false });
}

import type { Trace } from '../model/trace.ts';
import { checkTrace } from './check-trace.ts';
import type { XRaySegment } from './segment.ts';
import { toXRaySegments } from './to-segments.ts';

/** How often something was called, and how that ended. */
export interface XRayCalls {
  readonly requests: number;
  /** 4xx. */
  readonly errors: number;
  /** 5xx, and status ERROR without an HTTP status from 400 to 499. */
  readonly faults: number;
  /** 429: errors too. */
  readonly throttles: number;
}

/** A circle of the map. */
export interface XRayServiceNode extends XRayCalls {
  /** A segment's name; what a subsegment calls, where that has sent no segment; `client` where requests come from outside. */
  readonly name: string;
  /**
   * `client`; the origin of a segment, such as `AWS::ECS::Fargate`, or `service`; of what is only called `remote`,
   * `Database::SQL`, or `AWS::<name>`.
   */
  readonly type: string;
}

/** An arrow of the map. The counts are of what it points to. */
export interface XRayServiceEdge extends XRayCalls {
  readonly from: XRayServiceNode;
  readonly to: XRayServiceNode;
}

/** The service map of a trace, as X-Ray draws it. */
export interface XRayServiceMapData {
  readonly nodes: readonly XRayServiceNode[];
  readonly edges: readonly XRayServiceEdge[];
  /** Ids of subsegments whose segment did not arrive: X-Ray draws nothing of them. */
  readonly unattached: readonly string[];
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };
type Node = Mutable<XRayServiceNode>;

const NO_CALLS: XRayCalls = { requests: 0, errors: 0, faults: 0, throttles: 0 };

/**
 * The nodes and arrows that X-Ray draws of a trace's segments. A node is a segment's name and origin. A call with a
 * namespace (`remote`, `aws`) points to the segment below it, or where there is none, to a node of its own.
 */
export function mapServices(trace: Trace): XRayServiceMapData {
  const segments = toXRaySegments(checkTrace(trace, 'xrayServiceMap()'));
  const byId = new Map(segments.map(segment => [segment.id, segment]));
  const nodes = new Map<string, Node>();
  const edges = new Map<string, Mutable<XRayServiceEdge>>();
  const nodeOf = (name: string, type: string): Node => {
    const key = JSON.stringify([name, type]);
    const node = nodes.get(key) ?? { name, type, ...NO_CALLS };
    nodes.set(key, node);
    return node;
  };
  const draw = (from: Node, to: Node, called: XRaySegment): void => {
    const key = JSON.stringify([from.name, from.type, to.name, to.type]);
    const edge = edges.get(key) ?? { from, to, ...NO_CALLS };
    count(edge, called);
    edges.set(key, edge);
  };
  const serviceNode = (segment: XRaySegment): Node => nodeOf(segment.name ?? '', segment.origin ?? 'service');
  const answered = new Set(segments.filter(isSegment).map(({ parent_id }) => parent_id));
  const unattached: string[] = [];
  for (const segment of segments) {
    if (isSegment(segment)) {
      const caller = enclosing(byId, segment.parent_id);
      const node = serviceNode(segment);
      count(node, segment);
      draw(caller === undefined ? nodeOf('client', 'client') : serviceNode(caller), node, segment);
      continue;
    }
    const caller = enclosing(byId, segment.parent_id);
    if (caller === undefined) unattached.push(segment.id);
    else if (segment.namespace !== undefined && !answered.has(segment.id)) {
      const node = nodeOf(segment.name ?? '', remoteType(segment));
      count(node, segment);
      draw(serviceNode(caller), node, segment);
    }
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()], unattached };
}

function isSegment({ type }: XRaySegment): boolean {
  return type === undefined;
}

/** The segment that a document is in, from its parent upwards; undefined where it did not arrive. */
function enclosing(byId: ReadonlyMap<string, XRaySegment>, id: string | undefined): XRaySegment | undefined {
  const seen = new Set<string>();
  let at = id === undefined ? undefined : byId.get(id);
  while (at !== undefined && !isSegment(at) && !seen.has(at.id)) {
    seen.add(at.id);
    at = at.parent_id === undefined ? undefined : byId.get(at.parent_id);
  }
  return at !== undefined && isSegment(at) ? at : undefined;
}

function remoteType({ name, namespace, sql }: XRaySegment): string {
  if (namespace === 'aws') return `AWS::${name}`;
  return sql === undefined ? 'remote' : 'Database::SQL';
}

function count(calls: Mutable<XRayCalls>, { error, fault, throttle }: XRaySegment): void {
  calls.requests++;
  if (error) calls.errors++;
  if (fault) calls.faults++;
  if (throttle) calls.throttles++;
}

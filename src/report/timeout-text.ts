import type { Span, Trace } from '../model/trace.ts';

/** A request that was refused, as far as a reader wants to know. */
export interface RefusedRequest {
  readonly reason: string;
  readonly status: number;
  readonly from: string;
  readonly path: string;
}

/** What a wait knows when its time is up. */
export interface TimeoutFacts {
  /** What did not come: a sentence without its full stop, `no span of trace 4bf92f35 arrived`. */
  readonly missing: string;
  readonly timeoutMs: number;
  /** When the wait began, in milliseconds since the epoch. */
  readonly startedMs: number;
  /** Explained before anything else, where it is certain. */
  readonly first?: string;
  /** The awaited trace as far as it came. */
  readonly partial?: Trace;
  /** Traces of others that got spans meanwhile. */
  readonly others: readonly Trace[];
  readonly requests: number;
  readonly refused: readonly RefusedRequest[];
  /** Where services should export to. */
  readonly endpoint: string;
  /** Services whose spans arrive late, with how late at most, in milliseconds. */
  readonly lateServices: ReadonlyMap<string, number>;
  /** Whether a trace of another that begins meanwhile must have lost the context that was sent. */
  readonly contextWasSent: boolean;
  /** The nearest misses, where a criterion was awaited. */
  readonly nearest?: readonly string[];
}

const LISTED = 6;

/** Why nothing came, as far as a receiver can tell: what was awaited, what came instead, and the cause if certain. */
export function timeoutText(facts: TimeoutFacts): string {
  const sections = [
    [`${facts.missing} within ${milliseconds(facts.timeoutMs)}.`, ...(facts.first === undefined ? [] : [facts.first])],
    facts.nearest ?? [],
    facts.partial === undefined || facts.partial.spans.length === 0 ? [] : String(facts.partial).split('\n').slice(0, 20),
    arrivals(facts),
    refusals(facts.refused),
    hints(facts),
  ];
  return sections
    .filter(lines => lines.length > 0)
    .map(lines => lines.join('\n'))
    .join('\n\n');
}

function arrivals(facts: TimeoutFacts): string[] {
  const ownSpans = facts.partial?.spans.length ?? 0;
  const spans = facts.others.reduce((sum, trace) => sum + trace.spans.length, 0);
  if (facts.requests === 0 && spans === 0 && ownSpans === 0) return nothing(facts);
  if (spans === 0) return [];
  const whose = ownSpans === 0 ? 'all of other traces' : `${spans} of them of other traces`;
  const lines = [`In that time this receiver got ${count(facts.requests, 'request')} with ${count(spans + ownSpans, 'span')}, ${whose}:`];
  const services = spansByService(facts.others);
  const width = Math.max(...Array.from(services.keys(), name => name.length));
  for (const [service, own] of [...services].slice(0, LISTED)) {
    lines.push(`  ${service.padEnd(width)}  ${count(own.length, 'span').padEnd(8)}  ${origin(own, facts.startedMs)}`);
  }
  if (services.size > LISTED) lines.push(`  ... and ${services.size - LISTED} more services`);
  return lines;
}

function nothing(facts: TimeoutFacts): string[] {
  const lines = ['In that time this receiver got nothing from anyone.'];
  if (facts.refused.length > 0) return lines;
  return [
    ...lines,
    `Is the service exporting here?  OTEL_EXPORTER_OTLP_ENDPOINT=${facts.endpoint} (receiver.env() has the whole set)`,
    'Does it flush in time?          the SDKs export every 5,000 ms unless OTEL_BSP_SCHEDULE_DELAY says less',
  ];
}

function refusals(refused: readonly RefusedRequest[]): string[] {
  if (refused.length === 0) return [];
  const lines = [`${count(refused.length, 'request')} ${refused.length === 1 ? 'was' : 'were'} refused:`];
  for (const { status, path, from, reason } of refused.slice(-LISTED)) lines.push(`  ${status} on ${path} from ${from}: ${reason}`);
  return lines;
}

/** `a new trace began at 12:00:01.207: SERVER "POST /charge"`, or that all of it is older. */
function origin(spans: readonly Span[], startedMs: number): string {
  const newRoots = spans.filter(span => span.parentSpanId === undefined && beganAfter(span, startedMs));
  const first = newRoots[0];
  if (first !== undefined) {
    const more = newRoots.length > 1 ? ` (and ${newRoots.length - 1} more new traces)` : '';
    return `a new trace began at ${timeOfDay(first)}: ${first.kind} ${JSON.stringify(first.name)}${more}`;
  }
  const traces = new Set(spans.map(span => span.traceId)).size;
  const begun = spans.some(span => beganAfter(span, startedMs)) ? 'begun elsewhere' : 'all from before this wait';
  return `${count(traces, 'trace')}, ${begun}`;
}

function hints(facts: TimeoutFacts): string[] {
  const lines: string[] = [];
  for (const trace of facts.contextWasSent ? facts.others : []) {
    const root = trace.spans.find(span => span.parentSpanId === undefined && span.kind === 'SERVER' && beganAfter(span, facts.startedMs));
    if (root === undefined) continue;
    lines.push(
      `Hint: ${root.service} answered during this capture but began a trace of its own: it did not continue the traceparent header that this capture sent.`,
    );
    break;
  }
  for (const [service, lagMs] of facts.lateServices) {
    lines.push(
      `Hint: spans of ${service} arrived up to ${milliseconds(lagMs)} after they ended: it exports in batches. Set OTEL_BSP_SCHEDULE_DELAY=50 for it, as receiver.env() does, or raise timeout.`,
    );
  }
  return lines;
}

function spansByService(traces: readonly Trace[]): Map<string, Span[]> {
  const services = new Map<string, Span[]>();
  for (const span of traces.flatMap(trace => trace.spans)) {
    const own = services.get(span.service);
    if (own === undefined) services.set(span.service, [span]);
    else own.push(span);
  }
  return services;
}

function beganAfter(span: Span, startedMs: number): boolean {
  return Number(span.startTimeUnixNano / 1_000_000n) >= Math.floor(startedMs);
}

function timeOfDay(span: Span): string {
  return new Date(Number(span.startTimeUnixNano / 1_000_000n)).toISOString().slice(11, 23);
}

function milliseconds(ms: number): string {
  return `${Math.round(ms).toLocaleString('en-US')} ms`;
}

function count(n: number, noun: string): string {
  return `${n.toLocaleString('en-US')} ${noun}${n === 1 ? '' : 's'}`;
}

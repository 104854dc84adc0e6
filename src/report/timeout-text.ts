import type { StartedService } from '../model/started-service.ts';
import type { Span, Trace } from '../model/trace.ts';
import type { NearMisses } from '../query/verdict.ts';
import { timeOfDay } from './duration-text.ts';
import { hintLines } from './hint-text.ts';
import { nearMissLines } from './near-misses-text.ts';
import { plain, quote } from './quote.ts';
import { atMost, count, list } from './rows.ts';
import { spanName } from './span-label.ts';
import { traceHeader, treeLines } from './tree-text.ts';

/** A request that was refused, as far as a reader wants to know. */
export interface RefusedRequest {
  readonly reason: string;
  readonly status: number;
  readonly from: string;
  readonly path: string;
}

/** What a wait knows when its time is up. */
export interface TimeoutFacts {
  /** What did not come, as a sentence up to "within": `no span of trace 4bf92f35 arrived`. */
  readonly missing: string;
  readonly timeoutMs: number;
  /** When the wait began, in milliseconds since the epoch. */
  readonly startedMs: number;
  /** Said before anything else, where it is certain. */
  readonly first?: readonly string[];
  /** What came nearest, where criteria were awaited. */
  readonly nearMisses?: NearMisses;
  /** The awaited trace as far as it came. */
  readonly partial?: Trace;
  /** Traces of others that got spans meanwhile. */
  readonly others: readonly Trace[];
  readonly requests: number;
  /** Whether any span came since the receiver started. */
  readonly receivedBefore: boolean;
  readonly refused: readonly RefusedRequest[];
  /** Where services should export to. */
  readonly endpoint: string;
  /** Services whose spans arrive late, with how late at most, in milliseconds. */
  readonly lateServices: ReadonlyMap<string, number>;
  /** Awaited services from which nothing came since the receiver started. */
  readonly silentServices: readonly string[];
  /** Whether one trace was awaited, so that all else is of other traces. */
  readonly oneTrace: boolean;
  /** The headers that carried a context to whoever began a trace of its own meanwhile; none when none was sent. */
  readonly sentHeaders: readonly string[];
  /** The services that were started with this receiver, by name. */
  readonly startedServices: ReadonlyMap<string, StartedService>;
}

const LISTED = 8;
const TREE_LINES = 20;

/** Why nothing came, as far as a receiver can tell: what was awaited, what came instead, and the cause if certain. */
export function timeoutText(facts: TimeoutFacts): string {
  const { nearMisses, partial } = facts;
  const sections: readonly (readonly string[])[] = [
    [`${facts.missing} within ${milliseconds(facts.timeoutMs)}.`, ...(facts.first ?? [])],
    nearMisses === undefined || nearMisses.spanCount === 0 ? [] : nearMissLines(nearMisses),
    partial === undefined || partial.spans.length === 0
      ? []
      : [traceHeader(partial), ...treeLines(partial, new Map(), TREE_LINES)],
    arrivals(facts),
    refusals(facts.refused),
    [...hintLines(nearMisses?.hints ?? []), ...hints(facts)],
  ];
  return sections
    .filter(lines => lines.length > 0)
    .map(lines => lines.join('\n'))
    .join('\n\n');
}

function arrivals(facts: TimeoutFacts): string[] {
  const own = facts.partial?.spans.length ?? 0;
  const others = facts.others.reduce((sum, trace) => sum + trace.spans.length, 0);
  if (facts.requests === 0) return nothing(facts);
  const received = `In that time this receiver got ${count(facts.requests, 'request')}`;
  if (others === 0) return own === 0 ? [`${received}, but no span.`] : [];
  const services = newestFirst(facts);
  const width = Math.max(...services.map(([service]) => plain(service, 40).length));
  const rows = services.map(
    ([service, spans]) =>
      `  ${plain(service, 40).padEnd(width)}  ${count(spans.length, 'span').padEnd(8)}  ${origin(spans, facts.startedMs)}`,
  );
  return [`${received}, and holds ${whose(facts, own, others)}:`, ...atMost(rows, LISTED, 'service')];
}

function whose({ oneTrace }: TimeoutFacts, own: number, others: number): string {
  if (!oneTrace) return count(others, 'span');
  return own === 0
    ? `${count(others, 'span')} of other traces`
    : `besides this trace ${count(others, 'span')} of others`;
}

/** Each service's spans, those that began a trace meanwhile first. */
function newestFirst({ others, startedMs }: TimeoutFacts): [string, Span[]][] {
  const beganOne = (spans: readonly Span[]): number =>
    Number(spans.some(span => span.parentSpanId === undefined && beganAfter(span, startedMs)));
  return [...spansByService(others)].sort(([, a], [, b]) => beganOne(b) - beganOne(a));
}

function nothing({ refused, endpoint, receivedBefore }: TimeoutFacts): string[] {
  if (refused.length > 0) return ['In that time this receiver got no request that it could take.'];
  if (receivedBefore) return ['In that time nothing came. Spans came before, so exporting works.'];
  return [
    'In that time this receiver got nothing from anyone.',
    `Is the service exporting here?  OTEL_EXPORTER_OTLP_ENDPOINT=${endpoint} (receiver.env() has the whole set)`,
    'Does it export in time?         SDKs wait 5,000 ms unless OTEL_BSP_SCHEDULE_DELAY says less',
  ];
}

function refusals(refused: readonly RefusedRequest[]): string[] {
  if (refused.length === 0) return [];
  const lines = refused
    .slice(-LISTED)
    .map(
      ({ status, path, from, reason }) =>
        `  ${status} on ${plain(path, 80)} from ${plain(from, 60)}: ${plain(reason, 200)}`,
    );
  return [`${count(refused.length, 'request')} ${refused.length === 1 ? 'was' : 'were'} refused:`, ...lines];
}

/** `a new trace began at 12:00:01.207: SERVER "POST /charge"`, or which spans came of older ones. */
function origin(spans: readonly Span[], startedMs: number): string {
  const fresh = spans.filter(span => beganAfter(span, startedMs));
  const newRoots = fresh.filter(span => span.parentSpanId === undefined);
  const [first] = newRoots;
  if (first !== undefined) {
    const more = newRoots.length > 1 ? `, and ${count(newRoots.length - 1, 'more new trace')}` : '';
    return `a new trace began at ${timeOfDay(first.startTimeUnixNano)}: ${first.kind} ${spanName(first)}${more}`;
  }
  const traces = count(new Set(spans.map(span => span.traceId)).size, 'trace');
  const names = [...new Set(spans.map(span => plain(span.name, 40)))];
  const named = `${names.slice(0, 3).join(', ')}${names.length > 3 ? `, ... ${names.length - 3} more` : ''}`;
  return `in ${traces} ${fresh.length > 0 ? 'that others began' : 'begun before this wait'}: ${named}`;
}

function hints(facts: TimeoutFacts): string[] {
  const { sentHeaders, others, startedMs, lateServices, silentServices, startedServices } = facts;
  const silent = silentServices.map(
    service =>
      `Hint: nothing at all came from a service ${quote(service)}: is it running, does it export here, and is this its service.name?`,
  );
  const late = Array.from(
    lateServices,
    ([service, lagMs]) =>
      `Hint: spans of ${plain(service, 40)} arrive up to ${milliseconds(lagMs)} after they end: it exports in batches. Give it OTEL_BSP_SCHEDULE_DELAY=50, as receiver.env() does, or raise timeout.`,
  );
  const unsampling = [...startedServices.values()]
    .filter(({ sampler }) => sampler === 'always_off')
    .map(({ name }) => `Hint: ${plain(name, 40)} was started with OTEL_TRACES_SAMPLER=always_off: it records nothing.`);
  const restarted =
    sentHeaders.length === 0 ? undefined : others.flatMap(trace => trace.roots).find(span => answered(span, startedMs));
  return [...(restarted === undefined ? [] : restartedHint(restarted, facts)), ...unsampling, ...silent, ...late];
}

function restartedHint({ service }: Span, { sentHeaders, startedServices }: TimeoutFacts): string[] {
  const name = plain(service, 40);
  const headers = `${list(sentHeaders)} header${sentHeaders.length === 1 ? '' : 's'}`;
  const propagators = startedServices.get(service)?.propagators?.join(',');
  const reads =
    propagators === undefined
      ? []
      : [
          `      It has OTEL_PROPAGATORS=${plain(propagators, 80)}; capture(fn, { formats }) says in which formats the context is sent.`,
        ];
  return [
    `Hint: ${name} answered during this capture but began a trace of its own: it did not continue the ${headers} that this capture sent.`,
    ...reads,
  ];
}

function answered(span: Span, startedMs: number): boolean {
  return span.kind === 'SERVER' && beganAfter(span, startedMs);
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
  return span.startTimeUnixNano / 1_000_000n >= BigInt(Math.floor(startedMs));
}

function milliseconds(ms: number): string {
  return `${Math.round(ms).toLocaleString('en-US')} ms`;
}

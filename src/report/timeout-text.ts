import type { Span, Trace } from '../model/trace.ts';
import { padded, widthOf } from '../pii/masking/marks.ts';
import type { NearMisses } from '../query/verdict.ts';
import type { BesideText } from './beside-text.ts';
import { timeOfDay } from './duration-text.ts';
import { wantedLines } from './field-text.ts';
import { hintLines } from './hint-text.ts';
import { nearMissLines } from './near-misses-text.ts';
import { plain } from './quote.ts';
import { alignRows, atMost, count } from './rows.ts';
import { spanName } from './span-label.ts';
import { nothingArrived, type SenderFacts, timeoutHints } from './timeout-hints.ts';
import { traceHeader, treeLines } from './tree-text.ts';

/** A request that was refused, or spans of one that were rejected, as far as a reader wants to know. */
export interface RefusedRequest {
  readonly protocol: 'grpc' | 'http';
  /** How many spans were rejected; 0 for a whole request. */
  readonly spans: number;
  readonly reason: string;
  readonly status: number;
  readonly from: string;
  readonly path: string;
}

/** What a wait knows when its time is up. */
export interface TimeoutFacts extends SenderFacts {
  /** What did not come, as a sentence up to "within": `no span of trace 4bf92f35 arrived`. */
  readonly missing: string;
  readonly timeoutMs: number;
  /** When the wait began, in milliseconds since the epoch. */
  readonly startedMs: number;
  /** Said before anything else, where it is certain. */
  readonly first?: readonly string[];
  /** What came nearest, where criteria were awaited. */
  readonly nearMisses?: NearMisses;
  /** What traces beside the awaited one have of what was awaited; told in the place of what came nearest. */
  readonly beside?: BesideText;
  /** The awaited trace as far as it came. */
  readonly partial?: Trace;
  /** Traces of others that got spans meanwhile. */
  readonly others: readonly Trace[];
  /** Which of those traces other captures own. */
  readonly owned: ReadonlySet<string>;
  readonly refused: readonly RefusedRequest[];
  /** Where services should export to. */
  readonly endpoint: string;
  /** Whether one trace was awaited, so that all else is of other traces. */
  readonly oneTrace: boolean;
}

const LISTED = 8;
const TREE_LINES = 20;

/** Why nothing came, as far as a receiver can tell: what was awaited, what came instead, and the cause if certain. */
export function timeoutText(facts: TimeoutFacts): string {
  const { nearMisses, beside, partial } = facts;
  const sections: readonly (readonly string[])[] = [
    [`${facts.missing} within ${milliseconds(facts.timeoutMs)}.`, ...(facts.first ?? [])],
    ...(beside === undefined ? [] : [beside.head, ...besideExpected(nearMisses), ...beside.blocks]),
    nearMisses === undefined || nearMisses.spanCount === 0 || beside !== undefined ? [] : nearMissLines(nearMisses),
    ...[...(partial === undefined || partial.spans.length === 0 ? [] : [partial]), ...(beside?.traces ?? [])].map(
      trace => [traceHeader(trace), ...treeLines(trace, beside?.marks ?? new Map(), TREE_LINES)],
    ),
    arrivals(facts),
    refusals(facts.refused),
    [...(beside?.hints ?? hintLines(nearMisses?.hints ?? [])), ...timeoutHints(facts)],
  ];
  return sections
    .filter(lines => lines.length > 0)
    .map(lines => lines.join('\n'))
    .join('\n\n');
}

function besideExpected(nearMisses: NearMisses | undefined): string[][] {
  if (nearMisses === undefined) return [];
  return [
    alignRows([
      ['Expected a span:', ...wantedLines(nearMisses.wanted)],
      ['Received:', 'no span that matches in the trace'],
    ]),
  ];
}

function arrivals(facts: TimeoutFacts): string[] {
  const own = facts.partial?.spans.length ?? 0;
  const others = facts.others.reduce((sum, trace) => sum + trace.spans.length, 0);
  if (facts.requests === 0) return nothingArrived(facts);
  const received = `In that time this receiver got ${count(facts.requests, 'request')}`;
  if (others === 0) return own === 0 ? [`${received}, but no span.`] : [];
  const services = newestFirst(facts);
  const width = Math.max(...services.map(([service]) => widthOf(plain(service, 40))));
  const rows = services.map(
    ([service, spans]) =>
      `  ${padded(plain(service, 40), width)}  ${count(spans.length, 'span').padEnd(8)}  ${origin(spans, facts)}`,
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

/** What was not stored, and why: rejected spans, requests that were not understood, refused requests. */
function refusals(refused: readonly RefusedRequest[]): string[] {
  // A connection that fails has no path.
  const isAccepted = ({ protocol, status, path }: RefusedRequest): boolean =>
    protocol === 'http' ? status === 200 : status === 0 && path !== '';
  const rejected = refused.filter(one => isAccepted(one) && one.spans > 0);
  const unknown = refused.filter(one => isAccepted(one) && one.spans === 0);
  const others = refused.filter(one => !isAccepted(one));
  const spans = rejected.reduce((sum, one) => sum + one.spans, 0);
  return [
    ...refusalLines(rejected, `${count(spans, 'span')} ${wasOrWere(spans)} rejected:`),
    ...refusalLines(unknown, `${count(unknown.length, 'request')} ${wasOrWere(unknown.length)} not understood:`),
    ...refusalLines(others, `${count(others.length, 'request')} ${wasOrWere(others.length)} refused:`),
  ];
}

function refusalLines(refused: readonly RefusedRequest[], title: string): string[] {
  const counts = new Map<string, number>();
  for (const one of refused) {
    const line = `  ${refusalText(one)}`;
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  const lines = Array.from(counts, ([line, times]) => (times === 1 ? line : `${line} (x${times})`));
  return lines.length === 0 ? [] : [title, ...atMost(lines, LISTED, 'reason')];
}

/** `HTTP 400 on /v1/traces from 127.0.0.1:50122: ...`; of a connection that sent no request, from where and why. */
export function refusalText({ protocol, status, path, from, reason }: RefusedRequest): string {
  const answer = protocol === 'grpc' ? `gRPC status ${status}` : status === 0 ? 'cut off' : `HTTP ${status}`;
  return `${path === '' ? '' : `${answer} on ${plain(path, 80)} `}from ${plain(from, 60)}: ${plain(reason, 200)}`;
}

function wasOrWere(number: number): string {
  return number === 1 ? 'was' : 'were';
}

/** `a new trace began at 12:00:01.207: SERVER "POST /charge"`, or which spans came of older ones. */
function origin(spans: readonly Span[], { startedMs, owned }: TimeoutFacts): string {
  const fresh = spans.filter(span => beganAfter(span, startedMs));
  const newRoots = fresh.filter(span => span.parentSpanId === undefined && !owned.has(span.traceId));
  const [first] = newRoots;
  if (first !== undefined) {
    const more = newRoots.length > 1 ? `, and ${count(newRoots.length - 1, 'more new trace')}` : '';
    return `a new trace began at ${timeOfDay(first.startTimeUnixNano)}: ${first.kind} ${spanName(first)}${more}`;
  }
  const traces = count(new Set(spans.map(span => span.traceId)).size, 'trace');
  const names = [...new Set(spans.map(span => plain(span.name, 40)))];
  const named = `${names.slice(0, 3).join(', ')}${names.length > 3 ? `, ... ${names.length - 3} more` : ''}`;
  if (spans.every(span => owned.has(span.traceId))) return `in ${traces} of other captures: ${named}`;
  return `in ${traces} ${fresh.length > 0 ? 'that others began' : 'begun before this wait'}: ${named}`;
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

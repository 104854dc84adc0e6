import type { SamplingReport } from '../../sampling/sampling-report.ts';
import type { SamplingDoubt } from '../../sampling/verdict.ts';
import { wantedLines } from '../field-text.ts';
import { lossLines, lossSummary } from '../loss-text.ts';
import { plain, quote } from '../quote.ts';
import { atMost, count, list, type Row } from '../rows.ts';
import { percent } from './percent.ts';

/** What was measured, and what was not counted. */
export function measuredRows(report: SamplingReport): Row[] {
  const { sampled, requests, ratio, durationMs, requestsPerSecond, facts } = report;
  const { outside, severalRoots, withParent } = facts.doubts;
  const services = facts.services.map(service => plain(service, 40));
  const of = services.length === 0 ? '' : ` by ${list(services)}`;
  const pace = `${Math.round(durationMs).toLocaleString('en-US')} ms, ${Math.round(requestsPerSecond).toLocaleString('en-US')} requests a second`;
  const notes = [
    ...(outside > 0 ? [`${count(outside, 'trace')} whose root began while no request was under way`] : []),
    ...(withParent > 0 ? [`${count(withParent, 'trace')} with a matching span that has a parent`] : []),
  ];
  return [
    [
      'Received:',
      `${sampled.toLocaleString('en-US')} of ${count(requests, 'request')} sampled${of}: ${percent(ratio)}`,
    ],
    ['Measured:', `in ${pace}`],
    ['Root:', ...wantedLines(facts.root)],
    ...(notes.length > 0 ? [['Not counted:', ...notes] as const] : []),
    ...(facts.others.length > 0 ? [['Other roots:', ...atMost(otherRoots(report), 5, 'name')] as const] : []),
    ...(severalRoots > 0
      ? [['Counted once:', `${count(severalRoots, 'trace')} with several roots that match`] as const]
      : []),
  ];
}

/** `"GET /orders/{id}" (orders), 400 traces`, the most frequent first. */
function otherRoots({ facts: { others } }: SamplingReport): string[] {
  const counts = new Map<string, number>();
  for (const { name, service } of others) {
    const label = `${quote(name, 60)} (${plain(service, 40)})`;
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([label, times]) => `${label}, ${count(times, 'trace')}`);
}

/** Why a measurement cannot be judged: a sentence, and what to do. */
export function doubtText(doubt: Exclude<SamplingDoubt, 'too-few' | 'too-short'>, report: SamplingReport): DoubtText {
  const { facts, sampled, requests } = report;
  switch (doubt) {
    case 'surplus':
      return {
        head: `more traces arrived than the requests can have caused: ${sampled.toLocaleString('en-US')} for ${count(requests, 'request')}, of which ${count(facts.doubts.surplus, 'trace')} had no request of its own`,
        fix: 'Fix: make root narrower, so that each request leads to one matching root at most, and let nothing else send requests to the service while you measure.',
        lines: [],
      };
    case 'with-parent':
      return {
        head: `no trace began with a root that matches, but ${count(facts.doubts.withParent, 'trace')} had a matching span below a parent`,
        fix: 'Fix: send the requests without a trace context: no traceparent header, and no instrumentation or active span around fetch in the test. Or let root match the first span of the trace.',
        lines: [],
      };
    case 'other-roots':
      return {
        head: `${count(facts.others.length, 'trace')} began with a root that does not match, and may be of the requests`,
        fix: `Fix: check root against the names of the other roots. If they are of work that goes on by itself, name it: startReceiver({ background }).`,
        lines: [],
      };
    case 'unproven':
      return {
        head: 'nothing was sampled, and this receiver has never got a span that matches root, so the service may not export at all',
        fix: "Fix: check that root matches and that the service exports to this receiver. To prove it, capture one sampled request first: receiver.capture(({ headers }) => fetch(url, { headers })). A service without a parent-based sampler (always_off, traceidratio 0) can be proved by no request: start it with { sampler: 'always_on' } once.",
        lines: [],
      };
    case 'lost':
      return {
        head: `${list(lossSummary(facts.losses))}, and may hold sampled requests`,
        fix: '',
        lines: atMost(lossLines(facts.losses), 5, 'line'),
      };
    case 'unsettled':
      return {
        head: 'spans were still arriving when the wait for them ended, or a service exports later than it could wait',
        fix: lateFix(report),
        lines: [],
      };
    case 'rootless':
      return {
        head: `${count(facts.doubts.rootless, 'trace')} arrived without the root, which may be one that matches`,
        fix: 'Fix: find out which service sends these spans, and whether it exports the parents of them to this receiver.',
        lines: [],
      };
  }
}

export interface DoubtText {
  readonly head: string;
  readonly fix: string;
  readonly lines: readonly string[];
}

function lateFix({ facts: { lateness } }: SamplingReport): string {
  if (lateness === undefined)
    return 'Fix: let nothing else drive the service meanwhile, or give startReceiver a longer timeout.';
  return `Fix: ${plain(lateness.service, 40)} exports ${Math.round(lateness.lagMs).toLocaleString('en-US')} ms after a span ends. Give it OTEL_BSP_SCHEDULE_DELAY=50, or declare the delay: startReceiver({ upstreamDelay: ${Math.ceil(lateness.lagMs / 1_000) * 1_000} }).`;
}

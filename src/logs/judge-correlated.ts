import { mayHoldLogs } from '../model/loss.ts';
import type { Trace } from '../model/trace.ts';
import { type Gaps, gapsOf, hasGaps, lossesOf } from '../query/gaps.ts';
import type { CompiledLogCriteria } from './compile-log-criteria.ts';
import { unnamedRecords } from './handling.ts';
import type { CorrelatedVerdict, JudgedService, Unnamed } from './verdict.ts';

/**
 * Judges whether every log record that services wrote while they handled requests of these traces names its trace.
 *
 * A record that came over OTLP and is in the output too is judged in both forms: a line without ids cannot be found by them.
 *
 * @param services undefined for all services of the traces
 */
export function judgeCorrelated(
  traces: readonly Trace[],
  services: readonly string[] | undefined,
  except: readonly CompiledLogCriteria[],
): CorrelatedVerdict {
  const names = services ?? [...new Set(traces.flatMap(trace => trace.services))];
  const judged = names.map(service => judgeService(traces, service, except));
  const unnamed = judged.flatMap(one => one.unnamed);
  const gaps = logGapsOf(traces);
  const silent = silentOf(judged, services !== undefined);
  const isUnknown = unnamed.length + silent.length > 0 || hasGaps(gaps);
  const isCertain = unnamed.some(({ doubt }) => doubt === undefined);
  return {
    outcome: isCertain ? 'fail' : isUnknown ? 'incomplete' : 'pass',
    traces,
    services: judged,
    unnamed,
    excepted: judged.reduce((sum, { excepted }) => sum + excepted, 0),
    except: except.map(({ wanted }) => wanted),
    silent,
    gaps,
  };
}

/** What is known to be missing where log records are looked for: of spans, all but what was dropped from them. */
export function logGapsOf(traces: readonly Trace[]): Gaps {
  return { ...gapsOf(traces), dropped: [], losses: lossesOf(traces).filter(mayHoldLogs) };
}

interface Judged extends JudgedService {
  readonly unnamed: readonly Unnamed[];
  readonly excepted: number;
}

function judgeService(traces: readonly Trace[], service: string, except: readonly CompiledLogCriteria[]): Judged {
  let [named, aside, excepted] = [0, 0, 0];
  const unnamed: Unnamed[] = [];
  for (const trace of traces) {
    const records = trace.recordsOf(service);
    const own = records.filter(({ traceId }) => traceId === trace.traceId).length;
    const found = unnamedRecords(trace, service);
    const kept = found.filter(({ record }) => !except.some(criteria => criteria.matches(record, trace)));
    named += own;
    aside += records.length - own - found.length;
    excepted += found.length - kept.length;
    unnamed.push(...withoutRepeats(kept));
  }
  return { service, named, aside, unnamed, excepted };
}

/** A record that came over OTLP and stands in the output, both without ids, is told once. */
function withoutRepeats(unnamed: readonly Unnamed[]): readonly Unnamed[] {
  const lines = unnamed.filter(({ record }) => isLine(record));
  const bodies = new Map<unknown, number>();
  for (const { record } of lines) bodies.set(record.body, (bodies.get(record.body) ?? 0) + 1);
  return unnamed.filter(({ record }) => {
    const left = bodies.get(record.body) ?? 0;
    if (isLine(record) || left === 0) return true;
    bodies.set(record.body, left - 1);
    return false;
  });
}

function isLine({ attributes }: Unnamed['record']): boolean {
  return Object.hasOwn(attributes, 'log.iostream');
}

function silentOf(judged: readonly Judged[], isEachAsked: boolean): readonly string[] {
  const silent = judged.filter(({ named, unnamed }) => named + unnamed.length === 0).map(({ service }) => service);
  return isEachAsked || silent.length === judged.length ? silent : [];
}

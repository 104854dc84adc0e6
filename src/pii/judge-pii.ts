import { type Beside, linksElsewhere } from '../query/beside.ts';
import { hasGaps } from '../query/gaps.ts';
import type { CompiledPolicy } from './policy/compile-policy.ts';
import { isOfTraces } from './scan/crossings.ts';
import { type Looked, recordsOf } from './scan/looked.ts';
import { Scan } from './scan/scan.ts';
import type { FoundBeside, FoundIn, PiiVerdict } from './verdict.ts';

/** Judges whether nothing in it is personal data or a secret. What did not arrive could hold anything: then nothing is proved. */
export function judgePii(looked: Looked, policy: CompiledPolicy): PiiVerdict {
  const { traces, spans, records, metrics, crossings, beside, gaps } = looked;
  const scan = new Scan(policy);
  for (const span of spans) scan.span(span);
  for (const record of records) scan.logRecord(record);
  for (const metric of metrics) scan.metric(metric);
  for (const crossing of crossings) if (isOfTraces(crossing, traces)) scan.crossing(crossing);
  const { found, values } = scan.result;
  const errors = found.filter(isError);
  const allowances = policy.uses();
  const isUnused = policy.strict && allowances.some(({ uses }) => uses === 0);
  const foundBeside = errors.length > 0 ? [] : findBeside(beside, policy);
  const isUnknown = hasGaps(gaps) || foundBeside.some(one => one.found.some(isError));
  const outcome = errors.length > 0 || isUnused ? 'fail' : isUnknown ? 'incomplete' : 'pass';
  const scanned = { spans: spans.length, records: records.length, metrics: metrics.length, values };
  return {
    outcome,
    traces,
    found: errorsFirst(found),
    beside: foundBeside,
    scanned,
    allowances,
    strict: policy.strict,
    gaps,
  };
}

/** What is in the traces beside captured ones, each by itself; a trace that also links to another capture is left out. */
function findBeside(besides: readonly Beside[], policy: CompiledPolicy): FoundBeside[] {
  return besides.flatMap(beside => {
    const { captured, trace, kind } = beside;
    if (kind === 'linked' && linksElsewhere(captured, trace)) return [];
    const scan = new Scan(policy);
    for (const span of trace.spans) scan.span(span);
    for (const record of recordsOf(trace)) scan.logRecord(record);
    const found = errorsFirst(scan.result.found);
    return found.length === 0 ? [] : [{ beside, found }];
  });
}

function isError({ finding }: FoundIn): boolean {
  return finding.level === 'error';
}

function errorsFirst(found: readonly FoundIn[]): readonly FoundIn[] {
  return [...found.filter(isError), ...found.filter(one => !isError(one))];
}

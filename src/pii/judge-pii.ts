import { hasGaps } from '../query/gaps.ts';
import type { CompiledPolicy } from './policy/compile-policy.ts';
import type { Looked } from './scan/looked.ts';
import { Scan } from './scan/scan.ts';
import type { FoundIn, PiiVerdict } from './verdict.ts';

/** Judges whether nothing in it is personal data or a secret. What did not arrive could hold anything: then nothing is proved. */
export function judgePii({ traces, spans, records, gaps }: Looked, policy: CompiledPolicy): PiiVerdict {
  const scan = new Scan(policy);
  for (const span of spans) scan.span(span);
  for (const record of records) scan.logRecord(record);
  const { found, values } = scan.result;
  const errors = found.filter(({ finding }) => finding.level === 'error');
  const allowances = policy.uses();
  const isUnused = policy.strict && allowances.some(({ uses }) => uses === 0);
  const outcome = errors.length > 0 || isUnused ? 'fail' : hasGaps(gaps) ? 'incomplete' : 'pass';
  const scanned = { spans: spans.length, records: records.length, values };
  return { outcome, traces, found: errorsFirst(found), scanned, allowances, strict: policy.strict, gaps };
}

function errorsFirst(found: readonly FoundIn[]): readonly FoundIn[] {
  const isError = ({ finding }: FoundIn): boolean => finding.level === 'error';
  return [...found.filter(isError), ...found.filter(one => !isError(one))];
}

import type { Span } from '../model/trace.ts';
import type { ErrorsVerdict, SpanError } from '../query/verdict.ts';
import { besideText, type ExplainStray } from './beside-text.ts';
import { exceptionLine } from './event-text.ts';
import { wantedLines } from './field-text.ts';
import { gapLines, notWholeText } from './gaps-text.ts';
import { renamedText } from './hint-text.ts';
import { page, type Style } from './page.ts';
import { quote } from './quote.ts';
import { alignRows, atMost, count, type Row } from './rows.ts';
import { spanLabel } from './span-label.ts';

const MAX_ERRORS = 8;

/** Why `toHaveNoErrors`, or its negation, does not hold. */
export function errorsText(verdict: ErrorsVerdict, style: Style, explain: ExplainStray): string {
  const { traces, errors, excepted, except, outcome } = verdict;
  const { negated, palette } = style;
  const spans = traces.reduce((sum, trace) => sum + trace.spans.length, 0);
  const but = except.length === 0 ? '' : ', but for those excepted';
  const rows: Row[] = [
    ['Expected:', palette.expected(negated ? `a span that failed${but}` : `no span that failed${but}`)],
  ];
  if (except.length > 0) rows.push(['Excepted:', ...except.flatMap(wanted => wantedLines(wanted))]);
  const found =
    errors.length === 0
      ? `none among ${count(spans, 'span')}`
      : `${count(errors.length, 'span')} of ${spans.toLocaleString('en-US')}`;
  const allowed = excepted.length === 0 ? '' : `, and ${excepted.length} excepted`;
  rows.push(['Received:', palette.received(`${found}${allowed}`)]);
  const missing = outcome === 'incomplete' ? gapLines(verdict.gaps) : [];
  if (missing.length > 0) rows.push(['Missing:', ...missing]);
  const head =
    missing.length > 0 && !negated
      ? [`INCOMPLETE: no span that arrived failed, but the trace ${notWholeText(verdict.gaps)}.`]
      : [];
  const listed = errors.map((error, index) => palette.received(`${index + 1}. ${errorText(error)}`));
  const marks = new Map<Span, string>(errors.map(({ span }) => [span, 'failed']));
  for (const { span } of excepted) marks.set(span, 'excepted');
  const shown =
    errors.length === 0 ? traces : traces.filter(({ traceId }) => errors.some(({ span }) => span.traceId === traceId));
  const hints = [...new Set(verdict.renamed.map(renamed => `Hint: ${renamedText(renamed)}`))].slice(0, 3);
  const beside = besideText(
    missing.length > 0 ? [] : verdict.beside,
    { none: 'no span of the trace failed', some: 'has one that did', mark: 'failed' },
    explain,
  );
  for (const [span, mark] of beside.marks) marks.set(span, mark);
  return page(
    [head, beside.head, alignRows(rows), atMost(listed, MAX_ERRORS, 'error'), ...beside.blocks],
    { traces: [...shown, ...beside.traces], marks, hidden: traces.length - shown.length },
    [...hints, ...beside.hints],
    style,
  );
}

/** `"POST /charge" (payments, SERVER): status ERROR "declined"; exception CardDeclined: do not honour` */
function errorText({ span, exceptions }: SpanError): string {
  const { code, message } = span.status;
  const last = exceptions.at(-1);
  const more = exceptions.length > 1 ? ` (the last of ${exceptions.length})` : '';
  const parts = [
    `status ${code}${message === '' ? '' : ` ${quote(message)}`}`,
    ...(last === undefined ? [] : [`exception ${exceptionLine(last)}${more}`]),
  ];
  return `${spanLabel(span)}: ${parts.join('; ')}`;
}

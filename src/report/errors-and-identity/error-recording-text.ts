import type { Span } from '../../model/trace.ts';
import type { ErrorRule } from '../../query/error-recording/error-rule.ts';
import type { ErrorDeviation, ErrorRecordingVerdict } from '../../query/error-recording/verdict.ts';
import { besideText, type ExplainStray } from '../beside-text.ts';
import { exceptionLine } from '../event-text.ts';
import { wantedLines } from '../field-text.ts';
import { gapLines, notWholeText } from '../gaps-text.ts';
import { renamedText } from '../hint-text.ts';
import { page, type Style } from '../page.ts';
import { quote } from '../quote.ts';
import { alignRows, atMost, count, type Row, wrapped } from '../rows.ts';
import { spanLabel } from '../span-label.ts';
import { valueText } from '../value-text.ts';

const MAX_RULES = 4;
const MAX_SPANS = 4;

/** Why `toRecordErrors`, or its negation, does not hold. */
export function errorRecordingText(verdict: ErrorRecordingVerdict, style: Style, explain: ExplainStray): string {
  const { traces, deviations, excepted, except, judged, outcome, gaps } = verdict;
  const { negated, palette } = style;
  const but = except.length === 0 ? '' : ', but for those excepted';
  const expected = negated
    ? `a span that does not record an error as the semantic conventions say${but}`
    : `errors to be recorded as the semantic conventions say${but}`;
  const rows: Row[] = [['Expected:', palette.expected(expected)]];
  if (except.length > 0) rows.push(['Excepted:', ...except.flatMap(wanted => wantedLines(wanted))]);
  rows.push(['Received:', palette.received(receivedText(verdict))]);
  const missing =
    outcome === 'incomplete' && (deviations.length === 0 || gaps.dropped.length > 0) ? gapLines(gaps) : [];
  if (missing.length > 0) rows.push(['Missing:', ...missing]);
  const rules = [...new Set(deviations.map(({ rule }) => rule))];
  const blocks = rules.slice(0, MAX_RULES).map((broken, index) => {
    const breaking = deviations.filter(({ rule }) => rule === broken);
    return ruleLines(broken, breaking, index + 1, style);
  });
  const rest = rules.length - blocks.length;
  const beside = besideText(
    missing.length > 0 ? [] : verdict.beside,
    { none: 'no span of the trace breaks a rule', some: 'has one that does', mark: 'breaks a rule' },
    explain,
  );
  const marks = new Map<Span, string>(deviations.map(({ span, rule }) => [span, rule.id]));
  for (const { span } of excepted) marks.set(span, 'excepted');
  for (const [span, mark] of beside.marks) marks.set(span, mark);
  const breaking = new Set(deviations.map(({ span }) => span.trace));
  const drawn = breaking.size === 0 ? traces : traces.filter(trace => breaking.has(trace));
  const hints = [...new Set(verdict.renamed.map(renamed => `Hint: ${renamedText(renamed)}`))].slice(0, 3);
  return page(
    [
      judged === 0 ? [] : beside.head,
      headLines(verdict),
      alignRows(rows),
      ...blocks,
      rest > 0 ? [`... and ${count(rest, 'more rule')}`] : [],
      ...beside.blocks,
    ],
    { traces: [...drawn, ...beside.traces], marks, hidden: traces.length - drawn.length },
    [...hints, ...beside.hints],
    style,
  );
}

function headLines({ outcome, deviations, judged, gaps, lostRecords, beside }: ErrorRecordingVerdict): string[] {
  if (outcome !== 'incomplete') return [];
  if (judged === 0) return ['INCOMPLETE: every span is excepted, so nothing was judged.'];
  if (deviations.length > 0) {
    const lost = lostRecords ? 'log records were lost' : 'attributes or events of them were dropped';
    return wrapped(`INCOMPLETE: spans break a rule, but ${lost}: what is missing may be what the rule asks for.`);
  }
  const isWhole = gapLines(gaps).length === 0;
  if (isWhole && beside.length > 0) return [];
  return [`INCOMPLETE: no span that arrived breaks a rule, but the trace ${notWholeText(gaps)}.`];
}

function receivedText({ deviations, excepted, judged }: ErrorRecordingVerdict): string {
  const spans = new Set(deviations.map(({ span }) => span)).size;
  const found =
    spans === 0
      ? `no span breaks a rule (${count(judged, 'span')} judged)`
      : `${count(spans, 'span')} of ${judged} ${spans === 1 ? 'breaks' : 'break'} a rule`;
  return excepted.length === 0 ? found : `${found}, not counting ${excepted.length} excepted`;
}

/** A rule, where it is written, the spans that break it, and what to do. */
function ruleLines(
  { says, section, fix }: ErrorRule,
  breaking: readonly ErrorDeviation[],
  number: number,
  { palette }: Style,
): string[] {
  const spans = atMost(breaking.map(deviationText), MAX_SPANS, 'span').map(line => `   ${palette.received(line)}`);
  return [
    ...wrapped(`${number}. ${says}`),
    `   See: ${section.title}`,
    `        ${section.url}`,
    ...spans,
    ...wrapped(`Fix: ${fix}`).map(line => `   ${line}`),
  ];
}

/** `"POST /charge" (payments, SERVER): status UNSET, http.response.status_code = 503` */
function deviationText({ span, attribute, exception }: ErrorDeviation): string {
  const { code, message } = span.status;
  const parts = [
    `status ${code}${message === '' ? '' : ` ${quote(message, 60)}`}`,
    ...(attribute === undefined ? [] : [`${attribute.key} = ${valueText(attribute.value, attribute.key)}`]),
    ...(exception === undefined
      ? []
      : [`exception ${exceptionLine(exception)}${exception.as === 'event' ? '' : ' (in a log record)'}`]),
  ];
  return `${spanLabel(span)}: ${parts.join(', ')}`;
}

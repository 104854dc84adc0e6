import type { Span } from '../model/trace.ts';
import type { ContinueVerdict, NotContinued } from '../propagation/verdict.ts';
import { gapLines, notWholeText } from './gaps-text.ts';
import { page, type Style } from './page.ts';
import { plain, shortId } from './quote.ts';
import { alignRows, atMost, count, type Row } from './rows.ts';
import { spanLabel } from './span-label.ts';

const MAX_BROKEN = 6;

/** Why `toContinue`, or its negation, does not hold. */
export function continueText(verdict: ContinueVerdict, style: Style): string {
  const { outcome, header, context, trace, entries, broken, gaps } = verdict;
  const { negated, palette } = style;
  const wanted =
    header === undefined ? 'the context that the capture sent' : `${header.name}: ${plain(header.value, 200)}`;
  const names = `trace ${shortId(context.traceId)}, ${context.spanId === undefined ? 'no parent' : `parent ${shortId(context.spanId)}`}${sampledText(context.sampled)}`;
  const rows: Row[] = [
    [`Expected ${negated ? 'not ' : ''}to continue:`, palette.expected(wanted), palette.expected(names)],
  ];
  const received = broken.map(one => brokenText(one, verdict));
  if (received.length > 0) rows.push(['Received:', ...atMost(received, MAX_BROKEN, 'span').map(palette.received)]);
  else if (entries.length === 0)
    rows.push(['Received:', palette.received('no root: of every span the parent is missing')]);
  else
    rows.push([
      'Received:',
      palette.received(`${count(entries.length, 'span')} that ${entries.length === 1 ? 'continues' : 'continue'} it`),
    ]);
  const missing = outcome === 'incomplete' ? gapLines(gaps) : [];
  if (missing.length > 0) rows.push(['Missing:', ...missing]);
  const head =
    missing.length > 0
      ? [`INCOMPLETE: the trace ${notWholeText(gaps)}: there may be a root that does not continue it.`]
      : [];
  const marks = new Map<Span, string>(broken.map(({ span, why }) => [span, MARKS[why]]));
  for (const span of entries) if (!marks.has(span)) marks.set(span, 'continues it');
  return page([head, alignRows(rows)], { traces: [trace], marks }, broken.length > 0 ? hintsOf(verdict) : [], style);
}

const MARKS: Readonly<Record<NotContinued['why'], string>> = {
  trace: 'another trace',
  'no-parent': 'has no parent',
  parent: 'another parent',
  sampled: 'another sampled flag',
};

function sampledText(sampled: boolean | undefined): string {
  return sampled === undefined ? '' : sampled ? ', sampled' : ', not sampled';
}

function brokenText({ span, why }: NotContinued, { context }: ContinueVerdict): string {
  const label = spanLabel(span);
  switch (why) {
    case 'trace':
      return `${label} is of trace ${shortId(span.traceId)}`;
    case 'no-parent':
      return `${label} is of that trace, but has no parent`;
    case 'parent':
      return `${label} is of that trace, but its parent is ${shortId(span.parentSpanId ?? '')}`;
    case 'sampled':
      return `${label} has the flag "${context.sampled === true ? 'not sampled' : 'sampled'}"`;
  }
}

function hintsOf({ header, context, broken }: ContinueVerdict): string[] {
  const began = broken.find(({ span, why }) => why === 'trace' && span.parentSpanId === undefined);
  if (began === undefined) return [];
  if (header?.name === 'X-Amzn-Trace-Id' && context.spanId === undefined) {
    return [
      `Hint: the header has Root and no Parent, as a load balancer alone sends it: stock OpenTelemetry SDKs do not continue it, they begin a new trace.`,
      `      Send Parent and Sampled too (Root=...;Parent=...;Sampled=1), or give ${plain(began.span.service, 40)} a propagator that takes Root alone.`,
    ];
  }
  const format = header?.name ?? 'traceparent';
  return [
    `Hint: ${plain(began.span.service, 40)} began a new trace: it did not read ${format}. Look at its propagators (OTEL_PROPAGATORS) and its server instrumentation.`,
  ];
}

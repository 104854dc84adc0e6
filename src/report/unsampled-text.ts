import { mayHoldSpans } from '../model/loss.ts';
import type { Span } from '../model/trace.ts';
import type { UnsampledVerdict } from '../query/verdict.ts';
import { HOW_TO_ACCEPT } from './gaps-text.ts';
import { lateLine } from './lateness-text.ts';
import { lossLines, lossSummary, mayBelong } from './loss-text.ts';
import { page, type Style } from './page.ts';
import { plain, shortId } from './quote.ts';
import { alignRows, atMost, count, list } from './rows.ts';

/** Why `toBeUnsampled`, or its negation, does not hold. */
export function unsampledText(verdict: UnsampledVerdict, style: Style): string {
  const { trace, why } = verdict;
  const { negated, palette } = style;
  const losses = trace.losses.filter(mayHoldSpans);
  const facts = alignRows([
    [
      'Expected:',
      palette.expected(
        negated ? 'spans, or a context that was sent as sampled' : 'an unsampled context, and no span of its trace',
      ),
    ],
    ['Received:', palette.received(receivedText(verdict))],
    ...(why === 'lost' ? [['Missing:', ...atMost(lossLines(losses), 5, 'line'), HOW_TO_ACCEPT] as const] : []),
  ]);
  const head =
    why === 'lost'
      ? [
          `INCOMPLETE: no span of the trace arrived, but ${list(lossSummary(losses))}. ${mayBelong(losses)} to the trace.`,
        ]
      : [];
  const marks = new Map<Span, string>(
    why === 'spans' ? trace.roots.map(span => [span, 'recorded in spite of the flag']) : [],
  );
  const shown = trace.spans.length === 0 ? [] : [trace];
  return page([head, facts], { traces: shown, marks }, hintsOf(verdict), style);
}

function receivedText({ trace, why }: UnsampledVerdict): string {
  const spans = `${count(trace.spans.length, 'span')} of ${list(trace.services.map(service => plain(service, 40)))}`;
  switch (why) {
    case 'stayed-empty':
      return `an unsampled context, and no span of trace ${shortId(trace.traceId)}`;
    case 'spans':
      return `${spans}, though the context was sent with the flag 0`;
    case 'unread':
      return 'nothing: the function never read headers, traceId or spanId, so no service got the context';
    case 'unsettled':
      return trace.lateness === undefined
        ? 'no span yet, but the time was up before it had been quiet for long enough'
        : `no span yet, but more may come: ${lateLine(trace)}`;
    case 'lost':
      return `an unsampled context, and no span of trace ${shortId(trace.traceId)}`;
    case 'sampled':
      return `a context that was sent as sampled, and ${spans}`;
    case 'not-captured':
      return `a trace that was not captured, with ${spans}`;
  }
}

function hintsOf({ why, trace }: UnsampledVerdict): string[] {
  switch (why) {
    case 'sampled':
    case 'not-captured':
      return ['Hint: only capture(fn, { sampled: false }) sends an unsampled context.'];
    case 'unread':
      return ['Hint: write capture(({ headers }) => fetch(url, { headers }), { sampled: false }).'];
    case 'spans':
      return [
        `Hint: ${list(trace.roots.map(span => plain(span.service, 40)).slice(0, 3))} ${trace.roots.length === 1 ? 'does' : 'do'} not heed the sampled flag of its caller: a parent-based sampler does (OTEL_TRACES_SAMPLER=parentbased_always_on).`,
      ];
    default:
      return [];
  }
}

import type { CorrelationVerdict } from '../../logs/verdict.ts';
import type { Span } from '../../model/trace.ts';
import { page, type Style } from '../page.ts';
import { plain, shortId } from '../quote.ts';
import { alignRows } from '../rows.ts';
import { spanLabel } from '../span-label.ts';
import { valueText } from '../value-text.ts';
import { recordLabel } from './record-line.ts';

/** Why `toCorrelateWith`, or its negation, does not hold. */
export function correlationText(verdict: CorrelationVerdict, style: Style): string {
  const { record, trace, span, outcome } = verdict;
  const { negated, palette } = style;
  const expected = `ids that name ${negated ? 'no span' : 'a span'} of trace ${shortId(trace.traceId)}`;
  const rows = alignRows([
    ['Log record:', recordLabel(record)],
    ['Expected:', palette.expected(expected)],
    ['Received:', palette.received(whyText(verdict))],
  ]);
  const head =
    outcome === 'incomplete'
      ? ['INCOMPLETE: the trace did not arrive whole, so the span that the record names may be missing.']
      : [];
  const marks = new Map<Span, string>(span === undefined ? [] : [[span, 'is named by the record']]);
  return page([head, rows], { traces: [trace], marks }, hintsOf(verdict, negated), style);
}

function whyText({ why, record, trace, span, invalid }: CorrelationVerdict): string {
  const { traceId = '', spanId = '' } = record;
  switch (why) {
    case 'span':
      return span === undefined ? 'a span of it' : `it names ${spanLabel(span)}`;
    case 'no-ids':
      return 'no trace id';
    case 'invalid':
      return `${plain(invalid?.key ?? '', 60)} is ${valueText(invalid?.value, invalid?.key)}, which is no valid ${record.traceId === undefined ? 'trace id: 32 hex digits, or in X-Ray form 1-<8>-<24>, not all zeros' : 'span id: 16 hex digits, not all zeros'}`;
    case 'other-trace':
      return `it names another trace: ${plain(traceId, 32)}`;
    case 'no-span-id':
      return `it names the trace, and no span`;
    case 'sent':
      return `span ${plain(spanId, 16)}, which is the parent that the capture sent: no span of the trace has this id`;
    case 'unknown-span':
      return `span ${plain(spanId, 16)}, and none of the ${trace.spans.length.toLocaleString('en-US')} spans that arrived has this id`;
  }
}

function hintsOf({ why, record }: CorrelationVerdict, negated: boolean): string[] {
  if (negated) return [];
  const service = plain(record.service, 40);
  switch (why) {
    case 'no-ids':
      return [
        `Fix: let the logger of ${service} write trace_id and span_id of the active span: add the instrumentation of your logging library, and log while the span is active.`,
      ];
    case 'no-span-id':
      return [
        'Fix: let the logger write span_id too. With the trace id alone, the record cannot be shown with its span.',
      ];
    case 'sent':
      return [
        'Hint: the record was written before the service began its own span, or with ids that were read from the header.',
      ];
    default:
      return [];
  }
}

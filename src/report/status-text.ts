import type { Span } from '../model/trace.ts';
import type { StatusVerdict } from '../query/verdict.ts';
import { exceptionLine } from './event-text.ts';
import { fieldText } from './field-text.ts';
import { page, type Style } from './page.ts';
import { quote } from './quote.ts';
import { alignRows } from './rows.ts';
import { spanName } from './span-label.ts';
import { valueText } from './value-text.ts';

const STATUS = { name: 'status', key: 'code' } as const;

/** Why `toHaveStatus`, or its negation, does not hold. */
export function statusText(verdict: StatusVerdict, style: Style): string {
  const { span, code, message } = verdict;
  const { negated, palette } = style;
  const wanted = `${fieldText(STATUS, code)}${message === undefined ? '' : `, message ${valueText(message.value)}`}`;
  const facts = alignRows([
    [`Expected ${spanName(span)} ${negated ? 'not ' : ''}to have:`, palette.expected(wanted)],
    ['Received:', palette.received(receivedText(span))],
  ]);
  const marks = new Map([[span, 'this span']]);
  return page([facts], { traces: [span.trace], marks }, negated ? [] : hintsOf(verdict), style);
}

function receivedText(span: Span): string {
  const { code, message } = span.status;
  const described = message === '' ? '' : `, message ${quote(message)}`;
  const exception = exceptionOf(span);
  return `status ${code}${described}${exception === undefined ? '' : `, with an exception event: ${exception}`}`;
}

function exceptionOf(span: Span): string | undefined {
  const event = span.events.findLast(({ name }) => name === 'exception');
  return event === undefined ? undefined : exceptionLine(event);
}

function hintsOf({ span, code, message }: StatusVerdict): string[] {
  const { status } = span;
  if (code === 'ERROR' && status.code === 'UNSET' && exceptionOf(span) !== undefined) {
    return ['Hint: the exception was recorded but the status was not set; both are needed.'];
  }
  if (code === 'OK' && status.code === 'UNSET' && message === undefined) {
    return ['Hint: instrumentations leave a success UNSET; OK is only there when code sets it.'];
  }
  if (code === status.code && message !== undefined) return ['Hint: only the message differs.'];
  return [];
}

import { timeFault } from '../../model/impossible-time.ts';
import { type LogRecord, SEVERITY_NAMES } from '../../model/log-record.ts';
import { timeOfDay } from '../duration-text.ts';
import { plain } from '../quote.ts';
import { valueText } from '../value-text.ts';

const MAX_BODY = 160;

/** `12:00:01.204 WARN "stock is low"`: a log record on one line, masked. */
export function recordLine(record: LogRecord): string {
  return [timeText(record), levelText(record), bodyText(record)].filter(part => part !== '').join(' ');
}

/** The same with where it is from: `12:00:01.204 WARN "stock is low" (orders, stdout)`. */
export function recordLabel(record: LogRecord): string {
  return `${recordLine(record)} (${plain(record.service, 40)}, ${originText(record)})`;
}

/** How it came: the stream that it was written to, or OTLP. */
export function originText({ attributes }: LogRecord): string {
  const stream = Object.hasOwn(attributes, 'log.iostream') ? attributes['log.iostream'] : undefined;
  return stream === 'stdout' || stream === 'stderr' ? stream : 'OTLP';
}

function timeText({ timeUnixNano, observedTimeUnixNano }: LogRecord): string {
  const time = [timeUnixNano, observedTimeUnixNano].find(one => timeFault(one, undefined) === undefined);
  return time === undefined ? '' : timeOfDay(time);
}

function levelText({ severityNumber, severityText }: LogRecord): string {
  return severityNumber > 0 ? (SEVERITY_NAMES[severityNumber] ?? '') : plain(severityText, 20);
}

function bodyText({ body, attributes }: LogRecord): string {
  if (body !== null) return plain(valueText(body), MAX_BODY);
  const { 'exception.message': message } = attributes;
  return message === undefined ? 'no message' : plain(valueText(message, 'exception.message'), MAX_BODY);
}

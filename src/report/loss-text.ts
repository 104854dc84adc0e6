import type { Loss } from '../model/loss.ts';
import { plain } from './quote.ts';
import { count, list } from './rows.ts';

/** What was sent and is not stored, a line for each reason and sender, and how to accept it. */
export function lossLines(losses: readonly Loss[]): string[] {
  const groups = new Map<string, Loss[]>();
  for (const loss of losses) {
    const id = [loss.reason, loss.from, loss.path, loss.status, loss.count > 0, ...loss.services].join('\0');
    const alike = groups.get(id);
    if (alike === undefined) groups.set(id, [loss]);
    else alike.push(loss);
  }
  return Array.from(groups.values(), ([first, ...others]) => (first === undefined ? '' : lossLine(first, others)));
}

/** `2 spans were rejected or refused`, `1 request was refused or cut off`. */
export function lossSummary(losses: readonly Loss[]): string[] {
  const requests = losses.filter(loss => loss.count === 0).length;
  const of = (signal: Loss['signal']): number =>
    losses.reduce((sum, loss) => sum + (loss.signal === signal ? loss.count : 0), 0);
  const rows: readonly (readonly [number, string, string])[] = [
    [of('traces'), 'span', 'rejected or refused'],
    [of('logs'), 'log record', 'refused'],
    [requests, 'request', 'refused or cut off'],
  ];
  return rows
    .filter(([number]) => number > 0)
    .map(([number, noun, what]) => `${count(number, noun)} ${number === 1 ? 'was' : 'were'} ${what}`);
}

/** `1 span of orders from 127.0.0.1:50122, answered 400 on /v1/traces: spanId is 16 bytes; it must be ...` */
function lossLine(loss: Loss, others: readonly Loss[]): string {
  const number = others.reduce((sum, other) => sum + other.count, loss.count);
  const noun = loss.signal === 'logs' ? 'log record' : 'span';
  const what = number > 0 ? count(number, noun) : count(others.length + 1, 'request');
  const services =
    loss.services.length === 0 ? '' : ` of ${list(loss.services.slice(0, 5).map(name => plain(name, 40)))}`;
  return `${what}${services} from ${plain(loss.from, 60)}, ${answerText(loss)}: ${plain(loss.reason, 240).replace(/\.$/, '')}`;
}

function answerText({ protocol, status, path, count: known }: Loss): string {
  const place = path === '' ? '' : ` on ${plain(path, 80)}`;
  if (protocol === 'http' && status === 0) return `cut off${place}`;
  const isAccepted = protocol === 'http' ? status === 200 : status === 0;
  if (isAccepted) return known > 0 ? `rejected${place}` : `not understood${place}`;
  return `refused with ${protocol === 'http' ? 'status' : 'gRPC status'} ${status}${place}`;
}

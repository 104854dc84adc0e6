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

/** `2 spans were rejected`, `3 requests were refused or cut off`. */
export function lossSummary(losses: readonly Loss[]): string[] {
  const known = losses.filter(loss => loss.count > 0);
  const rows: readonly (readonly [string, readonly Loss[]])[] = [
    ['span', known.filter(({ signal }) => signal !== 'logs')],
    ['log record', known.filter(({ signal }) => signal === 'logs')],
    ['request', losses.filter(loss => loss.count === 0)],
  ];
  return rows
    .filter(([, group]) => group.length > 0)
    .map(([noun, group]) => {
      const number = numberOf(group);
      const fates = [...new Set(group.map(fateOf))];
      return `${count(number, noun)} ${number === 1 ? 'was' : 'were'} ${list(fates, 'or')}`;
    });
}

/** `It may belong`, `They may belong`. */
export function mayBelong(losses: readonly Loss[]): string {
  return numberOf(losses) === 1 ? 'It may belong' : 'They may belong';
}

/** How many spans, log records and requests. */
function numberOf(losses: readonly Loss[]): number {
  return losses.reduce((sum, loss) => sum + Math.max(loss.count, 1), 0);
}

type Fate = 'cut off' | 'rejected' | 'not understood' | 'refused' | 'dropped';

function fateOf({ protocol, status, count: known }: Loss): Fate {
  if (protocol === 'output') return 'dropped';
  if (protocol === 'http' && status === 0) return 'cut off';
  const isAccepted = protocol === 'http' ? status === 200 : status === 0;
  if (isAccepted) return known > 0 ? 'rejected' : 'not understood';
  return 'refused';
}

/** `1 span of orders from 127.0.0.1:50122, answered 400 on /v1/traces: spanId is 16 bytes; it must be ...` */
function lossLine(loss: Loss, others: readonly Loss[]): string {
  const number = others.reduce((sum, other) => sum + other.count, loss.count);
  const noun = loss.signal === 'logs' ? 'log record' : 'span';
  const what = number > 0 ? count(number, noun) : count(others.length + 1, 'request');
  const services =
    loss.services.length === 0 ? '' : ` of ${list(loss.services.slice(0, 5).map(name => plain(name, 40)))}`;
  const from = loss.protocol === 'output' ? `the output of ${plain(loss.from, 60)}` : plain(loss.from, 60);
  return `${what}${loss.protocol === 'output' ? '' : services} from ${from}, ${answerText(loss)}: ${plain(loss.reason, 240).replace(/\.$/, '')}`;
}

function answerText(loss: Loss): string {
  const { protocol, status, path } = loss;
  const fate = fateOf(loss);
  const answer = fate === 'refused' ? ` with ${protocol === 'http' ? 'status' : 'gRPC status'} ${status}` : '';
  return `${fate}${answer}${path === '' ? '' : ` on ${plain(path, 80)}`}`;
}

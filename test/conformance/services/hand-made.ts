import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CallHabit, type CallState, type Maker, makeCalls } from './make-calls.ts';

/** What can be wrong with the service, one slip a name. */
export type Slip =
  | 'takes the first of two traceparents'
  | 'wants the name in lower case'
  | 'reads trace-parent too'
  | 'takes version ff'
  | 'refuses versions of the future'
  | 'takes ids of zeros'
  | 'takes version 00 with more after the flags'
  | 'keeps the tracestate without a traceparent'
  | 'reads the first tracestate header only'
  | 'turns the tracestate round'
  | 'uses one parent id for all calls'
  | 'drops the random flag'
  | 'takes 33 members'
  | 'wants no blanks between members'
  | 'takes blanks after a key'
  | 'hands the parent id on as it is'
  | 'loses percent-encoding of baggage'
  | 'cuts baggage at its limit'
  | 'hands a version of the future on'
  | 'leaves the Parent out of X-Ray'
  | 'closes a connection that is used again'
  | 'always samples in X-Ray'
  | 'passes all flags on'
  | 'sets the random flag'
  | 'has the key grammar of level 1'
  | 'has the key grammar of level 1, and drops single members'
  | 'pads short trace ids on the left'
  | 'pads short trace ids on the right'
  | 'lengthens short trace ids with other digits'
  | 'pads short X-Ray ids on the left'
  | 'pads short X-Ray ids on the right'
  | 'shares a context between concurrent requests'
  | 'keeps the last context for requests without one'
  | 'keeps the last baggage for requests without one'
  | 'has one new trace for all requests'
  | CallHabit;

export interface HandMade {
  readonly url: string;
  stop(): void;
}

interface Context {
  readonly version: string;
  readonly traceId: string;
  readonly parentId: string;
  readonly flags: string;
  readonly tracestate: string;
}

/** A service that speaks W3C Trace Context, baggage and X-Ray in code of its own: strictly, but for its slips. */
export async function startHandMade(...slips: readonly Slip[]): Promise<HandMade> {
  const has = (slip: Slip): boolean => slips.includes(slip);
  const used = new WeakSet<object>();
  const kept: Kept = {};
  const server = createServer(async (incoming, response) => {
    if (has('closes a connection that is used again') && used.has(incoming.socket)) {
      incoming.socket.destroy();
      return;
    }
    used.add(incoming.socket);
    const own = keptContext(readContext(incoming, has), kept, has);
    kept.shared = own;
    let body = '';
    for await (const chunk of incoming) body += String(chunk);
    const context = (): Context => (has('shares a context between concurrent requests') ? (kept.shared ?? own) : own);
    const xray = readXray(valuesOf(incoming, 'x-amzn-trace-id', has), has);
    const baggage = keptBaggage(readBaggage(valuesOf(incoming, 'baggage', has).join(','), has), kept, has);
    const shared = randomBytes(8).toString('hex');
    const headers: Maker = isNewTrace => {
      const { version, traceId, parentId, flags, tracestate } = isNewTrace ? newContext() : context();
      const fresh = has('uses one parent id for all calls') ? shared : randomBytes(8).toString('hex');
      const spanId = has('hands the parent id on as it is') ? parentId : fresh;
      const root = isNewTrace ? newRoot() : xray.root;
      return {
        traceparent: `${version}-${traceId}-${spanId}-${flags}`,
        'X-Amzn-Trace-Id': `Root=${root}${has('leaves the Parent out of X-Ray') ? '' : `;Parent=${fresh}`};Sampled=${xray.sampled}`,
        ...(tracestate === '' ? {} : { tracestate }),
        ...(baggage === '' || isNewTrace ? {} : { baggage }),
      };
    };
    await makeCalls(JSON.parse(body), headers, () => response.end(), slips, kept);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/test`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

type Has = (slip: Slip) => boolean;

/** What a service with a slip keeps from one request to the next. */
interface Kept extends CallState {
  shared?: Context;
  last?: Context;
  baggage?: string;
}

function keptContext(read: Context | undefined, kept: Kept, has: Has): Context {
  const isKept = has('keeps the last context for requests without one') || has('has one new trace for all requests');
  const context = read ?? (isKept ? kept.last : undefined) ?? newContext();
  if (read === undefined || has('keeps the last context for requests without one')) kept.last = context;
  return context;
}

function keptBaggage(read: string, kept: Kept, has: Has): string {
  const baggage = read === '' && has('keeps the last baggage for requests without one') ? (kept.baggage ?? '') : read;
  kept.baggage = baggage;
  return baggage;
}

function newContext(): Context {
  const [traceId, parentId] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')];
  return { version: '00', traceId, parentId, flags: '01', tracestate: '' };
}

function newRoot(): string {
  const fresh = randomBytes(16).toString('hex');
  return `1-${fresh.slice(0, 8)}-${fresh.slice(8)}`;
}

function valuesOf({ rawHeaders }: IncomingMessage, wanted: string, has: Has): string[] {
  const isWanted = (name: string): boolean =>
    (has('wants the name in lower case') ? name : name.toLowerCase()) === wanted ||
    (wanted === 'traceparent' && has('reads trace-parent too') && name === 'trace-parent');
  return rawHeaders.flatMap((name, index) =>
    index % 2 === 0 && isWanted(name) ? [(rawHeaders[index + 1] ?? '').replace(/^[ \t]+|[ \t]+$/g, '')] : [],
  );
}

/** Undefined where a new trace must begin. */
function readContext(incoming: IncomingMessage, has: Has): Context | undefined {
  const parents = valuesOf(incoming, 'traceparent', has);
  const parsed =
    parents.length === 1 || has('takes the first of two traceparents') ? parse(parents[0], has) : undefined;
  const states = valuesOf(incoming, 'tracestate', has);
  const taken = has('reads the first tracestate header only') ? states.slice(0, 1) : states;
  const keeps = parsed !== undefined || has('keeps the tracestate without a traceparent');
  const tracestate = keeps ? readState(taken.join(','), has) : '';
  if (parsed !== undefined) return { ...parsed, tracestate };
  return tracestate === '' ? undefined : { ...newContext(), tracestate };
}

function parse(value: string | undefined, has: Has): Omit<Context, 'tracestate'> | undefined {
  const match = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*|)$/s.exec(value ?? '');
  if (match === null) return lenient(value, has);
  const [, version = '', traceId = '', parentId = '', flags = '', rest] = match;
  if (version === 'ff' && !has('takes version ff')) return undefined;
  if (version === '00' && rest !== '' && !has('takes version 00 with more after the flags')) return undefined;
  if (version !== '00' && version !== 'ff' && has('refuses versions of the future')) return undefined;
  const isZero = /^0+$/.test(traceId) || /^0+$/.test(parentId);
  if (isZero && !has('takes ids of zeros')) return undefined;
  const known = has('passes all flags on') ? 0xff : has('drops the random flag') ? 1 : 3;
  const bits = (Number.parseInt(flags, 16) & known) | (has('sets the random flag') ? 2 : 0);
  const sent = has('hands a version of the future on') ? version : '00';
  return { version: sent, traceId, parentId, flags: bits.toString(16).padStart(2, '0') };
}

/** What a service with a slip takes for a traceparent. */
function lenient(value = '', has: Has): Omit<Context, 'tracestate'> | undefined {
  const more = has('takes version 00 with more after the flags')
    ? /^00-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})\./.exec(value)
    : null;
  const short = /^00-([\da-f]{1,31})-([\da-f]{16})-([\da-f]{2})$/.exec(value);
  const [, traceId = '', parentId = ''] = more ?? short ?? [];
  const filled = more === null ? fillUp(traceId, has) : traceId;
  return filled === undefined || traceId === '' ? undefined : { version: '00', traceId: filled, parentId, flags: '01' };
}

function fillUp(id: string, has: Has): string | undefined {
  if (has('pads short trace ids on the left')) return id.padStart(32, '0');
  if (has('pads short trace ids on the right')) return id.padEnd(32, '0');
  return has('lengthens short trace ids with other digits') ? id.padStart(32, 'ab') : undefined;
}

function readState(value: string, has: Has): string {
  if (has('wants no blanks between members') && /[ \t],|,[ \t]/.test(value)) return '';
  const members = value
    .split(',')
    .map(member => member.replace(/^[ \t]+|[ \t]+$/g, ''))
    .filter(Boolean);
  const isLevel1 =
    has('has the key grammar of level 1') || has('has the key grammar of level 1, and drops single members');
  const grammar = isLevel1
    ? /^([a-z][a-z\d_\-*/]{0,255}|[a-z\d][a-z\d_\-*/]{0,240}@[a-z][a-z\d_\-*/]{0,13})$/
    : /^[a-z\d][a-z\d_\-*/@]{0,255}$/;
  const valid = members.filter(member => {
    const at = member.indexOf('=');
    const key = member.slice(0, at);
    return (
      grammar.test(has('takes blanks after a key') ? key.trimEnd() : key) &&
      /^[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/.test(member.slice(at + 1))
    );
  });
  if (has('has the key grammar of level 1, and drops single members')) return valid.slice(0, 32).join(',');
  if (valid.length < members.length || (members.length > 32 && !has('takes 33 members'))) return '';
  if (has('turns the tracestate round')) members.reverse();
  return members.join(',');
}

function readBaggage(value: string, has: Has): string {
  const cut = has('cuts baggage at its limit') ? value.slice(0, 8_192) : value;
  return has('loses percent-encoding of baggage') ? cut.replaceAll('%', '') : cut;
}

function readXray(values: readonly string[], has: Has): { root: string; sampled: string } {
  const fields = new Map(
    (values.length === 1 ? values[0] : '')?.split(';').map(part => part.split('=') as [string, string]),
  );
  const root = (fields.get('Root') ?? '')
    .split('-')
    .map((part, index) => padXray(part, [1, 8, 24][index] ?? 0, has))
    .join('-');
  const parent = fields.get('Parent');
  const isValid = /^1-[\da-f]{8}-[\da-f]{24}$/.test(root) && (parent === undefined || /^[\da-f]{16}$/.test(parent));
  return {
    root: isValid ? root : newRoot(),
    sampled: has('always samples in X-Ray') ? '1' : ((isValid ? fields.get('Sampled') : undefined) ?? '1'),
  };
}

function padXray(part: string, length: number, has: Has): string {
  if (has('pads short X-Ray ids on the left')) return part.padStart(length, '0');
  return has('pads short X-Ray ids on the right') ? part.padEnd(length, '0') : part;
}

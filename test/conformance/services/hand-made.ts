import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';

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
  | 'always samples in X-Ray';

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
  const server = createServer(async (incoming, response) => {
    if (has('closes a connection that is used again') && used.has(incoming.socket)) {
      incoming.socket.destroy();
      return;
    }
    used.add(incoming.socket);
    let body = '';
    for await (const chunk of incoming) body += String(chunk);
    const context = readContext(incoming, has);
    const xray = readXray(valuesOf(incoming, 'x-amzn-trace-id', has), has);
    const baggage = readBaggage(valuesOf(incoming, 'baggage', has).join(','), has);
    const shared = randomBytes(8).toString('hex');
    const calls = JSON.parse(body) as { url: string; arguments: unknown }[];
    await Promise.all(
      calls.map(({ url, arguments: given }) => {
        const own = has('uses one parent id for all calls') ? shared : randomBytes(8).toString('hex');
        const spanId = has('hands the parent id on as it is') ? context.parentId : own;
        const headers: Record<string, string> = {
          traceparent: `${context.version}-${context.traceId}-${spanId}-${context.flags}`,
          'X-Amzn-Trace-Id': `Root=${xray.root}${has('leaves the Parent out of X-Ray') ? '' : `;Parent=${own}`};Sampled=${xray.sampled}`,
        };
        if (context.tracestate !== '') headers.tracestate = context.tracestate;
        if (baggage !== '') headers.baggage = baggage;
        return post(url, JSON.stringify(given), headers);
      }),
    );
    response.end();
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

function valuesOf({ rawHeaders }: IncomingMessage, wanted: string, has: Has): string[] {
  const isWanted = (name: string): boolean =>
    (has('wants the name in lower case') ? name : name.toLowerCase()) === wanted ||
    (wanted === 'traceparent' && has('reads trace-parent too') && name === 'trace-parent');
  return rawHeaders.flatMap((name, index) =>
    index % 2 === 0 && isWanted(name) ? [(rawHeaders[index + 1] ?? '').replace(/^[ \t]+|[ \t]+$/g, '')] : [],
  );
}

function readContext(incoming: IncomingMessage, has: Has): Context {
  const parents = valuesOf(incoming, 'traceparent', has);
  const parsed =
    parents.length === 1 || has('takes the first of two traceparents') ? parse(parents[0], has) : undefined;
  const states = valuesOf(incoming, 'tracestate', has);
  const taken = has('reads the first tracestate header only') ? states.slice(0, 1) : states;
  const keeps = parsed !== undefined || has('keeps the tracestate without a traceparent');
  const tracestate = keeps ? readState(taken.join(','), has) : '';
  if (parsed !== undefined) return { ...parsed, tracestate };
  return {
    version: '00',
    traceId: randomBytes(16).toString('hex'),
    parentId: randomBytes(8).toString('hex'),
    flags: '01',
    tracestate,
  };
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
  const bits = Number.parseInt(flags, 16) & (has('drops the random flag') ? 1 : 3);
  const sent = has('hands a version of the future on') ? version : '00';
  return { version: sent, traceId, parentId, flags: bits.toString(16).padStart(2, '0') };
}

function lenient(value: string | undefined, has: Has): Omit<Context, 'tracestate'> | undefined {
  if (!has('takes version 00 with more after the flags')) return undefined;
  const match = /^00-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})\./.exec(value ?? '');
  return match === null ? undefined : { version: '00', traceId: match[1] ?? '', parentId: match[2] ?? '', flags: '01' };
}

function readState(value: string, has: Has): string {
  if (has('wants no blanks between members') && /[ \t],|,[ \t]/.test(value)) return '';
  const members = value
    .split(',')
    .map(member => member.replace(/^[ \t]+|[ \t]+$/g, ''))
    .filter(Boolean);
  const isValid = members.every(member => {
    const at = member.indexOf('=');
    const key = member.slice(0, at);
    return (
      /^[a-z\d][a-z\d_\-*/@]{0,255}$/.test(has('takes blanks after a key') ? key.trimEnd() : key) &&
      /^[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/.test(member.slice(at + 1))
    );
  });
  if (!isValid || (members.length > 32 && !has('takes 33 members'))) return '';
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
  const root = fields.get('Root') ?? '';
  const parent = fields.get('Parent');
  const isValid = /^1-[\da-f]{8}-[\da-f]{24}$/.test(root) && (parent === undefined || /^[\da-f]{16}$/.test(parent));
  const fresh = randomBytes(16).toString('hex');
  return {
    root: isValid ? root : `1-${fresh.slice(0, 8)}-${fresh.slice(8)}`,
    sampled: has('always samples in X-Ray') ? '1' : ((isValid ? fields.get('Sampled') : undefined) ?? '1'),
  };
}

function post(url: string, body: string, headers: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', headers }, response => {
      response.resume();
      response.on('end', resolve);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

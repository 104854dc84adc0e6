import { attribute } from '../model/attributes.ts';
import type { Crossing } from '../model/crossing.ts';
import type { Span } from '../model/trace.ts';
import { operationsOf } from '../query/operations.ts';

/** What is known of a call, from one of its ends or from between: the same facts, so that they can be compared. */
export interface CallFacts {
  readonly transport: 'http' | 'rpc' | 'messaging' | undefined;
  /** `POST`. */
  readonly method: string | undefined;
  /** Of HTTP without its query; of gRPC `/shop.Pricing/Price`. */
  readonly path: string | undefined;
  /** `/orders/:id`, where only the receiver's framework says it. */
  readonly route: string | undefined;
  /** The topic or queue of a message. */
  readonly destination: string | undefined;
}

/** Where the two ends of a call's connection are, as far as a span says. */
export interface Ends {
  /** Whom a CLIENT or PRODUCER span called. */
  readonly host: string | undefined;
  readonly port: number | undefined;
  /** From which port a SERVER span was called. */
  readonly callerPort: number | undefined;
}

/** What a span says of the call that it makes or serves, in the old or the stable semantic conventions. */
export function callFacts(span: Span): CallFacts {
  const read = reader(span);
  const operations = operationsOf(span);
  const isRpc = operations.includes('rpc');
  const url = urlOf(read('url.full', 'http.url'));
  const rpcMethod = read('rpc.method');
  const rpcService = read('rpc.service');
  const path = isRpc
    ? rpcMethod && `/${rpcService === undefined ? rpcMethod : `${rpcService}/${rpcMethod}`}`
    : (read('url.path') ?? read('http.target')?.split('?')[0] ?? url?.pathname);
  return {
    transport: operations.includes('messaging')
      ? 'messaging'
      : isRpc
        ? 'rpc'
        : operations.includes('http')
          ? 'http'
          : undefined,
    method: isRpc ? undefined : read('http.request.method', 'http.method')?.toUpperCase(),
    path,
    route: read('http.route'),
    destination: read('messaging.destination.name', 'messaging.destination'),
  };
}

/** What a probe saw of a call. */
export function crossingFacts({ transport, method, path, destination }: Crossing): CallFacts {
  return {
    transport: transport === 'grpc' ? 'rpc' : transport === 'message' ? 'messaging' : 'http',
    method: transport === 'http' ? method?.toUpperCase() : undefined,
    path,
    route: undefined,
    destination,
  };
}

export function endsOf(span: Span): Ends {
  const read = reader(span);
  const url = urlOf(read('url.full', 'http.url'));
  const isCalled = span.kind === 'SERVER' || span.kind === 'CONSUMER';
  const port = read('server.port', 'net.peer.port', 'network.peer.port') ?? (url?.port || undefined);
  return {
    host: isCalled ? undefined : (read('server.address', 'net.peer.name', 'network.peer.address') ?? url?.hostname),
    port: isCalled ? undefined : numberOf(port),
    callerPort: isCalled ? numberOf(read('network.peer.port', 'net.peer.port', 'client.port')) : undefined,
  };
}

/** Whether a span calls another service: no database, and no call within its own. */
export function isCall(span: Span): boolean {
  if (span.kind !== 'CLIENT' && span.kind !== 'PRODUCER') return false;
  return !operationsOf(span).includes('database');
}

/**
 * How much speaks for two sights being of the same call: the number of facts in which they agree. Undefined when they
 * cannot be, since a fact differs that both know.
 */
export function likeness(a: CallFacts, b: CallFacts): number | undefined {
  if (a.transport !== undefined && b.transport !== undefined && a.transport !== b.transport) return undefined;
  const parts = [
    agreement(a.method, b.method, (x, y) => x === y || x === '_OTHER' || y === '_OTHER'),
    agreement(a.path ?? a.route, b.path ?? b.route, isSamePath),
    // What forwards messages may rename their queue.
    a.destination !== undefined && a.destination === b.destination ? 2 : 0,
  ];
  if (parts.includes(undefined)) return undefined;
  return parts.reduce<number>((sum, part) => sum + (part ?? 0), a.transport === b.transport ? 1 : 0);
}

function agreement(
  a: string | undefined,
  b: string | undefined,
  isSame: (a: string, b: string) => boolean,
): number | undefined {
  if (a === undefined || b === undefined) return 0;
  return isSame(a, b) ? 2 : undefined;
}

/** Equal, of the other's template (`/orders/:id`, `/orders/{id}`), or with a prefix that a gateway took off. */
function isSamePath(a: string, b: string): boolean {
  if (a === b || isOfTemplate(a, b) || isOfTemplate(b, a)) return true;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length > 1 && short.startsWith('/') && long.endsWith(short);
}

function isOfTemplate(path: string, template: string): boolean {
  const wanted = template.split('/');
  const parts = path.split('/');
  return wanted.length === parts.length && wanted.every((part, at) => part === parts[at] || /^[:{<*]/.test(part));
}

function reader({ attributes }: Span): (...keys: string[]) => string | undefined {
  return (...keys) => {
    for (const key of keys) {
      const value = attribute(attributes, key);
      if ((typeof value === 'string' && value !== '') || typeof value === 'number') return String(value);
    }
    return undefined;
  };
}

function urlOf(text: string | undefined): URL | undefined {
  return text !== undefined && URL.canParse(text) ? new URL(text) : undefined;
}

function numberOf(text: string | undefined): number | undefined {
  const number = text === undefined ? Number.NaN : Number(text);
  return Number.isInteger(number) ? number : undefined;
}

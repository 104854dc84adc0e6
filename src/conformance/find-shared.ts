import { parseTraceparent } from '../propagation/formats/traceparent.ts';
import { parseXray } from '../propagation/formats/xray.ts';
import type { ConformanceFormat, RawHeader } from './conformance-case.ts';
import type { Exchange } from './exchange.ts';
import { FORMAT_HEADERS } from './format-headers.ts';

/** How it shows that a call carries the context of another request. */
export interface Sharing {
  /** The header that shows it, in lower case. */
  readonly header: string;
  readonly problem: string;
}

/** The exchanges with such a call. */
export type Shared = ReadonlyMap<Exchange, readonly Sharing[]>;

/** Finds the contexts that a service shares between requests: what was sent with another one, and new traces that came twice. */
export function findShared(exchanges: readonly Exchange[], formats: readonly ConformanceFormat[]): Shared {
  const names = formats.flatMap(format => FORMAT_HEADERS[format]);
  const firstWith = new Map<string, Exchange>();
  const shared = new Map<Exchange, Sharing[]>();
  const add = (exchange: Exchange, header: string, problem: string): void => {
    shared.set(exchange, [...(shared.get(exchange) ?? []), { header, problem }]);
  };
  for (const exchange of exchanges) {
    for (const [name, value] of exchange.calls.flatMap(({ headers }) => headersOf(headers, names))) {
      const owner = exchanges.find(other => other !== exchange && other.ids.isIn(value));
      if (owner !== undefined) add(exchange, name, sentText(name, owner));
      const traceId = owner === undefined && !exchange.ids.isIn(value) ? traceIdIn(name, value) : undefined;
      if (traceId === undefined) continue;
      const first = firstWith.get(name + traceId);
      if (first === undefined) firstWith.set(name + traceId, exchange);
      else if (first !== exchange) for (const one of [first, exchange]) add(one, name, newText(name, traceId));
    }
  }
  return shared;
}

function headersOf(headers: readonly RawHeader[], names: readonly string[]): readonly RawHeader[] {
  return headers
    .map(([name, value]): RawHeader => [name.toLowerCase(), value])
    .filter(([name]) => names.includes(name));
}

function traceIdIn(name: string, value: string): string | undefined {
  if (name !== 'traceparent' && name !== 'x-amzn-trace-id') return undefined;
  const context = name === 'traceparent' ? parseTraceparent(value) : parseXray(value);
  return typeof context === 'string' ? undefined : context.traceId;
}

function sentText(name: string, { case: { id } }: Exchange): string {
  return `the ${name} of a call belongs to another request (one of ${id}): the service shares a context between requests`;
}

function newText(name: string, traceId: string): string {
  return `the calls of two requests have the same new trace id in ${name}, ${traceId}: the service shares a context between requests`;
}

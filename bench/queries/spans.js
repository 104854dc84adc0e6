// Requests as services would send them: traces of ten spans over many services, each span with ten attributes.
import { randomFillSync } from 'node:crypto';
import { fixed64, int, message, text } from './wire.js';

export const SPANS_A_TRACE = 10;
const TRACES_A_REQUEST = 100;
const SERVICES = 20;
const NAMES = 200;
const BEGAN_MS = Date.UTC(2026, 0, 1);

/** What is asked for, and how rare it is among a million spans. */
export const RARE_NAME = 'refund order';
export const COMMON_NAME = 'charge card';
export const RARE_SERVICE = 'mailer';
export const COMMON_SERVICE = 'service-7';

export const isRareName = n => n % 20_000 === 75;
export const isCommonName = n => n % 100 === 36;
export const isRareService = n => n % 10_000 === 9;
export const serviceOf = n => (isRareService(n) ? RARE_SERVICE : `service-${(Math.floor(n / 10) + n) % SERVICES}`);
export const orderOf = n => `ord-${String(n).padStart(7, '0')}`;

const nameOf = n => (isRareName(n) ? RARE_NAME : isCommonName(n) ? COMMON_NAME : `GET /items/${n % NAMES}`);

/** Requests of so many spans, with ids that are new; each span's number says what it is. */
export function* requests(spans) {
  for (let first = 0; first < spans; first += TRACES_A_REQUEST * SPANS_A_TRACE) {
    yield request(numbersFrom(first, Math.min(TRACES_A_REQUEST * SPANS_A_TRACE, spans - first)));
  }
}

/** The same, but each request holds the spans of the first one: of a thousand, only the trace ids are new. */
export function* tiedRequests(spans) {
  const ids = { spans: randomFillSync(Buffer.alloc(8 * TRACES_A_REQUEST * SPANS_A_TRACE)) };
  for (let first = 0; first < spans; first += TRACES_A_REQUEST * SPANS_A_TRACE) {
    yield request(numbersFrom(0, TRACES_A_REQUEST * SPANS_A_TRACE), ids);
  }
}

/** One trace of so many spans in requests of 1,000; `parentOf(n)` is the number of a span's parent. */
export function* largeTrace(spans, parentOf) {
  const ids = { trace: randomFillSync(Buffer.alloc(16)), spans: randomFillSync(Buffer.alloc(8 * spans)) };
  for (let first = 0; first < spans; first += 1_000) {
    yield request(numbersFrom(first, Math.min(1_000, spans - first)), ids, parentOf);
  }
}

function numbersFrom(first, count) {
  return Array.from({ length: count }, (_, index) => first + index);
}

function request(numbers, ids, parentOf = parentInTrace) {
  const [first] = numbers;
  const spanIds = ids?.spans ?? randomFillSync(Buffer.alloc(8 * numbers.length));
  const traceIds = randomFillSync(Buffer.alloc(16 * TRACES_A_REQUEST));
  const idOf = n => spanIds.subarray(8 * (n - (ids ? 0 : first)), 8 * (n - (ids ? 0 : first)) + 8);
  const traceOf = n => {
    const at = 16 * Math.floor((n - first) / SPANS_A_TRACE);
    return ids?.trace ?? traceIds.subarray(at, at + 16);
  };
  const byService = new Map();
  for (const n of numbers) {
    const parent = parentOf(n);
    const bytes = span(n, traceOf(n), idOf(n), parent === undefined ? undefined : idOf(parent));
    const service = serviceOf(n);
    if (!byService.has(service)) byService.set(service, []);
    byService.get(service).push(message(2, bytes));
  }
  return Buffer.concat(
    Array.from(byService, ([service, spans]) => {
      const resource = message(1, attribute(1, 'service.name', text(1, service)));
      return message(1, Buffer.concat([resource, message(2, Buffer.concat(spans))]));
    }),
  );
}

/** In each trace of ten, a span is the parent of two. */
function parentInTrace(n) {
  const place = n % SPANS_A_TRACE;
  return place === 0 ? undefined : n - place + Math.floor((place - 1) / 2);
}

function span(n, traceId, spanId, parentId) {
  const began = BigInt(BEGAN_MS) * 1_000_000n + BigInt(n) * 100_000n;
  return Buffer.concat([
    message(1, traceId),
    message(2, spanId),
    parentId === undefined ? Buffer.alloc(0) : message(4, parentId),
    text(5, nameOf(n)),
    int(6, 2),
    fixed64(7, began),
    fixed64(8, began + 5_000_000n),
    attribute(9, 'http.request.method', text(1, 'GET')),
    attribute(9, 'http.response.status_code', int(3, 200)),
    attribute(9, 'http.route', text(1, '/items/:id')),
    attribute(9, 'url.path', text(1, `/items/${n}`)),
    attribute(9, 'url.scheme', text(1, 'http')),
    attribute(9, 'server.address', text(1, 'orders.internal.example')),
    attribute(9, 'server.port', int(3, 8080)),
    attribute(9, 'user_agent.original', text(1, 'bench/1.0 (node 20.19.0; linux x64)')),
    attribute(9, 'app.item', int(3, n)),
    attribute(9, 'app.order.id', text(1, orderOf(n))),
  ]);
}

function attribute(field, key, value) {
  return message(field, Buffer.concat([text(1, key), message(2, value)]));
}

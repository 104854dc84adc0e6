import { COMMON_NAME, COMMON_SERVICE, orderOf, RARE_NAME, RARE_SERVICE } from './spans.js';

/** What is measured: by key, what it is called, how often it is run, its goal in milliseconds. */

export const CASES = [
  { key: 'traceId', figure: 'filter by trace id, 10 found', rounds: 200, goal: 1 },
  { key: 'spanId', figure: 'get by span id', rounds: 200, goal: 1 },
  { key: 'rareName', figure: 'filter by name, 50 found', rounds: 200, goal: 1 },
  { key: 'firstOfName', figure: 'find by name, first of 10,000', rounds: 200, goal: 1 },
  { key: 'commonName', figure: 'filter by name, 10,000 found', rounds: 12 },
  { key: 'rareService', figure: 'filter by service, 100 found', rounds: 200, goal: 1 },
  { key: 'firstOfService', figure: 'find by service, first of 50,000', rounds: 200, goal: 1 },
  { key: 'nothing', figure: 'find by name, none', rounds: 200, goal: 1 },
  { key: 'attribute', figure: 'filter by attribute (text), 1 found', rounds: 8, goal: 1_500 },
  { key: 'number', figure: 'filter by attribute (number), 1 found', rounds: 8, goal: 1_500 },
  { key: 'pattern', figure: 'filter by attribute (RegExp), 1 found', rounds: 8, goal: 1_500 },
  { key: 'predicate', figure: 'filter by a predicate, 1 found', rounds: 4 },
  { key: 'missName', figure: 'get that finds no name: near misses', rounds: 6, goal: 2_000 },
  { key: 'missAttribute', figure: 'get that finds no attribute: near misses', rounds: 6, goal: 2_000 },
];

/** The queries, on a receiver. */
export function queryCases(receiver, spans) {
  const last = spans - 1;
  const { traceId, spanId } = receiver.find({ attributes: { 'app.item': last } });
  return {
    traceId: () => expectCount(receiver.filter({ traceId }), 10),
    spanId: () => receiver.get({ spanId }),
    rareName: () => expectCount(receiver.filter(RARE_NAME), spans / 20_000),
    firstOfName: () => receiver.find(COMMON_NAME),
    commonName: () => expectCount(receiver.filter(COMMON_NAME), spans / 100),
    rareService: () => expectCount(receiver.filter({ service: RARE_SERVICE }), spans / 10_000),
    firstOfService: () => receiver.find({ service: COMMON_SERVICE }),
    nothing: () => expectCount(receiver.filter('no such name'), 0),
    attribute: () => expectCount(receiver.filter({ attributes: { 'app.order.id': orderOf(last) } }), 1),
    number: () => expectCount(receiver.filter({ attributes: { 'app.item': last } }), 1),
    pattern: () => expectCount(receiver.filter({ attributes: { 'app.order.id': new RegExp(`${last}$`) } }), 1),
    predicate: () =>
      expectCount(
        receiver.filter(span => span.attributes['app.item'] === last),
        1,
      ),
    missName: () => expectNone(() => receiver.get('chrage card')),
    missAttribute: () =>
      expectNone(() => receiver.get({ service: COMMON_SERVICE, attributes: { 'app.order.id': 'x' } })),
  };
}

/** The same with `Array.prototype.filter` and `find` over decoded objects. */
export function plainCases(spans) {
  const last = spans.length - 1;
  const { traceId, spanId } = spans.find(span => span.attributes['app.item'] === last);
  const pattern = new RegExp(`${last}$`);
  return {
    traceId: () => spans.filter(span => span.traceId === traceId),
    spanId: () => spans.filter(span => span.spanId === spanId),
    rareName: () => spans.filter(span => span.name === RARE_NAME),
    firstOfName: () => spans.filter(span => span.name === COMMON_NAME).sort(byStart)[0],
    commonName: () => spans.filter(span => span.name === COMMON_NAME).sort(byStart),
    rareService: () => spans.filter(span => span.service === RARE_SERVICE),
    firstOfService: () => spans.filter(span => span.service === COMMON_SERVICE).sort(byStart)[0],
    nothing: () => spans.filter(span => span.name === 'no such name'),
    attribute: () => spans.filter(span => span.attributes['app.order.id'] === orderOf(last)),
    number: () => spans.filter(span => span.attributes['app.item'] === last),
    pattern: () => spans.filter(span => pattern.test(span.attributes['app.order.id'])),
    predicate: () => spans.filter(span => span.attributes['app.item'] === last),
  };
}

function byStart(a, b) {
  return a.startTimeUnixNano < b.startTimeUnixNano ? -1 : a.startTimeUnixNano > b.startTimeUnixNano ? 1 : 0;
}

/** Throws unless so many spans were found. */
export function expectCount(found, count) {
  if (found.length !== count) throw new Error(`${found.length} spans found, not ${count}`);
}

/** Runs a `get` that fails, its report included. */
export function expectNone(run) {
  try {
    run();
  } catch (error) {
    if (error.code === 'NO_MATCH') return;
    throw error;
  }
  throw new Error('there is a match');
}

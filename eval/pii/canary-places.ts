import type { AttributeValue } from '../../src/model/attributes.ts';
import type { Crossing } from '../../src/model/crossing.ts';
import { LogRecord } from '../../src/model/log-record.ts';
import { Metric, type MetricData } from '../../src/model/metric.ts';
import type { SpanData } from '../../src/model/span-data.ts';
import { type Span, Trace } from '../../src/model/trace.ts';
import type { PiiOrigin } from '../../src/pii/verdict.ts';

/** A place of telemetry, with a text in it. */
export interface TelemetryPlace {
  readonly name: string;
  readonly put: (text: string) => Span | LogRecord | Metric;
}

/** A place that canaries are looked for in. */
export interface CanaryPlace {
  readonly name: string;
  readonly put: (text: string) => PiiOrigin;
}

const RESOURCE = { droppedAttributesCount: 0, entityRefs: [], schemaUrl: '' };
const SCOPE = { name: 'app', version: '1.0.0', attributes: {}, droppedAttributesCount: 0, schemaUrl: '' };
const LINK = { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceState: '', droppedAttributesCount: 0, flags: 1 };

const EXEMPLAR = { traceId: undefined, spanId: undefined, timeUnixNano: 1n, value: 1 };

/** Every place that a span, a log record or a metric has for a text. */
export const TELEMETRY_PLACES: readonly TelemetryPlace[] = [
  { name: 'span name', put: name => span({ name }) },
  { name: 'attribute', put: text => span({ attributes: { 'app.note': text } }) },
  { name: 'attribute key', put: text => span({ attributes: { [text]: true } }) },
  { name: 'list', put: text => span({ attributes: { 'app.notes': ['first', text] } }) },
  { name: 'nested map', put: text => span({ attributes: { 'app.order': { lines: [{ note: text }] } } }) },
  { name: 'nested key', put: text => span({ attributes: { 'app.order': { [text]: 1 } } }) },
  { name: 'bytes', put: text => span({ attributes: { 'app.body': new TextEncoder().encode(text) } }) },
  { name: 'event name', put: text => span({ events: [event(text, {})] }) },
  { name: 'event attribute', put: text => span({ events: [event('note', { note: text })] }) },
  { name: 'exception message', put: text => span({ events: [event('exception', { 'exception.message': text })] }) },
  { name: 'stack trace', put: text => span({ events: [event('exception', { 'exception.stacktrace': text })] }) },
  { name: 'link attribute', put: text => span({ links: [{ ...LINK, attributes: { note: text } }] }) },
  { name: 'link traceState', put: text => span({ links: [{ ...LINK, attributes: {}, traceState: text }] }) },
  { name: 'status message', put: message => span({ status: { code: 'ERROR', message } }) },
  { name: 'traceState', put: traceState => span({ traceState }) },
  {
    name: 'resource',
    put: text => span({ resource: { ...RESOURCE, attributes: { 'service.name': 'a', owner: text } } }),
  },
  { name: 'scope name', put: name => span({ scope: { ...SCOPE, name } }) },
  { name: 'scope attribute', put: text => span({ scope: { ...SCOPE, attributes: { note: text } } }) },
  { name: 'log body', put: body => record({ body }) },
  { name: 'log body, nested', put: text => record({ body: { order: [{ note: text }] } }) },
  { name: 'metric attribute', put: text => metric({ attributeSets: [{ tier: 'gold' }, { note: text }] }) },
  { name: 'exemplar', put: text => metric({ exemplars: [{ ...EXEMPLAR, filteredAttributes: { note: text } }] }) },
  { name: 'metric name', put: name => metric({ name }) },
  { name: 'log attribute', put: text => record({ attributes: { note: text } }) },
];

/** The same, and where only a canary is looked for: lists that a text is spread over, and headers that crossed. */
export const CANARY_PLACES: readonly CanaryPlace[] = [
  ...TELEMETRY_PLACES,
  {
    name: 'list, a word an element',
    put: text => span({ attributes: { 'app.notes': ['first', ...text.split(' ')] } }),
  },
  { name: 'list, a character an element', put: text => span({ attributes: { 'app.notes': [...text] } }) },
  { name: 'list of bytes', put: text => span({ attributes: { 'app.body': [...Buffer.from(text)] } }) },
  { name: 'baggage that crossed', put: text => crossing({ baggage: [`tier=gold,note=${text}`] }) },
  { name: 'tracestate that crossed', put: text => crossing({ tracestate: [`vendor=${text}`] }) },
];

function event(name: string, attributes: Readonly<Record<string, AttributeValue>>): SpanData['events'][number] {
  return { name, attributes, timeUnixNano: 1n, droppedAttributesCount: 0 };
}

function span(given: Partial<SpanData>): Span {
  const data: SpanData = {
    traceId: 'a'.repeat(32),
    spanId: 'b'.repeat(16),
    parentSpanId: undefined,
    traceState: '',
    flags: 1,
    name: 'work',
    kind: 'INTERNAL',
    startTimeUnixNano: 1n,
    endTimeUnixNano: 2n,
    attributes: {},
    droppedAttributesCount: 0,
    events: [],
    droppedEventsCount: 0,
    links: [],
    droppedLinksCount: 0,
    status: { code: 'UNSET', message: '' },
    resource: { ...RESOURCE, attributes: { 'service.name': 'a' } },
    scope: SCOPE,
    ...given,
  };
  const verbs = { get: refuse, find: refuse, filter: refuse, text: refuse };
  return new Trace({ traceId: data.traceId, spans: [data], verbs }).spans[0] as Span;
}

function record(given: Partial<LogRecord>): LogRecord {
  return new LogRecord({
    traceId: undefined,
    spanId: undefined,
    flags: 0,
    timeUnixNano: 1n,
    observedTimeUnixNano: 1n,
    severityNumber: 9,
    severityText: 'INFO',
    body: null,
    attributes: {},
    droppedAttributesCount: 0,
    eventName: '',
    resource: { ...RESOURCE, attributes: { 'service.name': 'a' } },
    scope: SCOPE,
    ...given,
  });
}

function metric(given: Partial<MetricData>): Metric {
  return new Metric({
    name: 'hits',
    description: '',
    unit: '1',
    type: 'sum',
    metadata: {},
    dataPoints: 1,
    attributeSets: [],
    exemplars: [],
    omitted: 0,
    resource: { ...RESOURCE, attributes: { 'service.name': 'a' } },
    scope: SCOPE,
    ...given,
  });
}

function crossing(headers: Crossing['headers']): Crossing {
  return {
    transport: 'http',
    witness: 'the probe at 127.0.0.1:1',
    timeUnixNano: 1n,
    method: 'GET',
    path: '/',
    destination: undefined,
    target: '127.0.0.1:2',
    port: 1,
    outgoingPort: undefined,
    status: 200,
    headers,
  };
}

function refuse(): never {
  throw new Error('the scoreboard asks for no span');
}

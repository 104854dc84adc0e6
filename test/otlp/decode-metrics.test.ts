import { JsonMetricsSerializer, ProtobufMetricsSerializer } from '@opentelemetry/otlp-transformer';
import {
  AggregationTemporality,
  AggregationType,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TracewrightError } from '../../src/errors.ts';
import { decodeMetrics } from '../../src/otlp/decode-metrics.ts';
import type { OtlpEncoding } from '../../src/otlp/encode-response.ts';
import { runs } from '../runs.ts';
import { jsonBytes } from './otlp-json.ts';
import { bytes, fixed64Field, hex, lenField } from './wire-builder.ts';

const TRACE_ID = '5b8efff798038103d269b633813fc60c';
const SPAN_ID = 'eee19b7ec3c1b174';
const attribute = (number: number, key: string, text: string): Uint8Array =>
  lenField(number, lenField(1, key), lenField(2, lenField(1, text)));
const jsonAttribute = (key: string, stringValue: string): unknown => ({ key, value: { stringValue } });

/** Field numbers: of the data in Metric, of attributes and exemplars in its data points. */
const KINDS = {
  gauge: [5, 7, 5],
  sum: [7, 7, 5],
  histogram: [9, 9, 8],
  exponentialHistogram: [10, 1, 11],
  summary: [11, 7, 0],
} as const;
type Kind = keyof typeof KINDS;
const KIND_NAMES = Object.keys(KINDS) as Kind[];

function protobufOf(kind: Kind): Uint8Array {
  const [data, attributes, exemplars] = KINDS[kind];
  const exemplar = [
    fixed64Field(2, 17n),
    fixed64Field(6, BigInt.asUintN(64, -5n)),
    lenField(4, hex(SPAN_ID)),
    lenField(5, hex(TRACE_ID)),
    attribute(7, 'user.id', 'u-17'),
  ];
  const point = [fixed64Field(3, 1n), attribute(attributes, 'region', 'eu')];
  const withExemplar = exemplars === 0 ? [] : [lenField(exemplars, ...exemplar)];
  const metric = [
    lenField(1, 'hits'),
    lenField(2, 'how many'),
    lenField(3, '1'),
    lenField(data, lenField(1, ...point, ...withExemplar)),
    attribute(12, 'source', 'lib'),
  ];
  // The resource comes last: on the wire it may.
  return bytes(
    lenField(
      1,
      lenField(2, lenField(2, ...metric), lenField(1, lenField(1, 'meter'))),
      lenField(1, attribute(1, 'service.name', 'orders')),
    ),
  );
}

function jsonOf(kind: Kind): Uint8Array {
  const exemplar = {
    timeUnixNano: '17',
    asInt: '-5',
    spanId: SPAN_ID.toUpperCase(),
    traceId: TRACE_ID,
    filteredAttributes: [jsonAttribute('user.id', 'u-17')],
  };
  const point = { timeUnixNano: '1', attributes: [jsonAttribute('region', 'eu')] };
  const dataPoints = [KINDS[kind][2] === 0 ? point : { ...point, exemplars: [exemplar] }];
  const metadata = [jsonAttribute('source', 'lib')];
  const metric = { name: 'hits', description: 'how many', unit: '1', [kind]: { dataPoints }, metadata };
  const resource = { attributes: [jsonAttribute('service.name', 'orders')] };
  return jsonBytes({
    resourceMetrics: [{ resource, scopeMetrics: [{ scope: { name: 'meter' }, metrics: [metric] }] }],
  });
}

const CASES = KIND_NAMES.flatMap((kind): [OtlpEncoding, Kind, Uint8Array][] => [
  ['protobuf', kind, protobufOf(kind)],
  ['json', kind, jsonOf(kind)],
]);

test.each(CASES)('reads the attributes and exemplars, in %s, of a %s', (encoding, kind, body) => {
  const exemplar = {
    traceId: TRACE_ID,
    spanId: SPAN_ID,
    timeUnixNano: 17n,
    value: -5,
    filteredAttributes: { 'user.id': 'u-17' },
  };
  expect(decodeMetrics(encoding, body)).toMatchObject([
    {
      name: 'hits',
      description: 'how many',
      unit: '1',
      type: kind,
      metadata: { source: 'lib' },
      points: [{ attributes: { region: 'eu' }, exemplars: kind === 'summary' ? [] : [exemplar] }],
      resource: { attributes: { 'service.name': 'orders' } },
      scope: { name: 'meter' },
    },
  ]);
});

test('data of one kind that is given twice is merged, and of two kinds the last counts', () => {
  const point = lenField(1, attribute(7, 'a', 'b'));
  const read = (...data: Uint8Array[]) => decodeMetrics('protobuf', lenField(1, lenField(2, lenField(2, ...data))));
  expect(read(lenField(5, point), lenField(5, point))).toMatchObject([{ type: 'gauge', points: [{}, {}] }]);
  expect(read(lenField(5, point), lenField(7, point))).toMatchObject([{ type: 'sum', points: [{}] }]);
  expect(read()).toMatchObject([{ type: undefined, points: [] }]);
});

test.each(CASES)('a valid body with bytes changed is read or refused, in %s, of a %s', (encoding, _kind, valid) => {
  const change = fc.tuple(fc.nat(valid.length - 1), fc.integer({ min: 0, max: 255 }));
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), changes => {
      const body = valid.slice();
      for (const [index, byte] of changes) body[index] = byte;
      try {
        decodeMetrics(encoding, body);
      } catch (error) {
        expect(error).toBeInstanceOf(TracewrightError);
        expect((error as TracewrightError).code).toMatch(/^MALFORMED_(?:PROTOBUF|JSON)$/);
      }
    }),
    { numRuns: runs(400) },
  );
});

test('what the JS SDK sends is the same from protobuf and JSON', async () => {
  const sent = await collected();
  const decoded = [
    decodeMetrics('protobuf', ProtobufMetricsSerializer.serializeRequest(sent) ?? new Uint8Array()),
    decodeMetrics('json', JsonMetricsSerializer.serializeRequest(sent) ?? new Uint8Array()),
  ];
  for (const metrics of decoded) {
    const read = metrics.map(({ name, type, points }) => [name, type, points.map(({ attributes }) => attributes)]);
    expect(read.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))).toEqual([
      ['latency', 'histogram', [{ route: '/pay' }]],
      ['orders', 'sum', [{ region: 'eu' }, { region: 'us', tier: ['a', 'b'] }]],
      ['queue', 'gauge', [{ worker: 7 }]],
      ['sizes', 'exponentialHistogram', [{ route: '/all' }]],
    ]);
  }
});

async function collected(): Promise<ResourceMetrics> {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const views = [{ instrumentName: 'sizes', aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM } } as const];
  const provider = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter })], views });
  const meter = provider.getMeter('checkout-lib');
  const orders = meter.createCounter('orders');
  orders.add(1, { region: 'eu' });
  orders.add(2, { region: 'us', tier: ['a', 'b'] });
  meter.createHistogram('latency').record(5, { route: '/pay' });
  meter.createHistogram('sizes').record(5, { route: '/all' });
  meter.createObservableGauge('queue').addCallback(result => result.observe(3, { worker: 7 }));
  await provider.forceFlush();
  const [metrics] = exporter.getMetrics();
  await provider.shutdown();
  if (metrics === undefined) throw new Error('the SDK exported nothing');
  return metrics;
}

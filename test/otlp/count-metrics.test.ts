import { JsonMetricsSerializer, ProtobufMetricsSerializer } from '@opentelemetry/otlp-transformer';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TracewrightError } from '../../src/errors.ts';
import { countMetrics } from '../../src/otlp/count-metrics.ts';
import type { OtlpEncoding } from '../../src/otlp/encode-response.ts';
import { runs } from '../runs.ts';
import { jsonBytes } from './otlp-json.ts';
import { bytes, fixed64Field, hex, lenField, tag, varintField } from './wire-builder.ts';

/** The kinds of data by the field number of each in Metric. */
const KINDS = { gauge: 5, sum: 7, histogram: 9, exponentialHistogram: 10, summary: 11 } as const;

/** How many data points of each kind a metric has. */
type Points = { [kind in keyof typeof KINDS]?: number };

/** Requests are resources, these scopes, these metrics. */
type Request = readonly (readonly (readonly Points[])[])[];

function entriesOf(points: Points): [keyof typeof KINDS, number][] {
  return Object.entries(points).map(([kind, size]) => [kind as keyof typeof KINDS, size]);
}

function protobufOf(request: Request): Uint8Array {
  const point = lenField(1, fixed64Field(3, 1n));
  const metricOf = (points: Points) =>
    entriesOf(points).map(([kind, size]) => lenField(KINDS[kind], ...Array.from({ length: size }, () => point)));
  return bytes(
    ...request.map(resource =>
      lenField(
        1,
        lenField(1, ''),
        ...resource.map(scope =>
          lenField(2, lenField(1, ''), ...scope.map(points => lenField(2, lenField(1, 'm'), ...metricOf(points)))),
        ),
      ),
    ),
  );
}

function jsonOf(request: Request): Uint8Array {
  const metricOf = (points: Points) =>
    Object.fromEntries(
      entriesOf(points).map(([kind, size]) => [
        kind,
        { dataPoints: Array.from({ length: size }, () => ({ timeUnixNano: '1' })) },
      ]),
    );
  return jsonBytes({
    resourceMetrics: request.map(resource => ({
      resource: {},
      scopeMetrics: resource.map(scope => ({
        scope: {},
        metrics: scope.map(points => ({ name: 'm', ...metricOf(points) })),
      })),
    })),
  });
}

function outcome(encoding: OtlpEncoding, body: Uint8Array): string {
  try {
    return `${countMetrics(encoding, body)} points`;
  } catch (error) {
    return error instanceof TracewrightError ? error.code : `not ours: ${String(error)}`;
  }
}

const EVERY_KIND: Request = [
  [[{ gauge: 1 }, { sum: 2 }], [{ histogram: 3 }]],
  [[{ exponentialHistogram: 4 }, { summary: 5 }]],
];

describe.each<[OtlpEncoding, (request: Request) => Uint8Array]>([
  ['protobuf', protobufOf],
  ['json', jsonOf],
])('countMetrics in %s', (encoding, encode) => {
  it.each<[string, Request, number]>([
    ['an empty request', [], 0],
    ['a resource without scopes', [[]], 0],
    ['a scope without metrics', [[[]]], 0],
    ['a metric without data', [[[{}]]], 0],
    ['a gauge without data points', [[[{ gauge: 0 }]]], 0],
    ['a gauge', [[[{ gauge: 2 }]]], 2],
    ['a sum', [[[{ sum: 3 }]]], 3],
    ['a histogram', [[[{ histogram: 4 }]]], 4],
    ['an exponential histogram', [[[{ exponentialHistogram: 5 }]]], 5],
    ['a summary', [[[{ summary: 6 }]]], 6],
    ['several resources, scopes and metrics', EVERY_KIND, 15],
    ['two kinds of data in one metric, of which the last counts', [[[{ sum: 7, gauge: 2 }]]], 2],
  ])('counts the data points of %s', (_name, request, expected) => {
    expect(countMetrics(encoding, encode(request))).toBe(expected);
  });

  it('counts or refuses a valid body with bytes changed, and throws nothing else', () => {
    const valid = encode(EVERY_KIND);
    const change = fc.tuple(fc.nat(valid.length - 1), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), changes => {
        const body = valid.slice();
        for (const [index, byte] of changes) body[index] = byte;
        expect(outcome(encoding, body)).toMatch(/^(\d+ points|MALFORMED_(PROTOBUF|JSON))$/);
      }),
      { numRuns: runs(2000) },
    );
  });
});

describe('countMetrics in protobuf', () => {
  it('adds up data of one kind that is given twice: proto3 merges it', () => {
    const gauge = lenField(5, lenField(1, ''));
    expect(countMetrics('protobuf', lenField(1, lenField(2, lenField(2, gauge, gauge))))).toBe(2);
  });

  it('reads past temporality, monotonicity and fields that are not known', () => {
    const sum = lenField(7, varintField(2, 2), varintField(3, 1), lenField(1, hex('ff')), varintField(99, 1));
    expect(countMetrics('protobuf', lenField(1, lenField(2, lenField(2, sum))))).toBe(1);
  });

  it.each<[string, Uint8Array, string]>([
    [
      'data points that are a varint',
      lenField(5, varintField(1, 1)),
      'at byte 8, in Gauge field 1 data_points repeated NumberDataPoint: the wire type is 0 (VARINT); it must be 2 (LEN).',
    ],
    [
      'a data point beyond its metric',
      lenField(7, hex('0a05')),
      'at byte 9, in Sum field 1 data_points repeated NumberDataPoint: the length is 5 bytes; the body has 0 left.',
    ],
    [
      'a name that is a fixed64',
      bytes(tag(1, 1), new Uint8Array(8)),
      'at byte 6, in Metric field 1 name string: the wire type is 1 (I64); it must be 2 (LEN).',
    ],
  ])('refuses %s', (_name, metric, text) => {
    expect(() => countMetrics('protobuf', lenField(1, lenField(2, lenField(2, metric))))).toThrow(
      expect.objectContaining({ code: 'MALFORMED_PROTOBUF', message: `MALFORMED_PROTOBUF: ${text}` }),
    );
  });

  it('refuses a valid body that is cut at any byte but the end of a resource', () => {
    const body = protobufOf(EVERY_KIND);
    const ends = new Map([
      [0, '0 points'],
      [protobufOf(EVERY_KIND.slice(0, 1)).length, '6 points'],
    ]);
    for (let length = 0; length < body.length; length++) {
      expect(outcome('protobuf', body.subarray(0, length))).toBe(ends.get(length) ?? 'MALFORMED_PROTOBUF');
    }
  });
});

describe('countMetrics in JSON', () => {
  it('takes absent, null and unknown data for none', () => {
    const metrics = [
      { gauge: null },
      { gauge: { dataPoints: null } },
      { name: 'm' },
      { heatmap: { dataPoints: [{}] } },
    ];
    expect(countMetrics('json', jsonBytes({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] }))).toBe(0);
  });

  const METRIC = 'resourceMetrics[0].scopeMetrics[0].metrics[0]';

  it.each<[string, unknown, string]>([
    ['a metric', 1, `${METRIC} must be an object; found the number 1.`],
    ['a gauge', { gauge: [] }, `${METRIC}.gauge must be an object; found an array of 0.`],
    ['data points', { sum: { dataPoints: {} } }, `${METRIC}.sum.dataPoints must be an array; found an empty object.`],
    [
      'a data point',
      { summary: { dataPoints: [{}, 5] } },
      `${METRIC}.summary.dataPoints[1] must be an object; found the number 5.`,
    ],
  ])('refuses the wrong type of %s, with its path', (_name, metric, text) => {
    expect(() =>
      countMetrics('json', jsonBytes({ resourceMetrics: [{ scopeMetrics: [{ metrics: [metric] }] }] })),
    ).toThrow(expect.objectContaining({ code: 'MALFORMED_JSON', message: `MALFORMED_JSON: ${text}` }));
  });

  it('refuses a valid body that is cut anywhere', () => {
    const body = jsonOf(EVERY_KIND);
    const outcomes = new Set(Array.from(body, (_, length) => outcome('json', body.subarray(0, length))));
    expect([...outcomes]).toStrictEqual(['MALFORMED_JSON']);
  });
});

describe('countMetrics of what the JS SDK sends', () => {
  it('is the same from protobuf and JSON', async () => {
    const metrics = await collected();
    expect(countMetrics('protobuf', ProtobufMetricsSerializer.serializeRequest(metrics) ?? new Uint8Array())).toBe(4);
    expect(countMetrics('json', JsonMetricsSerializer.serializeRequest(metrics) ?? new Uint8Array())).toBe(4);
  });
});

/** A counter of two attribute sets, a histogram and a gauge. */
async function collected(): Promise<ResourceMetrics> {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const provider = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter })] });
  const meter = provider.getMeter('checkout-lib');
  const orders = meter.createCounter('orders');
  orders.add(1, { region: 'eu' });
  orders.add(2, { region: 'us' });
  meter.createHistogram('latency').record(5);
  meter.createObservableGauge('queue').addCallback(result => result.observe(3));
  await provider.forceFlush();
  const [metrics] = exporter.getMetrics();
  await provider.shutdown();
  if (metrics === undefined) throw new Error('the SDK exported nothing');
  return metrics;
}

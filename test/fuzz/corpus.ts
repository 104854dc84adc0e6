import fc from 'fast-check';
import { decodeTracesJson } from '../../src/otlp/decode-json.ts';
import { decodeTracesProtobuf } from '../../src/otlp/decode-protobuf.ts';
import { encodeLogsRequest, encodeRequest } from '../otlp/encode-request.ts';
import { EVERY_FIELD } from '../otlp/every-field.ts';
import { EVERY_LOG_FIELD } from '../otlp/every-log-field.ts';
import type { RequestJson } from '../otlp/otlp-json.ts';
import { randomRequest } from '../otlp/random-request.ts';
import { requestsInJson } from '../otlp/requests-in-json.ts';

// The seeds are fixed, so that a seed of the fuzzer gives the same inputs again.
const SEED = 20_261_123;

const METRICS = {
  resourceMetrics: [
    {
      resource: {},
      scopeMetrics: [
        { metrics: [{ name: 'm', unit: 'By', sum: { dataPoints: [{ asInt: '7' }, {}], isMonotonic: true } }] },
      ],
    },
  ],
};

/** EVERY_FIELD with nothing dropped, which makes it plain enough for the fast ways in. */
const EVERY_PLAIN_FIELD: RequestJson = JSON.parse(
  JSON.stringify(EVERY_FIELD, (key, value) => (key.startsWith('dropped') ? 0 : value)),
);

/** Requests in protobuf that mutations begin with. */
export function protobufCorpus(): readonly Buffer[] {
  const random = fc.sample(
    fc.gen().map(draw => randomRequest(draw, false)),
    { seed: SEED, numRuns: 200 },
  );
  return [
    encodeRequest(EVERY_FIELD),
    encodeRequest(EVERY_PLAIN_FIELD),
    encodeLogsRequest(EVERY_LOG_FIELD),
    ...random.filter(body => body.length < 4_000 && decodeTracesProtobuf(body).spans.length > 0),
  ].map(body => Buffer.from(body));
}

/** Requests in JSON that mutations begin with. */
export function jsonCorpus(): readonly string[] {
  const random = fc
    .sample(requestsInJson(), { seed: SEED, numRuns: 400 })
    .map(request => JSON.stringify(request))
    .filter(text => decodeTracesJson(Buffer.from(text)).spans.length > 0);
  return [
    JSON.stringify(EVERY_FIELD),
    JSON.stringify(EVERY_PLAIN_FIELD),
    JSON.stringify(EVERY_LOG_FIELD, null, 1),
    JSON.stringify(METRICS),
    ...random.filter(text => text.length < 4_000),
  ];
}

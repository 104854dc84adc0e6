import * as grpc from '@grpc/grpc-js';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { encodeRequest } from '../otlp/encode-request.ts';
import { newSpanId, newTraceId } from '../otlp-request.ts';
import { runs } from '../runs.ts';
import { jsonCorpus, protobufCorpus } from './corpus.ts';
import { exportRequest, type Protocol, type Target } from './export-request.ts';
import { mutatedBytes } from './mutate-bytes.ts';
import { mutatedJson } from './mutate-json.ts';

const INPUTS = runs(2_000);
const PROTOCOLS: readonly Protocol[] = ['grpc', 'http/protobuf', 'http/json'];
/** gRPC INVALID_ARGUMENT. */
const INVALID_ARGUMENT = 3;

let receiver: Receiver;
let target: Target;

beforeAll(async () => {
  receiver = await startReceiver();
  const client = new grpc.Client(new URL(receiver.grpcUrl).host, grpc.credentials.createInsecure());
  target = { httpUrl: receiver.httpUrl, client };
});

afterAll(async () => {
  target.client.close();
  await receiver.stop();
});

test(`${INPUTS} changed requests over sockets are answered, and good ones between them are served`, async () => {
  const broken = fc.oneof(
    fc.record({ protocol: fc.constantFrom<Protocol>('grpc', 'http/protobuf'), body: mutatedBytes(protobufCorpus()) }),
    fc.record({ protocol: fc.constant<Protocol>('http/json'), body: mutatedJson(jsonCorpus()) }),
  );
  let sent = 0;
  let refused = 0;
  let rejectedSpans = 0;
  await fc.assert(
    fc.asyncProperty(broken, async ({ protocol, body }) => {
      const answer = await exportRequest(target, protocol, body);
      if (!answer.ok) {
        refused++;
        expect(answer.status).toBe(protocol === 'grpc' ? INVALID_ARGUMENT : 400);
      }
      rejectedSpans += answer.rejectedSpans;
      const { stats } = receiver;
      expect(stats.received).toBe(stats.spans + stats.duplicates + stats.rejectedSpans);
      expect(stats.rejectedSpans).toBe(rejectedSpans);
      expect(stats.rejected).toBe(rejectedSpans + refused);
      if (++sent % 100 === 0) await expectGoodServed(PROTOCOLS[(sent / 100) % 3] ?? 'grpc');
    }),
    { numRuns: INPUTS },
  );
  expect(refused).toBeGreaterThan(INPUTS / 10);
  expect(receiver.stats.requests).toBe(INPUTS + INPUTS / 100);
  expect(receiver.spans).toHaveLength(receiver.stats.spans);
});

async function expectGoodServed(protocol: Protocol): Promise<void> {
  const name = `good ${newSpanId()}`;
  const span = { traceId: newTraceId(), spanId: newSpanId(), name };
  const request = { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] };
  const body = protocol === 'http/json' ? Buffer.from(JSON.stringify(request)) : encodeRequest(request);
  expect(await exportRequest(target, protocol, body)).toMatchObject({ ok: true, rejectedSpans: 0 });
  expect(receiver.get(name).spanId).toBe(span.spanId);
}

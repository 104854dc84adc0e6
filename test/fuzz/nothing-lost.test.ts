import assert from 'node:assert/strict';
import * as grpc from '@grpc/grpc-js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { encodeRequest } from '../otlp/encode-request.ts';
import type { RequestJson, SpanJson } from '../otlp/otlp-json.ts';
import { requestsInJson } from '../otlp/requests-in-json.ts';
import { leastOf, runs } from '../runs.ts';
import { exportRequest, type Protocol } from './export-request.ts';

const PROTOCOLS: readonly Protocol[] = ['grpc', 'http/protobuf', 'http/json'];

/** Ids and content are few, so that spans are sent again, and with other content. */
const span: fc.Arbitrary<SpanJson> = fc.record(
  {
    traceId: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom('1', '2').map(digit => digit.repeat(32)) },
      fc.constantFrom('', '0'.repeat(32), '1'.repeat(30), '1'.repeat(34)),
    ),
    spanId: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom('a', 'b', 'c').map(digit => digit.repeat(16)) },
      fc.constantFrom('', '0'.repeat(16), 'a'.repeat(14)),
    ),
    name: fc.constantFrom('one', 'two'),
    endTimeUnixNano: fc.constant('5'),
    // Because of the second, the full decoder reads the request.
    parentSpanId: fc.constantFrom('a'.repeat(16), '0'.repeat(16)),
  },
  { requiredKeys: ['traceId', 'spanId', 'name'] },
);

interface Sent {
  readonly protocol: Protocol;
  readonly spans: readonly SpanJson[];
}

const sent: fc.Arbitrary<Sent> = fc.record({
  protocol: fc.constantFrom(...PROTOCOLS),
  spans: fc.array(span, { maxLength: 8 }),
});

function isAccepted({ traceId, spanId }: SpanJson): boolean {
  const isId = (id: string | undefined, digits: number): boolean => id?.length === digits && !/^0*$/.test(id);
  return isId(traceId, 32) && isId(spanId, 16);
}

/** What tells a span from another one; a parent id that is none is left out, as the receiver does. */
function contentOf({ parentSpanId, ...rest }: SpanJson): string {
  const parent = parentSpanId === undefined || /^0*$/.test(parentSpanId) ? '' : parentSpanId;
  return JSON.stringify([rest.traceId, rest.spanId, rest.name, rest.endTimeUnixNano ?? '0', parent]);
}

function bodyOf(protocol: Protocol, request: RequestJson): Uint8Array {
  return protocol === 'http/json' ? Buffer.from(JSON.stringify(request)) : encodeRequest(request);
}

test('spans received are stored, rejected with a reason or duplicates, by whatever protocols they came', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(sent, { minLength: 1, maxLength: 8 }), async requests => {
      const receiver = await startReceiver();
      const client = new grpc.Client(new URL(receiver.grpcUrl).host, grpc.credentials.createInsecure());
      try {
        let rejectedInAnswers = 0;
        for (const { protocol, spans } of requests) {
          const body = bodyOf(protocol, { resourceSpans: [{ scopeSpans: [{ spans: [...spans] }] }] });
          const answer = await exportRequest({ httpUrl: receiver.httpUrl, client }, protocol, body);
          expect(answer.ok).toBe(true);
          expect(answer.rejectedSpans).toBe(spans.filter(each => !isAccepted(each)).length);
          rejectedInAnswers += answer.rejectedSpans;
        }
        const all = requests.flatMap(({ spans }) => spans);
        const accepted = all.filter(isAccepted);
        const distinct = new Set(accepted.map(contentOf));
        const { stats } = receiver;
        expect(stats).toMatchObject({
          requests: requests.length,
          received: all.length,
          spans: distinct.size,
          duplicates: accepted.length - distinct.size,
          rejectedSpans: rejectedInAnswers,
          rejected: rejectedInAnswers,
        });
        expect(stats.rejections.reduce((sum, { spans }) => sum + spans, 0)).toBe(rejectedInAnswers);
        expect(stats.rejections.filter(({ reason, spans }) => reason === '' || spans < 1)).toStrictEqual([]);
        expect(receiver.spans).toHaveLength(distinct.size);
        const ids = new Set(accepted.map(({ traceId, spanId }) => `${traceId} ${spanId}`));
        const notUnique = receiver.problems.filter(({ rule }) => rule === 'is unique in its trace');
        expect(notUnique).toHaveLength(distinct.size - ids.size);
      } finally {
        client.close();
        await receiver.stop();
      }
    }),
    { numRuns: runs(60) },
  );
});

test('the same content is the same spans and problems through gRPC, HTTP/protobuf and HTTP/JSON', async () => {
  const receivers = await Promise.all(PROTOCOLS.map(() => startReceiver()));
  const clients = receivers.map(
    ({ grpcUrl }) => new grpc.Client(new URL(grpcUrl).host, grpc.credentials.createInsecure()),
  );
  let compared = 0;
  try {
    await fc.assert(
      fc.asyncProperty(requestsInJson(), async request => {
        const results = [];
        for (const [index, receiver] of receivers.entries()) {
          const protocol = PROTOCOLS[index] as Protocol;
          const target = { httpUrl: receiver.httpUrl, client: clients[index] as grpc.Client };
          receiver.clear();
          const answer = await exportRequest(target, protocol, bodyOf(protocol, request));
          const { spans, problems, traces } = receiver;
          results.push({
            ok: answer.ok,
            rejectedSpans: answer.rejectedSpans,
            spans,
            problems,
            texts: traces.map(String),
          });
        }
        const [first, ...others] = results;
        // Not toStrictEqual, which takes an attribute `constructor` for an object's type.
        for (const other of others) assert.deepStrictEqual(other, first);
        compared += first?.spans.length ?? 0;
      }),
      { numRuns: runs(300) },
    );
    expect(compared).toBeGreaterThan(leastOf(100));
  } finally {
    for (const client of clients) client.close();
    await Promise.all(receivers.map(receiver => receiver.stop()));
  }
});

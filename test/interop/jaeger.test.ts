import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SpanData } from '../../src/model/span-data.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { newTraceId } from '../otlp-request.ts';
import { everyField } from './every-field.ts';
import { sendRequest } from './send-request.ts';
import { startCollectorTo } from './start-collector-to.ts';
import { type Jaeger, startJaeger } from './start-jaeger.ts';
import { startShipping } from './start-shop.ts';

const REFUSED = ['gateway', 'shipping', 'rates'] as const;
const SHIPPED = [...REFUSED, 'carriers'] as const;

describe('jaeger', () => {
  let jaeger: Jaeger;
  beforeAll(async () => {
    jaeger = await startJaeger();
  }, 60_000);
  afterAll(() => jaeger?.stop(), 20_000);

  test.each([
    { forwarded: 'http', protocol: 'http/protobuf' },
    { forwarded: 'grpc', protocol: 'grpc' },
  ] as const)(
    'a trace of Node, Go and Rust that is forwarded over $forwarded is read back as it was sent',
    async ({ forwarded, protocol }) => {
      const receiver = await startReceiver({ forwardTo: jaeger.otlp[forwarded] });
      try {
        const services = await startShipping({ receiver, protocol });

        // It fails, so that there are events and a status with a description.
        const sent = await sendRequest(receiver, services.gateway, 'POST /shipments/ord-1?weight=0', {
          services: REFUSED,
        });
        expect(sent).toBeComplete();
        expect(sent.get('plan shipment')).toHaveException();
        const stored = await jaeger.trace(sent.traceId, sent.spans.length);

        expect(stored.spans.map(kept)).toEqual(sent.spans.map(kept));
        expect(stored).toPropagateAcross(...REFUSED);
        expect(receiver.forwarding).toMatchObject({ failed: 0, dropped: 0 });
      } finally {
        await receiver.stop();
      }
    },
  );

  test('every field of a span that is forwarded over http is read back as it was sent', async () => {
    const receiver = await startReceiver({ forwardTo: jaeger.otlp.http });
    try {
      const traceId = newTraceId();
      await fetch(`${receiver.httpUrl}/v1/traces`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(everyField(traceId)),
      });
      const sent = await receiver.waitForTrace({ traceId });
      expect(sent.spans).toHaveLength(2);
      const stored = await jaeger.trace(traceId, 2);

      expect(stored.spans.map(kept)).toEqual(sent.spans.map(kept));
    } finally {
      await receiver.stop();
    }
  });

  test('a trace that a collector sends to the receiver and to Jaeger is the same in both', async () => {
    const receiver = await startReceiver();
    try {
      const collector = await startCollectorTo('jaeger', receiver, { JAEGER: new URL(jaeger.otlp.grpc).host });
      const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
      const services = await startShipping({ receiver, protocol: 'http/protobuf', env });

      const sent = await sendRequest(receiver, services.gateway, 'POST /shipments/ord-2?weight=2', {
        services: SHIPPED,
      });
      expect(sent).toBeComplete();
      const stored = await jaeger.trace(sent.traceId, sent.spans.length);

      expect(stored.spans.map(kept)).toEqual(sent.spans.map(kept));
      expect(stored).toPropagateAcross(...SHIPPED);
    } finally {
      await receiver.stop();
    }
  });
});

/** All fields of a span but the schema URLs of its resource and scope, which Jaeger does not keep. */
function kept({ resource, scope, ...fields }: SpanData): SpanData {
  return { ...fields, resource: { ...resource, schemaUrl: '' }, scope: { ...scope, schemaUrl: '' } };
}

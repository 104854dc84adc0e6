import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import type { Service } from '../../src/services/service.ts';
import { newTraceId } from '../otlp-request.ts';
import { asZipkinKeeps, withoutVersion } from './as-zipkin-keeps.ts';
import { everyField } from './every-field.ts';
import { sendRequest } from './send-request.ts';
import { startCollectorTo } from './start-collector-to.ts';
import { startShipping } from './start-shop.ts';
import { startZipkin, type Zipkin } from './start-zipkin.ts';

const REFUSED = ['gateway', 'shipping', 'rates'] as const;

describe('zipkin', () => {
  let zipkin: Zipkin;
  let receiver: Receiver;
  let collector: Service;
  beforeAll(async () => {
    [zipkin, receiver] = await Promise.all([startZipkin(), startReceiver()]);
    collector = await startCollectorTo('zipkin', receiver, { ZIPKIN: zipkin.url });
  }, 60_000);
  afterAll(async () => {
    await receiver?.stop();
    await zipkin?.stop();
  }, 20_000);

  test('a trace of Node, Go and Rust that a collector sends is read back, but for what Zipkin has no place for', async () => {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
    const services = await startShipping({ receiver, protocol: 'http/protobuf', env });

    // It fails, so that there are events and a status with a description.
    const sent = await sendRequest(receiver, services.gateway, 'POST /shipments/ord-1?weight=0', {
      services: REFUSED,
    });
    expect(sent).toBeComplete();
    expect(sent.get('plan shipment')).toHaveException();
    const stored = await zipkin.trace(sent.traceId, sent.spans.length);

    expect(stored.spans.map(withoutVersion)).toEqual(sent.spans.map(asZipkinKeeps).map(withoutVersion));
    expect(stored).toPropagateAcross(...REFUSED);
  });

  test('every field of a span that a collector sends is read back, but for what Zipkin has no place for', async () => {
    const traceId = newTraceId();
    await fetch(`${collector.url}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(everyField(traceId)),
    });
    const sent = await receiver.waitForTrace({ traceId });
    expect(sent.spans).toHaveLength(2);
    const stored = await zipkin.trace(traceId, 2);

    expect(stored.spans.map(span => ({ ...span }))).toEqual(sent.spans.map(asZipkinKeeps));
    expect(stored.get('consume orders').links).toHaveLength(1);
  });
});

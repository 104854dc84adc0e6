// What has to hold in every runner and module system. Plain JavaScript without imports: run.mjs makes a CommonJS copy.

/** The spans of a checkout through two services, as OTLP/JSON, under the context that a capture sends. */
export function checkoutRequest({ traceId, spanId }) {
  const spanOf = startedMs => (id, parentSpanId, name, kind, more) => ({
    traceId,
    spanId: id.repeat(8),
    parentSpanId,
    name,
    kind,
    startTimeUnixNano: `${startedMs}000000`,
    endTimeUnixNano: `${startedMs}900000`,
    ...more,
  });
  const span = spanOf(Date.now());
  const service = (name, spans) => ({
    resource: { attributes: [{ key: 'service.name', value: { stringValue: name } }] },
    scopeSpans: [{ scope: { name: 'runners' }, spans }],
  });
  return JSON.stringify({
    resourceSpans: [
      service('gateway', [
        span('a1', spanId, 'POST /checkout', 2),
        span('b2', 'a1'.repeat(8), 'POST', 3, { status: {} }),
      ]),
      service('payments', [
        span('c3', 'b2'.repeat(8), 'POST /charge', 2),
        span('d4', 'c3'.repeat(8), 'charge card', 1, {
          attributes: [
            { key: 'app.order.id', value: { stringValue: 'ord-17' } },
            { key: 'app.amount', value: { intValue: '1999' } },
          ],
          status: { code: 2, message: 'do not honour' },
        }),
      ]),
    ],
  });
}

/** Sends it the way that a service under test would, with the ids from the header that it was called with. */
async function sendCheckout(receiver, { headers }, orderId = 'ord-17') {
  const [, traceId, spanId] = headers.traceparent.split('-');
  const response = await fetch(`${receiver.httpUrl}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: checkoutRequest({ traceId, spanId }).replace('ord-17', orderId),
  });
  return response.status;
}

/** Every matcher, on a trace that came through a real receiver. `marksTests`: an entry of ours is registered. */
export function proveMatchers({ expect, test, beforeAll, afterAll, startReceiver, TracewrightError, marksTests }) {
  let receiver;
  let trace;
  let charge;
  beforeAll(async () => {
    receiver = await startReceiver();
    trace = await receiver.capture(context => sendCheckout(receiver, context), { services: ['gateway', 'payments'] });
    charge = trace.get('charge card');
  });
  afterAll(() => receiver.stop());

  test('a captured trace has its result, its spans and its context', () => {
    expect(trace.result).toBe(200);
    expect(trace.complete).toBe(true);
    expect(trace.spans.length).toBe(4);
    expect(trace.get('POST /checkout').parentSpanId).toBe(trace.context.spanId);
  });

  test('the runner compares spans by their fields, and its failure shows no value', async () => {
    const email = 'ada@example.com';
    const other = await receiver.capture(context => sendCheckout(receiver, context, email));
    const span = other.get('charge card');
    expect(span).toEqual({ ...span });
    expect(span).not.toEqual(charge);
    for (const [received, expected] of [
      [span, charge],
      [other, trace],
      [[receiver], [other]],
    ]) {
      let failure;
      try {
        expect(received).toEqual(expected);
      } catch (error) {
        failure = `${error.message} ${JSON.stringify(error)}`;
      }
      expect(failure).toMatch(/a\*\*\*@e\*\*\*\.com#|charge card/);
      expect(failure).not.toContain(email);
    }
  });

  test('every matcher holds for what is there', () => {
    expect(trace).toHaveSpan({
      name: 'charge card',
      kind: 'INTERNAL',
      attributes: { 'app.amount': expect.any(Number) },
    });
    expect(trace).toHaveSpan(/^POST/, { times: 3 });
    expect(charge).toBeChildOf({ service: 'payments', kind: 'SERVER' });
    expect(charge).toHaveAttribute('app.order.id', 'ord-17');
    expect(charge).toHaveSpanAttribute('app.order.id', expect.stringMatching(/^ord-/));
    expect(charge).toHaveStatus('ERROR', /honour/);
    expect(trace).toPropagateAcross('gateway', 'payments');
  });

  test('every matcher holds negated for what is not there', () => {
    expect(trace).not.toHaveSpan('refund card');
    expect(charge).not.toBeChildOf('POST /checkout');
    expect(charge).not.toHaveAttribute('app.order.id', 'ord-18');
    expect(trace.get('POST /charge')).not.toHaveSpanAttribute('app.order.id');
    expect(trace.get('POST /charge')).not.toHaveStatus('ERROR');
    expect(trace).not.toPropagateAcross('payments', 'gateway');
  });

  test('of an array every span must match, and negated none; of traces one is enough', () => {
    const posts = trace.filter(/^POST/);
    expect(posts).not.toHaveStatus('ERROR');
    expect(posts).not.toHaveAttribute('app.amount');
    expect([charge, charge]).toHaveAttribute('app.amount', 1999);
    expect([charge]).toBeChildOf('POST /charge');
    expect(receiver.traces).toHaveSpan('charge card');
    expect([trace]).toPropagateAcross('gateway', 'payments');
    expect(() => expect([charge, ...posts]).toHaveStatus('ERROR')).toThrow(/3 of 4 spans fail/);
    expect(() => expect([...posts, charge]).not.toHaveStatus('ERROR')).toThrow(/1 of 4 spans fails/);
    expect(() => expect([]).not.toHaveStatus('ERROR')).toThrow(/INVALID_SUBJECT/);
  });

  test('every matcher is an asymmetric one too', () => {
    expect({ trace, charge }).toEqual({
      trace: expect.toHaveSpan('charge card'),
      charge: expect.toHaveAttribute('app.amount', 1999),
    });
    expect([charge, charge]).toEqual([expect.toHaveStatus('ERROR'), expect.toBeChildOf('POST /charge')]);
    expect([charge, trace]).toEqual([
      expect.toHaveSpanAttribute('app.amount'),
      expect.toPropagateAcross('gateway', 'payments'),
    ]);
    expect({ trace }).not.toEqual({ trace: expect.toHaveSpan('refund card') });
    expect({ charge }).toEqual({ charge: expect.not.toHaveAttribute('app.amount', 1) });
  });

  const failing = {
    toHaveSpan: [() => expect(trace).toHaveSpan('charge cart'), /toHaveSpan.*charge card/s],
    'not.toHaveSpan': [() => expect(trace).not.toHaveSpan('charge card'), /not.*toHaveSpan.*charge card/s],
    toBeChildOf: [() => expect(charge).toBeChildOf('POST /checkout'), /toBeChildOf.*POST \/charge/s],
    toHaveAttribute: [() => expect(charge).toHaveAttribute('app.order.id', 'ord-18'), /toHaveAttribute.*ord-17/s],
    toHaveStatus: [() => expect(charge).toHaveStatus('OK'), /toHaveStatus.*do not honour/s],
    toPropagateAcross: [() => expect(trace).toPropagateAcross('gateway', 'mailer'), /toPropagateAcross.*payments/s],
    'not.toBeChildOf': [() => expect(charge).not.toBeChildOf('POST /charge'), /not.*toBeChildOf.*POST \/charge/s],
    'not.toHaveAttribute': [() => expect(charge).not.toHaveAttribute('app.amount'), /not.*toHaveAttribute.*1999/s],
    'not.toHaveStatus': [() => expect(charge).not.toHaveStatus('ERROR'), /not.*toHaveStatus.*do not honour/s],
    'not.toPropagateAcross': [
      () => expect(trace).not.toPropagateAcross('gateway', 'payments'),
      /not.*toPropagateAcross.*payments/s,
    ],
  };
  for (const [name, [assertion, text]] of Object.entries(failing)) {
    test(`${name} says what there is when it fails`, () => {
      expect(assertion).toThrow(text);
    });
  }

  test('an undefined expectation throws in both polarities', () => {
    const undefinedGiven = [
      assertion => assertion(trace).toHaveSpan(undefined),
      assertion => assertion(trace).toHaveSpan({ name: undefined }),
      assertion => assertion(charge).toBeChildOf(undefined),
      assertion => assertion(charge).toHaveAttribute(undefined),
      assertion => assertion(charge).toHaveAttribute('app.amount', undefined),
      assertion => assertion(charge).toHaveSpanAttribute('app.amount', undefined),
      assertion => assertion(charge).toHaveStatus(undefined),
      assertion => assertion(charge).toHaveStatus('ERROR', undefined),
      assertion => assertion(trace).toPropagateAcross('gateway', undefined),
    ];
    for (const given of undefinedGiven) {
      expect(() => given(expect)).toThrow(/UNDEFINED_EXPECTATION/);
      expect(() => given(subject => expect(subject).not)).toThrow(/UNDEFINED_EXPECTATION/);
    }
  });

  test('misuse throws in both polarities', () => {
    expect(() => expect(trace).not.toHaveSpan({ kind: 2 })).toThrow(/UNKNOWN_KIND/);
    expect(() => expect(receiver).not.toHaveSpan('refund card')).toThrow(/INVALID_SUBJECT/);
    expect(() => expect(Promise.resolve(trace)).not.toHaveSpan('refund card')).toThrow(/INVALID_SUBJECT/);
    expect(() => trace.get('refund card')).toThrow(TracewrightError);
  });

  if (!marksTests) return;
  test('a first test leaves a span behind', async () => {
    receiver.clear();
    await receiver.capture(context => sendCheckout(receiver, context));
    const span = await receiver.waitForSpan('charge card');
    expect(span).toHaveStatus('ERROR');
  });

  test('a second test is not given the span of the first', async () => {
    const waiting = receiver.waitForSpan('charge card', { timeout: 50 });
    await expect(waiting).rejects.toThrow(/a first test leaves a span behind/);
  });
}

/** Where the runner keeps no snapshots, in either polarity. */
export function proveNoSnapshots({ expect, test, startReceiver }) {
  test('a trace snapshot is refused, with what to use instead', async () => {
    const receiver = await startReceiver({ grpcPort: false });
    try {
      const trace = await receiver.capture(context => sendCheckout(receiver, context), { services: ['payments'] });
      expect(() => expect(trace).toMatchTraceSnapshot()).toThrow(/NO_SNAPSHOT_SUPPORT.*toHaveSpanTree/);
      expect(() => expect(trace).not.toMatchTraceSnapshot()).toThrow(/UNSUPPORTED_ASSERTION/);
    } finally {
      await receiver.stop();
    }
  });
}

/** A span over gRPC: `grpc` is the client's module, as the runner loads it. */
export function proveGrpc({ expect, test, startReceiver, grpc }) {
  const bytes = (number, content) => Buffer.concat([Buffer.from([(number << 3) | 2, content.length]), content]);
  const fixed64 = (number, value) => {
    const field = Buffer.alloc(9, (number << 3) | 1);
    field.writeBigUInt64LE(value, 1);
    return field;
  };
  const span = ({ traceId, spanId }) => {
    const nanos = BigInt(Date.now()) * 1_000_000n;
    return Buffer.concat([
      bytes(1, Buffer.from(traceId, 'hex')),
      bytes(2, Buffer.from('e5'.repeat(8), 'hex')),
      bytes(4, Buffer.from(spanId, 'hex')),
      bytes(5, Buffer.from('over gRPC')),
      fixed64(7, nanos),
      fixed64(8, nanos + 1_000_000n),
    ]);
  };

  test('a span over gRPC is received', async () => {
    const receiver = await startReceiver();
    const client = new grpc.Client(new URL(receiver.grpcUrl).host, grpc.credentials.createInsecure());
    const path = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
    const send = request =>
      new Promise((resolve, reject) => {
        const done = (error, answer) => (error ? reject(error) : resolve(answer.length));
        client.makeUnaryRequest(
          path,
          given => given,
          answer => answer,
          request,
          done,
        );
      });
    try {
      const trace = await receiver.capture(context => send(bytes(1, bytes(2, bytes(2, span(context))))));
      expect(trace.result).toBe(0);
      expect(trace).toHaveSpan('over gRPC', { times: 1 });
    } finally {
      client.close();
      await receiver.stop();
    }
  });
}

/** Code under test in the test process. */
export function proveSdk({ expect, test, startReceiver, startSdk, tracesOf, traceBase }) {
  test('startSdk traces code in the test process', async () => {
    const receiver = await startReceiver();
    try {
      const sdk = await startSdk({ receiver, service: 'orders' });
      const trace = await receiver.capture(() => sdk.tracer.startActiveSpan('place order', span => span.end()));
      expect(trace).toHaveSpan({ name: 'place order', service: 'orders' });
    } finally {
      await receiver.stop();
    }
  });

  // Behind a private field: it is found by way of the SDK that this file, too, has loaded.
  class Redacting {
    #next;
    constructor(next) {
      this.#next = next;
    }
    onStart() {}
    onEnd(span) {
      this.#next.onEnd(Object.create(span, { attributes: { value: { mail: 'redacted' } } }));
    }
    forceFlush() {
      return this.#next.forceFlush();
    }
    shutdown() {
      return this.#next.shutdown();
    }
  }

  test('startSdk joins a provider, and tracesOf reads what it has recorded', async () => {
    const { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } = traceBase;
    const receiver = await startReceiver();
    const exporter = new InMemorySpanExporter();
    const provider = new BasicTracerProvider({ spanProcessors: [new Redacting(new SimpleSpanProcessor(exporter))] });
    const bytes = new Uint8Array([1, 2]);
    try {
      const sdk = await startSdk({ receiver, provider });
      const trace = await receiver.capture(() =>
        sdk.tracer.startActiveSpan('sign up', span => {
          span.setAttribute('mail', 'someone');
          span.addEvent('sent', { parts: ['a', 'b'] });
          span.end();
        }),
      );
      expect(trace.get('sign up')).toHaveAttribute('mail', 'redacted');
      const [read] = tracesOf(exporter.getFinishedSpans());
      expect(read.get('sign up')).toHaveAttribute('mail', 'redacted');
      expect(read.get('sign up')).toHaveEvent('sent', { parts: ['a', 'b'] });
      const withBytes = Object.create(exporter.getFinishedSpans()[0], { attributes: { value: { bytes } } });
      expect(Array.from(tracesOf([withBytes])[0].spans[0].attributes.bytes)).toEqual([1, 2]);
    } finally {
      await receiver.stop();
    }
  });
}

/** Both matchers of the name `toHaveAttribute` in one file. `send(url, body)` posts without a browser's rules. */
export function proveBesideJestDom({ expect, test, startReceiver, send, document }) {
  test('toHaveAttribute is ours for a span and of jest-dom for an element', async () => {
    const receiver = await startReceiver();
    try {
      const trace = await receiver.capture(context => send(`${receiver.httpUrl}/v1/traces`, checkoutRequest(context)));
      const charge = trace.get('charge card');
      const link = document.createElement('a');
      link.setAttribute('href', '/checkout');

      expect(charge).toHaveAttribute('app.amount', 1999);
      expect(charge).not.toHaveAttribute('href');
      expect(() => expect(charge).toHaveAttribute('href')).toThrow(/app\.amount/);

      expect(link).toHaveAttribute('href', '/checkout');
      expect(link).toHaveAttribute('href', expect.stringContaining('check'));
      expect(link).not.toHaveAttribute('app.amount');
      expect(() => expect(link).toHaveAttribute('href', '/orders')).toThrow(/\/checkout/);
      expect(() => expect(link).not.toHaveAttribute('href')).toThrow(/href/);
      expect(link).not.toBeDisabled();
    } finally {
      await receiver.stop();
    }
  });
}

// What faked time and concurrent tests must not change. Plain JavaScript without imports: run.mjs makes a CommonJS copy.

/** A span that begins now, by whatever clock the test has. */
function sendSpan(receiver, name) {
  const time = `${BigInt(Date.now()) * 1_000_000n}`;
  const traceId = crypto.randomUUID().replaceAll('-', '');
  const ids = { traceId, spanId: traceId.slice(16) };
  const spans = [{ ...ids, name, kind: 2, startTimeUnixNano: time, endTimeUnixNano: time }];
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'orders' } }] };
  return fetch(`${receiver.httpUrl}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans }] }] }),
  });
}

/**
 * Faked timers and dates change no wait.
 *
 * @param fakes ways to fake them, each of which returns how to undo it
 */
export function proveFakedTime({ expect, test, startReceiver, fakes }) {
  for (const [name, fake] of Object.entries(fakes)) {
    test(`waits go on while ${name}`, async () => {
      const receiver = await startReceiver({ grpcPort: false, timeout: 3_000 });
      const undo = fake();
      try {
        const since = receiver.mark();
        await sendSpan(receiver, 'charge card');
        expect((await receiver.waitForSpan('charge card', { since })).name).toBe('charge card');
        expect(await receiver.settled({ since })).toHaveLength(1);
        await expect(receiver.waitForSpan('never', { timeout: 50 })).rejects.toThrow('TRACE_TIMEOUT');
      } finally {
        undo();
        await receiver.stop();
      }
    });
  }
}

/** Tests that run at once: each finds the span that it sent before others began. */
export function proveConcurrent({ expect, test, afterAll, startReceiver }) {
  // Jest begins concurrent tests before the hooks.
  const starting = startReceiver({ grpcPort: false, timeout: 3_000 });
  afterAll(async () => (await starting).stop());
  for (let n = 0; n < 4; n++) {
    test.concurrent(`a test that runs beside others: ${n}`, async () => {
      const receiver = await starting;
      await new Promise(resolve => setTimeout(resolve, 50 * n));
      await sendSpan(receiver, `span ${n}`);
      await new Promise(resolve => setTimeout(resolve, 200));
      expect((await receiver.waitForSpan(`span ${n}`)).name).toBe(`span ${n}`);
    });
  }
}

/** The fakes of Jest. */
export function jestFakes(jest) {
  const fake = options => () => {
    jest.useFakeTimers(options);
    return () => jest.useRealTimers();
  };
  return {
    'timers are faked': fake({}),
    'the date is faked': fake({ now: new Date('2021-01-01'), doNotFake: ['nextTick', 'setImmediate'] }),
  };
}

/** The fakes of node:test. */
export function nodeFakes(mock) {
  const fake = options => () => {
    mock.timers.enable(options);
    return () => mock.timers.reset();
  };
  return {
    'timers are faked': fake({ apis: ['setTimeout', 'setInterval'] }),
    'the date is faked': fake({ apis: ['Date'], now: new Date('2021-01-01') }),
  };
}

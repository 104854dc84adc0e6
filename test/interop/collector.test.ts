import { expect, test } from 'vitest';
import type { Trace } from '../../src/model/trace.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startBehindCollector } from './start-behind-collector.ts';

const SERVICES = ['gateway', 'packing', 'ledger'] as const;
/** For a wait for one batch, or one decision. */
const ONE_DELAY = { timeout: 20_000 };
/** For a capture whose function waits for one of them itself. */
const TWO_DELAYS = { timeout: 40_000 };
const TEST_TIMEOUT_MS = 180_000;
const EXPLAINED = /collector[\s\S]*upstreamDelay/;

test.concurrent.for([
  { what: 'batches of 5 s', config: 'batch.yaml' },
  { what: 'tail sampling of 10 s', config: 'tail-sampling.yaml' },
] as const)(
  'captures through $what have their whole trace, without any option',
  { timeout: TEST_TIMEOUT_MS },
  async ({ config }, { onTestFinished }) => {
    const { receiver, request } = await startBehindCollector({ config }, onTestFinished);

    const looked = await receiver.capture(request('GET', '/stock/ord-1'));
    expect(looked.result).toBe(200);
    expect(looked.spans).toHaveLength(3);
    expectWhole(looked);
    expect(looked).not.toHaveSpan({ service: 'ledger' });

    const ordered = await receiver.capture(request('POST', '/orders/ord-2'), { services: SERVICES });
    expect(ordered.result).toBe(202);
    expect(ordered.spans).toHaveLength(6);
    expectWhole(ordered);
    expect(ordered).toPropagateAcross(...SERVICES);
    expect(ordered.get('pack order')).toHaveAttribute('app.order.id', 'ord-2');

    // When the spans of the first order are here, the collector cannot have sent those of the second one yet.
    const twice = await receiver.capture(async context => {
      await request('POST', '/orders/ord-3')(context);
      await receiver.waitForSpan(packed('ord-3'), ONE_DELAY);
      return request('POST', '/orders/ord-4')(context);
    }, TWO_DELAYS);
    expect(twice.spans).toHaveLength(12);
    expectWhole(twice);
    expect(twice).toHaveSpan(packed('ord-4'));
    expect(receiver.problems).toEqual([]);
  },
);

test.concurrent('a collector that batches for 50 ms needs no upstreamDelay, even if it is not known', {
  timeout: TEST_TIMEOUT_MS,
}, async ({ onTestFinished }) => {
  const env = { BATCH_TIMEOUT: '50ms' };
  const { receiver, request } = await startBehindCollector(
    { config: 'batch.yaml', env, isDelayKnown: false },
    onTestFinished,
  );

  for (const order of ['ord-1', 'ord-2', 'ord-3']) {
    const ordered = await receiver.capture(request('POST', `/orders/${order}`), { services: SERVICES });
    expect(ordered.spans).toHaveLength(6);
    expectWhole(ordered);
  }
});

test.concurrent('without upstreamDelay, the failures after late batches name the collector and the option', {
  timeout: TEST_TIMEOUT_MS,
}, async ({ onTestFinished }) => {
  const { receiver, request } = await startBehindCollector(
    { config: 'batch.yaml', isDelayKnown: false },
    onTestFinished,
  );
  /** Resolves right after a batch has arrived, so that the next one arrives 5 s later. */
  const batchArrives = async (path: string, headers: Record<string, string> = {}): Promise<void> => {
    await request('GET', path)({ headers });
    await receiver.waitForSpan({ service: 'gateway', attributes: { 'url.path': path } }, ONE_DELAY);
  };

  await batchArrives('/stock/ord-1');
  await expectTimeout(receiver, request('GET', '/stock/ord-2'));

  // From here on, two exports have been 5 s late, which is more than a quarter of the timeout.
  await batchArrives('/stock/ord-3');
  await batchArrives('/stock/ord-4');
  const cut = await receiver.capture(
    async context => {
      await batchArrives('/stock/ord-5', context.headers);
      return request('POST', '/orders/ord-6')(context);
    },
    { timeout: 12_000 },
  );
  expect(cut.complete).toBe(false);
  const absence = () => expect(cut).not.toHaveSpan('pack order');
  expect(absence).toThrow(/INCOMPLETE/);
  expect(absence).toThrow(EXPLAINED);
});

test.concurrent('without upstreamDelay, the timeout of a first capture through tail sampling names the collector and the option', {
  timeout: TEST_TIMEOUT_MS,
}, async ({ onTestFinished }) => {
  const { receiver, request } = await startBehindCollector(
    { config: 'tail-sampling.yaml', isDelayKnown: false },
    onTestFinished,
  );

  await expectTimeout(receiver, request('GET', '/stock/ord-1'));
});

function packed(order: string) {
  return { name: 'pack order', attributes: { 'app.order.id': order } };
}

/** Nothing is missing, so it can be asserted that something is not there. */
function expectWhole(trace: Trace): void {
  expect(trace).toBeComplete();
  expect(trace.strays).toEqual([]);
  expect(trace).toHaveNoErrors();
  expect(trace).not.toHaveSpan('refund order');
}

async function expectTimeout(receiver: Receiver, fn: Parameters<Receiver['capture']>[0]): Promise<void> {
  await expect(receiver.capture(fn)).rejects.toMatchObject({
    code: 'TRACE_TIMEOUT',
    message: expect.stringMatching(EXPLAINED),
  });
}

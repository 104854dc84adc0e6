import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { canary } from '../../src/pii/canary/canary.ts';
import { findPii } from '../../src/pii/find-pii.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import type { Service } from '../../src/services/service.ts';
import { startService } from '../../src/services/start-service.ts';

const ORDERS = ['node', fileURLToPath(new URL('./fixtures/orders.cjs', import.meta.url))];

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver({ timeout: 20_000 });
});
afterEach(() => receiver.stop());

const startOrders = (): Promise<Service> =>
  startService(ORDERS, { name: 'orders', receiver, port: 'PORT', timeout: 20_000 });

/** A job that runs this code and ends. */
async function run(code: string): Promise<Service> {
  const job = await startService(['node', '--eval', code], { name: 'job', receiver, oneShot: true });
  await job.exited;
  return job;
}

const bodies = (service: Service): unknown[] => service.logs.map(({ body }) => body);

describe('the output of a process', () => {
  test('JSON lines are log records; all of it stays in the output', async () => {
    const job = await run(`
      console.log('plain text');
      console.log('[orders] {"message":"prefixed"}');
      console.log('{"answer":42}');
      console.log(JSON.stringify({ level: 'info', message: 'on stdout' }));
      console.error(JSON.stringify({ level: 'error', message: 'on stderr' }));
    `);
    expect(bodies(job).sort()).toEqual(['on stderr', 'on stdout']);
    expect(job.logs.find(({ body }) => body === 'on stderr')?.attributes).toEqual({ 'log.iostream': 'stderr' });
    expect(job.logs[0]?.service).toBe('job');
    for (const text of ['plain text', 'prefixed', '{"answer":42}', 'on stdout']) expect(job.output).toContain(text);
  });

  test('a line may come in pieces, with a character cut through, and stderr in between', async () => {
    const job = await run(`
      const { writeSync } = require('node:fs');
      const bytes = Buffer.from(JSON.stringify({ message: 'für 5 €' }) + '\\r\\n');
      const wait = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 30);
      const at = bytes.indexOf('€') + 1;
      writeSync(1, bytes.subarray(0, at));
      wait();
      writeSync(2, JSON.stringify({ message: 'meanwhile' }) + '\\n');
      wait();
      writeSync(1, bytes.subarray(at));
      writeSync(1, JSON.stringify({ message: 'last, without an end' }));
    `);
    expect(bodies(job).sort()).toEqual(['für 5 €', 'last, without an end', 'meanwhile']);
  });

  test('a line that is too long is told, and the next one is read', async () => {
    const job = await run(`
      console.log(JSON.stringify({ message: 'x'.repeat(2 * 1024 * 1024) }));
      console.log(JSON.stringify({ message: 'next' }));
    `);
    expect(bodies(job)).toEqual(['next']);
    expect(receiver.problems).toMatchObject([{ service: 'job', field: 'output', rule: /1,048,576/ }]);
  });

  test('Python is told not to hold its output back, unless the test says otherwise', async () => {
    const code = 'console.log(JSON.stringify({ message: String(process.env.PYTHONUNBUFFERED) }))';
    expect(bodies(await run(code))).toEqual(['1']);
    const job = await startService(['node', '--eval', code], {
      name: 'job',
      receiver,
      oneShot: true,
      env: { PYTHONUNBUFFERED: undefined },
    });
    await job.exited;
    expect(bodies(job)).toEqual(['undefined']);
  });
});

describe('a capture', () => {
  test('has the log records that its request wrote, each of them in its span', async () => {
    const orders = await startOrders();
    const trace = await receiver.capture(({ headers }) => fetch(`${orders.url}/?ids&winston`, { headers }));
    expect(trace.logs.map(({ body }) => body)).toEqual(['order placed', 'stock is low']);
    expect(trace.logs).toCorrelateWith(trace);
    expect(trace).toHaveLogs(
      { body: 'order placed', span: 'POST /orders', attributes: { orderId: 'ord-17' } },
      { times: 1 },
    );
    expect(trace).toHaveLogs({ severity: { min: 'WARN' } }, { times: 1 });
    expect(trace).toHaveCorrelatedLogs({ services: ['orders'] });
    expect(receiver.logs).toEqual([]);
    expect(trace.print({ logs: true })).toMatch(
      /POST \/orders.*\n +\d\d:\d\d.*INFO "order placed" \(orders, stdout\)\n/,
    );
    expect(trace.print()).toBe(String(trace));
  });

  test('waits for all of a large output, even without a quiet period', async () => {
    const orders = await startOrders();
    const trace = await receiver.capture(({ headers }) => fetch(`${orders.url}/?many=5000`, { headers }), { quiet: 0 });
    expect(trace).toHaveLogs(/^line \d+$/, { times: 5_000 });
  });

  test('settled() and waitForTrace() have it as well', async () => {
    const orders = await startOrders();
    const call = (many: number) =>
      fetch(`${orders.url}/?many=${many}`, {
        headers: { traceparent: `00-${'1'.repeat(31)}${many % 7}-${'2'.repeat(16)}-01` },
      });
    const mark = receiver.mark();
    await call(3_000);
    const [first] = await receiver.settled({ quiet: 0, since: mark, timeout: 1_000 });
    expect(first?.logs).toHaveLength(3_000);
    const next = receiver.mark();
    await call(2_000);
    const trace = await receiver.waitForTrace('POST /orders', { quiet: 0, since: next, timeout: 1_000 });
    expect(trace.logs).toHaveLength(2_000);
  });

  test('counts a record once that also came over OTLP, and matches either form of it', async () => {
    const orders = await startOrders();
    const trace = await receiver.capture(({ headers }) => fetch(`${orders.url}/?ids&otlp`, { headers }));
    expect(trace).toHaveLogs('order placed', { times: 1 });
    expect(trace).toHaveLogs({ body: 'order placed', attributes: { orderId: 'ord-17' } }, { times: 1 });
    expect(trace.logs).toHaveLength(1);
    expect(trace.logs.map(record => trace.lineOf(record)?.attributes)).toMatchObject([{ orderId: 'ord-17' }]);
    expect(receiver.logs).toHaveLength(1);
  });

  test('shows a record without ids that was written while the request was handled', async () => {
    const orders = await startOrders();
    const trace = await receiver.capture(({ headers }) => fetch(`${orders.url}/?ids&bare&other`, { headers }));
    expect(trace).not.toHaveCorrelatedLogs();
    expect(() => expect(trace).toHaveCorrelatedLogs()).toThrow(/1\. .*"cache is cold" \(orders, stdout\)/);
    expect(trace).toHaveCorrelatedLogs({ except: 'cache is cold' });
    expect(() => expect(trace).not.toHaveLogs('cache is cold')).toThrow(/INCOMPLETE.*without a trace id/s);
  });

  test('finds personal data and canaries in lines, also where OTLP has the record without it', async () => {
    const orders = await startOrders();
    const person = canary.person();
    const call = (note: string) =>
      receiver.capture(({ headers }) =>
        fetch(`${orders.url}/?${new URLSearchParams({ ids: '', otlp: '', note })}`, { headers }),
      );
    const clean = await call('none');
    expect(clean).toBeFreeOfPii();
    expect(clean).not.toLeak(canary.track('note', 'kzqmvw-17-ptx'));
    const leaky = await call(person.email);
    expect(leaky.logs).toHaveLength(1);
    expect(leaky).toLeak(person);
    expect(leaky).not.toBeFreeOfPii();
    expect(findPii(leaky)).toMatchObject([{ kind: 'email', key: 'note' }]);
    expect(findPii(receiver).filter(({ key }) => key === 'note')).toHaveLength(1);
    expect(findPii(orders.logs).filter(({ key }) => key === 'note')).toHaveLength(1);
  });

  test('after clear(), the service still has its records, and no trace has them', async () => {
    const orders = await startOrders();
    await receiver.capture(({ headers }) => fetch(`${orders.url}/?ids`, { headers }));
    receiver.clear();
    expect(bodies(orders)).toEqual(['starting', 'order placed']);
    const trace = await receiver.capture(({ headers }) => fetch(`${orders.url}/?winston`, { headers }));
    expect(trace.recordsOf('orders').map(({ body }) => body)).toEqual(['stock is low']);
  });
});

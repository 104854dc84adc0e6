import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { type Receiver, type Service, startReceiver, startService } from '../../src/index.ts';

const CAPTURES = 100;
const SERVICE = new URL('services/sequential.cjs', import.meta.url).pathname;

describe.each([
  // Within one batch, and over several: the SDK exports every 50 ms.
  ['steps of next to no time', [0, 0, 3, 0, 1, 0, 0]],
  ['steps over more than one batch', [0, 12, 0, 1, 15, 0, 9, 0, 14, 0, 11, 0, 0, 7]],
])('the work of a real Node service: %s', (_title, stepsMs) => {
  let receiver: Receiver;
  let service: Service;

  beforeAll(async () => {
    receiver = await startReceiver();
    service = await startService(['node', SERVICE], {
      name: 'orders',
      receiver,
      port: 'PORT',
      env: { STEPS_MS: stepsMs.join() },
      timeout: 30_000,
    });
  });

  afterAll(() => receiver.stop());

  test(`is in its order in all of ${CAPTURES} captures`, { timeout: 240_000 }, async () => {
    const names = stepsMs.map((_, index) => `step ${index + 1}`);
    const drawn = ['POST /orders', ...names.flatMap(name => [name, name.replace('step', 'within')])];
    for (let capture = 0; capture < CAPTURES; capture++) {
      const trace = await receiver.capture(({ headers }) => fetch(service.url, { method: 'POST', headers }));
      expect(trace).toBeComplete();
      expect(trace.get('POST /orders').children.map(({ name }) => name)).toEqual(names);
      expect(namesIn(String(trace))).toEqual(drawn);
      for (const [index, name] of names.entries()) {
        const later = names[index + 1];
        if (later !== undefined) expect(trace.get(name), String(trace)).toHappenBefore(later);
      }
      expect(trace).toHappenInOrder(names);
      expect(trace).toHaveSpanTree({ name: 'POST /orders', children: names }, { ordered: true });
      expect(trace).not.toHaveSpanTree({ name: 'POST /orders', children: names.toReversed() }, { ordered: true });
    }
  });
});

/** The names of the spans in a printed tree, from top to bottom. */
function namesIn(text: string): string[] {
  return Array.from(text.matchAll(/(?:POST \/orders|(?:step|within) \d+)/g), ([name]) => name);
}

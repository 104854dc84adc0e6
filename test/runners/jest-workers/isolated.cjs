const { startReceiver } = require('tracewright');
const { post } = require('./post.cjs');

const ROUNDS = 50;

/** A test file that must see its own spans only, though others like it run in other workers at the same time. */
module.exports = function isolated(name) {
  let receiver;
  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver.stop());

  test(`${name} sees its own spans only`, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const id = `${round + 1}`.padStart(16, '0');
      const time = `${Date.now()}000000`;
      const span = { traceId: id + id, spanId: id, name: `${name} ${round}`, kind: 1 };
      Object.assign(span, { startTimeUnixNano: time, endTimeUnixNano: time });
      const attributes = [{ key: 'service.name', value: { stringValue: name } }];
      const body = { resourceSpans: [{ resource: { attributes }, scopeSpans: [{ spans: [span] }] }] };
      expect(await post(`${receiver.httpUrl}/v1/traces`, JSON.stringify(body))).toBe(200);
      expect((await receiver.waitForSpan(span.name, { since: 'start' })).service).toBe(name);
    }
    expect(receiver.spans).toHaveLength(ROUNDS);
    expect(Object.keys(receiver.stats.services)).toEqual([name]);
    expect(receiver.problems).toEqual([]);
  });
};

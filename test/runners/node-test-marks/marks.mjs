// What a mark means in node:test, whose tests have subtests and run side by side.
let id = 0;

/** Sends a span that began now. */
async function post(receiver, name) {
  id++;
  const now = `${Date.now()}000000`;
  const span = {
    traceId: id.toString(16).padStart(32, 'a'),
    spanId: id.toString(16).padStart(16, 'b'),
    name,
    startTimeUnixNano: now,
    endTimeUnixNano: now,
  };
  const response = await fetch(`${receiver.httpUrl}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }),
  });
  if (response.status !== 200) throw new Error(`HTTP ${response.status}`);
}

export function proveMarks({ expect, test, describe, it, before, after, startReceiver }) {
  let receiver;
  before(async () => {
    receiver = await startReceiver({ grpcPort: false });
  });
  after(() => receiver.stop());

  const isOlder = (name, test) =>
    expect(receiver.waitForSpan(name, { timeout: 50 })).rejects.toThrow(new RegExp(`TRACE_TIMEOUT[^]*${test}`));
  // Spans have whole milliseconds: what begins in the millisecond in which a test begins belongs to it.
  const nextMillisecond = () => {
    const now = Date.now();
    while (Date.now() === now);
  };

  test('a test with subtests', async t => {
    await post(receiver, 'of the test');
    nextMillisecond();
    await t.test('a first subtest', async t => {
      await isOlder('of the test', 'a test with subtests');
      await post(receiver, 'of the first');
      nextMillisecond();
      await t.test('a subtest of the subtest', async () => {
        await isOlder('of the first', 'a test with subtests > a first subtest');
      });
      await receiver.waitForSpan('of the first', { timeout: 50 });
    });
    await t.test('a second subtest', async () => {
      await isOlder('of the first', 'a test with subtests > a first subtest');
    });
    await receiver.waitForSpan('of the test', { timeout: 50 });
    await receiver.waitForSpan('of the first', { timeout: 50 });
  });

  describe('a suite', () => {
    it('whose first test sends a span', async () => {
      await post(receiver, 'in the suite');
      nextMillisecond();
    });
    describe('with a suite in it', () => {
      it('whose test is given a span of its own', async () => {
        await isOlder('in the suite', 'a suite > whose first test sends a span');
        await post(receiver, 'in the suite');
        await receiver.waitForSpan('in the suite', { timeout: 50 });
      });
    });
  });

  describe('tests side by side', { concurrency: true }, () => {
    let letSecondEnd;
    const secondBegan = {};
    secondBegan.promise = new Promise(resolve => {
      secondBegan.resolve = resolve;
    });
    const firstEnded = new Promise(resolve => {
      letSecondEnd = resolve;
    });
    it('the earlier one still gets a span from before the later one began', async () => {
      await post(receiver, 'of the earlier');
      nextMillisecond();
      await secondBegan.promise;
      await receiver.waitForSpan('of the earlier', { timeout: 50 });
      letSecondEnd();
    });
    it('the later one begins meanwhile', async () => {
      secondBegan.resolve();
      await firstEnded;
    });
  });
}

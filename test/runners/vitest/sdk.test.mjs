import { startReceiver } from 'tracewright';
import { startSdk } from 'tracewright/sdk';
import { expect, test } from 'vitest';
import 'tracewright/vitest';

test('code in the test process is traced by startSdk', async () => {
  const receiver = await startReceiver();
  const sdk = await startSdk({ receiver, service: 'orders' });
  const trace = await receiver.capture(() => sdk.tracer.startActiveSpan('place order', span => span.end()));
  await receiver.stop();
  expect(trace).toHaveSpan({ name: 'place order', service: 'orders' });
});

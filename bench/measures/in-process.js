// A whole capture() of code that runs in this process, and calls no service: from the call to the trace.
import { createRequire } from 'node:module';
import { startReceiver } from '../../dist/index.js';
import { startSdk } from '../../dist/sdk.js';
import { median, quantile } from '../statistics.js';

// The packages of OpenTelemetry that the SDK itself loads.
const { BasicTracerProvider, BatchSpanProcessor, InMemorySpanExporter } = createRequire(
  new URL('../../dist/index.js', import.meta.url),
)('@opentelemetry/sdk-trace-base');
const CAPTURES = 200;
const WARM_UP = 20;
const GOAL_MS = 10;

const CASES = [
  { figure: 'startSdk({ service })', start: receiver => startSdk({ receiver, service: 'shop' }), goal: GOAL_MS },
  { figure: 'startSdk({ provider })', start: joinedProvider, goal: GOAL_MS },
  {
    figure: 'with quiet: 100, for comparison',
    start: receiver => startSdk({ receiver, service: 'shop' }),
    options: { quiet: 100 },
    captures: 20,
  },
];

export async function measureInProcess() {
  const rows = [];
  for (const { figure, start, options, goal, captures = CAPTURES } of CASES) {
    const receiver = await startReceiver({ grpcPort: false });
    const sdk = await start(receiver);
    const times = [];
    for (let n = 0; n < WARM_UP + captures; n++) times.push(await capture(receiver, sdk, options));
    await receiver.stop();
    const measured = times.slice(WARM_UP);
    const p50 = median(measured);
    rows.push({
      figure: `capture() in this process, ${figure}`,
      measured: `${p50.toFixed(2)} ms (p95 ${quantile(measured, 0.95).toFixed(2)} ms)`,
      goal: goal === undefined ? '' : `under ${goal} ms`,
      reached: goal === undefined ? undefined : p50 < goal,
    });
  }
  return { rows, notes: [] };
}

function joinedProvider(receiver) {
  const provider = new BasicTracerProvider({ spanProcessors: [new BatchSpanProcessor(new InMemorySpanExporter())] });
  return startSdk({ receiver, provider });
}

/** Two spans, of which one is in the other. */
async function capture(receiver, { tracer }, options) {
  const began = performance.now();
  const trace = await receiver.capture(
    () =>
      tracer.startActiveSpan('place order', root => {
        tracer.startActiveSpan('check stock', span => span.end());
        root.end();
      }),
    options,
  );
  const ms = performance.now() - began;
  if (trace.spans.length !== 2 || !trace.complete) throw new Error(`not a whole trace:\n${trace}`);
  return ms;
}

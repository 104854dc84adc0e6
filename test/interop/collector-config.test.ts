import { describe, expect, onTestFinished, test } from 'vitest';
import { buildTrace } from '../../src/collector/build-trace.ts';
import type { Collector } from '../../src/collector/collector.ts';
import type { CollectorOptions } from '../../src/collector/collector-options.ts';
import { sendTraces } from '../../src/collector/send-traces.ts';
import { startCollector } from '../../src/collector/start-collector.ts';
import type { TraceTree } from '../../src/collector/trace-tree.ts';
import { canary } from '../../src/pii/canary/canary.ts';
import type { OtlpProtocol } from '../../src/receiver/environment.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { BUILT } from './start-behind-collector.ts';

const PROTOCOLS: readonly OtlpProtocol[] = ['http/protobuf', 'http/json', 'grpc'];
const file = (name: string): URL => new URL(`collector/${name}`, import.meta.url);

async function start(
  config: CollectorOptions['config'],
  more: Partial<CollectorOptions> = {},
): Promise<{ receiver: Receiver; collector: Collector }> {
  const receiver = await startReceiver();
  onTestFinished(() => receiver.stop());
  return { receiver, collector: await startCollector({ ...BUILT, config, receiver, ...more }) };
}

/** A configuration as in production, with processors of the test. */
function pipeline(processors: Readonly<Record<string, unknown>>, more: object = {}): object {
  return {
    receivers: { otlp: { protocols: { grpc: { endpoint: '0.0.0.0:4317' }, http: { endpoint: '0.0.0.0:4318' } } } },
    processors,
    exporters: { otlp_grpc: { endpoint: 'traces.example.com:4317', headers: { 'x-tenant': 'blue' } } },
    service: {
      pipelines: {
        traces: { receivers: ['otlp'], processors: Object.keys(processors), exporters: ['otlp_grpc'] },
      },
    },
    ...more,
  };
}

describe('what is sent in comes out', () => {
  test.for(PROTOCOLS)('over %s, with a batch of 200 ms', async protocol => {
    const { receiver, collector } = await start(pipeline({ batch: null }));
    expect(collector.upstreamDelay).toBe(200);
    const trace = buildTrace({
      name: 'POST /checkout',
      service: 'shop',
      children: [{ name: 'charge', service: 'payments' }],
    });
    await sendTraces(collector, trace, { protocol });
    const [arrived, ...others] = await receiver.settled();
    expect(others).toEqual([]);
    expect(arrived?.spans.map(span => ({ ...span }))).toEqual(trace.spans.map(span => ({ ...span })));
    expect(arrived).toBeComplete();
    expect(arrived).not.toHaveSpan('refund');
  });

  test('two collectors run side by side, each with its own receiver', async () => {
    const config = pipeline({}, { extensions: { health_check: null } });
    const [a, b] = await Promise.all([start(config), start(config)]);
    await sendTraces(a.collector, buildTrace({ name: 'a' }));
    await sendTraces(b.collector, buildTrace({ name: 'b' }));
    expect((await a.receiver.settled()).flatMap(({ spans }) => spans.map(({ name }) => name))).toEqual(['a']);
    expect((await b.receiver.settled()).flatMap(({ spans }) => spans.map(({ name }) => name))).toEqual(['b']);
  });

  test('a capture continues into the traces that it sends, through batches of 1 s', async () => {
    const { receiver, collector } = await start(pipeline({ batch: { timeout: '1s' } }));
    const trace = await receiver.capture(parent =>
      sendTraces(collector, buildTrace({ name: 'job', children: [{ name: 'step' }] }, { parent })),
    );
    expect(trace.spans).toHaveLength(2);
    expect(trace).toBeComplete();
    expect(trace).not.toHaveSpan('other');
  });

  test('it takes every section of a sidecar: memory limit, AWS exporters, health check, logs and metrics', async () => {
    const { receiver, collector } = await start(file('sidecar.yaml'));
    expect(collector.changes).toContain('exporters.awsxray: removed');
    await sendTraces(collector, buildTrace({ name: 'job' }), { protocol: 'grpc' });
    expect(await receiver.settled()).toHaveLength(1);
  });

  test('what it holds in a batch is exported when the receiver stops', async () => {
    const { receiver, collector } = await start(pipeline({ batch: { timeout: '60s' } }));
    await sendTraces(collector, buildTrace({ name: 'job' }));
    await receiver.stop();
    expect(receiver.spans.map(({ name }) => name)).toEqual(['job']);
  });
});

describe('sampling', () => {
  const errorsOnly = pipeline({
    tail_sampling: {
      decision_wait: '1s',
      policies: [{ name: 'errors', type: 'status_code', status_code: { status_codes: ['ERROR'] } }],
    },
  });
  const order = (status: TraceTree['status']): TraceTree => ({
    name: 'POST /orders',
    service: 'shop',
    children: [{ name: 'charge', service: 'payments', ...(status && { status }) }],
  });

  test('a tail sampler keeps the trace with an error, and drops the other', async () => {
    const { receiver, collector } = await start(errorsOnly);
    expect(collector.upstreamDelay).toBe(2_000);
    const [kept, dropped] = [buildTrace(order('ERROR')), buildTrace(order('UNSET'))];
    await sendTraces(collector, [dropped, kept]);
    const traces = await receiver.settled();
    expect(traces.map(({ traceId }) => traceId)).toEqual([kept.traceId]);
    expect(traces[0]).toBeComplete();
  });

  test('where nothing was kept, a wait fails: nothing shows that the sampler decided', async () => {
    const { receiver, collector } = await start(errorsOnly);
    await sendTraces(collector, buildTrace(order('UNSET')));
    await expect(receiver.settled()).rejects.toThrow('TRACE_TIMEOUT');
  });

  test('a probabilistic sampler keeps the part that it is told to, and whole traces', async () => {
    const { receiver, collector } = await start(pipeline({ probabilistic_sampler: { sampling_percentage: 25 } }));
    const sent = Array.from({ length: 400 }, () => buildTrace(order('UNSET')));
    await sendTraces(collector, sent);
    const traces = await receiver.settled();
    // 400 traces with a probability of 0.25: outside of these bounds once in a million times.
    expect(traces.length).toBeGreaterThan(57);
    expect(traces.length).toBeLessThan(147);
    for (const trace of traces) expect(trace.spans).toHaveLength(2);
  });
});

describe('redaction', () => {
  const places: readonly (readonly [string, (email: string) => TraceTree])[] = [
    ['an attribute', email => ({ name: 'sign up', attributes: { 'user.email': email } })],
    ['an attribute under another name', email => ({ name: 'sign up', attributes: { note: `mail ${email}` } })],
    ['the name of a span', email => ({ name: `sign up ${email}` })],
    ['the message of a status', email => ({ name: 'sign up', status: { code: 'ERROR', message: `no ${email}` } })],
    [
      'the attribute of an event',
      email => ({ name: 'a', events: [{ name: 'e', attributes: { 'exception.message': email } }] }),
    ],
    ['the name of an event', email => ({ name: 'a', events: [{ name: email }] })],
    ['the resource', email => ({ name: 'a', service: 'shop', resource: { owner: email } })],
  ];

  test.for(places)('the pipeline removes a canary from %s', async ([, tree]) => {
    const { receiver, collector } = await start(file('redaction.yaml'));
    const person = canary.person();
    await sendTraces(collector, buildTrace(tree(person.email)), { canaries: person });
    const traces = await receiver.settled();
    expect(traces).toHaveLength(1);
    expect(traces).not.toLeak(person);
  });

  test('no processor reaches the attributes of a link, and the canary shows it', async () => {
    const { receiver, collector } = await start(file('redaction.yaml'));
    const person = canary.person();
    const link = {
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      spanId: '00f067aa0ba902b7',
      attributes: { by: person.email },
    };
    await sendTraces(collector, buildTrace({ name: 'a', links: [link] }), { canaries: person });
    const traces = await receiver.settled();
    expect(traces).toLeak(person);
    expect(() => expect(traces).not.toLeak(person)).toThrow('links[0].attributes');
  });

  test('one list of statements for spans and events leaves the name of a span without events, and the canary shows it', async () => {
    const email = '[\\\\w.+-]+@[\\\\w.-]+';
    const statements = [
      `replace_pattern(span.name, "${email}", "***")`,
      `replace_pattern(spanevent.name, "${email}", "***")`,
    ];
    const { receiver, collector } = await start(pipeline({ transform: { trace_statements: statements } }));
    const person = canary.person();
    const event = { name: 'e' };
    const withEvent = buildTrace({ name: `sign up ${person.email}`, events: [event] });
    await sendTraces(collector, [withEvent, buildTrace({ name: `sign in ${person.email}` })], { canaries: person });
    const traces = await receiver.settled();
    const cleaned = traces.find(({ traceId }) => traceId === withEvent.traceId);
    expect(cleaned).not.toLeak(person);
    expect(traces).toLeak(person);
  });

  test('the redaction processor by itself leaves names and the resource of other keys, and the canary shows it', async () => {
    const redaction = { allow_all_keys: true, blocked_values: ['[\\w.+-]+@[\\w.-]+'] };
    const { receiver, collector } = await start(pipeline({ redaction }));
    const person = canary.person();
    await sendTraces(collector, buildTrace({ name: `sign up ${person.email}`, attributes: { email: person.email } }), {
      canaries: person,
    });
    const [trace] = await receiver.settled();
    expect(() => expect(trace).not.toLeak(person)).toThrow('name');
    expect(trace?.spans[0]?.attributes.email).not.toBe(person.email);
  });
});

describe('a configuration that the collector refuses', () => {
  const YAML = [
    'receivers:',
    '  otlp:',
    '    protocols:',
    '      http:',
    'processors:',
    '  batch:',
    '    timeoutt: 5s',
    'exporters:',
    '  otlp_http:',
    '    endpoint: https://traces.example.com',
    'service:',
    '  pipelines:',
    '    traces:',
    '      receivers: [otlp]',
    '      processors: [batch]',
    '      exporters: [otlp_http]',
  ].join('\n');
  const wrong: readonly (readonly [string, string])[] = [
    ['an unknown key', YAML],
    ['a value that is none', YAML.replace('timeoutt: 5s', 'timeout: soon')],
    ['a processor that is not there', YAML.replace('timeoutt', 'timeout').replace('[batch]', '[batch, redaction]')],
    [
      'a processor that this collector does not have',
      YAML.replace('  batch:\n    timeoutt: 5s', '  k8sattributes:').replace('[batch]', '[k8sattributes]'),
    ],
    ['values that do not fit', YAML.replace('timeoutt: 5s', 'send_batch_size: 100\n    send_batch_max_size: 10')],
    [
      'a statement that cannot be read',
      YAML.replace(
        '  batch:\n    timeoutt: 5s',
        '  transform:\n    trace_statements:\n      - sett(span.name, "x")',
      ).replace('[batch]', '[transform]'),
    ],
  ];
  test.for(wrong)('%s is named with its place', async ([, config]) => {
    const receiver = await startReceiver();
    onTestFinished(() => receiver.stop());
    const error = await startCollector({ ...BUILT, config, receiver }).then(
      () => undefined,
      (reason: Error) => reason,
    );
    const text = String(error?.message)
      .replace(/^Command: .*$/m, 'Command:   <command>')
      // The collector lists them in any order.
      .replace(/valid values: \[.*\]/, 'valid values: [...]')
      .replace(/valid context \(\[.*?\]\)/, 'valid context ([...])');
    expect(text).toMatchSnapshot();
    expect(error).toMatchObject({ code: 'INVALID_COLLECTOR_CONFIG' });
    // The receiver has forgotten it.
    expect(await receiver.capture(() => undefined, { sampled: false })).toMatchObject({ complete: true });
  });

  test('a port that is taken is named', async () => {
    const { collector } = await start(pipeline({}));
    const taken = new URL(collector.endpoints.http).port;
    const config = YAML.replace('  batch:\n    timeoutt: 5s', '  batch:').replace(
      'receivers:\n',
      `receivers:\n  otlp/metrics:\n    protocols:\n      http:\n        endpoint: 127.0.0.1:${taken}\n`,
    );
    const ready = config.replace(
      '      exporters: [otlp_http]',
      '      exporters: [otlp_http]\n  extensions: [health_check]\nextensions:\n  health_check:\n',
    );
    const receiver = await startReceiver();
    onTestFinished(() => receiver.stop());
    // Its own ports are moved, so that nothing of it collides.
    const other = await startCollector({ ...BUILT, config: ready, receiver });
    expect(other.changes).toContain('extensions.health_check.endpoint: set to 127.0.0.1:');
  });
});

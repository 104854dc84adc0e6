import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type DerivedConfig, deriveConfig } from '../../src/collector/config/derive-config.ts';
import type { ReceiverUrls } from '../../src/collector/config/exporters.ts';
import { readConfigSource } from '../../src/config-file/collector-config-source.ts';

const URLS: ReceiverUrls = { http: 'http://127.0.0.1:4000', grpc: 'http://127.0.0.1:4001' };

const SIDECAR = `# The sidecar of the shop
receivers:
  otlp:
    protocols:
      grpc:
      http:
        endpoint: 0.0.0.0:4318   # for browsers, too
        cors: { allowed_origins: ["https://*"] }
processors:
  # the heart of it
  redaction:
    blocked_values: ['4[0-9]{12}', "yes"]
  batch: { timeout: "\${env:BATCH:-5s}" }
exporters:
  awsxray: { region: eu-central-1 }
  debug:
  otlphttp/vendor:
    endpoint: https://user:secret@traces.example.com
    traces_endpoint: https://traces.example.com/v1/traces
    headers: { x-api-key: "\${env:API_KEY}" }
    auth: { authenticator: sigv4auth }
    compression: zstd
    sending_queue: { queue_size: 10 }
extensions:
  sigv4auth: { region: eu-central-1 }
  basicauth/in: { htpasswd: { inline: "a:b" } }
  health_check: { endpoint: 0.0.0.0:13133 }
service:
  extensions: [sigv4auth, basicauth/in, health_check]
  telemetry: { logs: { level: warn } }
  pipelines:
    traces: { receivers: [otlp], processors: [redaction, batch], exporters: [awsxray, debug, otlphttp/vendor] }
    metrics: { receivers: [otlp], exporters: [awsxray] }
`;

async function derive(config: unknown, more: { urls?: ReceiverUrls; pipeline?: string } = {}): Promise<DerivedConfig> {
  let port = 5_000;
  return deriveConfig(readConfigSource(config, 'config'), {
    urls: more.urls ?? URLS,
    variables: {},
    nextPort: async () => port++,
    pipeline: more.pipeline,
  });
}

/** A configuration with these exporters, all in one pipeline. */
function exporting(exporters: object, more: object = {}): object {
  return {
    receivers: { otlp: { protocols: { http: null } } },
    exporters,
    service: { pipelines: { traces: { receivers: ['otlp'], exporters: Object.keys(exporters) } } },
    ...more,
  };
}

describe('what is derived', () => {
  test('only what leads in and out is changed, and every change is told', async () => {
    const { text, changes, listeners, delays } = await derive(SIDECAR);
    expect(text).toMatchSnapshot('text');
    expect(changes).toMatchSnapshot('changes');
    expect(listeners).toEqual([
      { id: 'otlp', isOfTraces: true, grpc: 'http://127.0.0.1:5000', http: 'http://127.0.0.1:5001' },
    ]);
    expect(delays).toEqual([{ of: 'processors.batch.timeout', ms: 5_000 }]);
  });

  test('processors stay as they are, with their quotes', async () => {
    const { text } = await derive(SIDECAR);
    expect(parse(text).processors).toEqual(parse(SIDECAR).processors);
    expect(text).toContain(`blocked_values: ['4[0-9]{12}', "yes"]`);
    expect(text).toContain('# the heart of it');
  });

  test('no secret is among the changes', async () => {
    const { changes } = await derive(SIDECAR);
    expect(changes).not.toContain('secret');
    expect(changes).toContain('https://***@traces.example.com');
  });

  test('what is derived twice is the same', async () => {
    const once = await derive(SIDECAR);
    expect((await derive(once.text)).text).toBe(once.text);
    expect((await derive(once.text)).changes).toBe('');
  });

  test.for([
    ['otlp', { endpoint: '127.0.0.1:4001', tls: { insecure: true } }],
    ['otlp_grpc/x', { endpoint: '127.0.0.1:4001', tls: { insecure: true } }],
    ['otlphttp', { endpoint: 'http://127.0.0.1:4000', tls: { insecure: true } }],
    ['otlp_http/x', { endpoint: 'http://127.0.0.1:4000', tls: { insecure: true } }],
  ] as const)('the exporter %s sends to the receiver', async ([id, expected]) => {
    const { text } = await derive(exporting({ [id]: { endpoint: 'https://traces.example.com', timeout: '9s' } }));
    expect(parse(text).exporters).toEqual({ [id]: { timeout: '9s', ...expected } });
  });

  test.for(['awsxray', 'datadog/eu', 'zipkin', 'loadbalancing', 'kafka'])(
    'an OTLP exporter stands in the place of %s',
    async id => {
      const { text, changes } = await derive(exporting({ [id]: {}, debug: null }));
      const { exporters, service } = parse(text);
      expect(service.pipelines.traces.exporters).toEqual(['otlphttp/tracewright', 'debug']);
      expect(exporters['otlphttp/tracewright'].endpoint).toBe('http://127.0.0.1:4000');
      expect(exporters).not.toHaveProperty(id);
      expect(changes).toContain(`exporters.${id}: removed`);
    },
  );

  test('spans arrive once where a pipeline has several exporters', async () => {
    const { text } = await derive(exporting({ 'otlp/a': {}, 'otlp/b': {}, awsxray: {} }));
    expect(parse(text).service.pipelines.traces.exporters).toEqual(['otlp/a']);
  });

  test('over TLS, exporters trust the certificate of the receiver', async () => {
    const tls = { trust: '/tls/ca.pem', clientCert: '/tls/client.pem', clientKey: '/tls/client.key' };
    const urls = { http: 'https://127.0.0.1:4000', grpc: 'https://127.0.0.1:4001', tls };
    const { text } = await derive(exporting({ otlp: { endpoint: 'x:1', tls: { insecure: true } } }), { urls });
    expect(parse(text).exporters.otlp.tls).toEqual({
      ca_file: '/tls/ca.pem',
      cert_file: '/tls/client.pem',
      key_file: '/tls/client.key',
    });
  });

  test('what aliases and merges say is written out', async () => {
    const { text } = await derive(
      `x: &queue { sending_queue: { queue_size: 5 } }
receivers: { otlp: &in { protocols: { http: } }, otlp/b: *in }
exporters: { otlphttp: { <<: *queue, endpoint: https://a } }
service: { pipelines: { traces: { receivers: [otlp, otlp/b], exporters: [otlphttp] } } }
`,
    );
    const { receivers, exporters } = parse(text);
    expect(receivers.otlp.protocols.http.endpoint).not.toBe(receivers['otlp/b'].protocols.http.endpoint);
    expect(exporters.otlphttp.sending_queue).toEqual({ queue_size: 5 });
  });

  test('a receiver with TLS has an https endpoint, and one of no pipeline is left alone', async () => {
    const { text, listeners } = await derive({
      ...exporting({ otlp: {} }),
      receivers: {
        otlp: { protocols: { http: { tls: { cert_file: 'a.pem' } } } },
        'otlp/idle': { protocols: { grpc: { endpoint: '0.0.0.0:4317' } } },
      },
    });
    expect(listeners).toMatchObject([{ id: 'otlp', http: 'https://127.0.0.1:5000' }]);
    expect(parse(text).receivers['otlp/idle']).toEqual({ protocols: { grpc: { endpoint: '0.0.0.0:4317' } } });
  });

  test('what the collector reports about itself is turned off', async () => {
    const telemetry = {
      metrics: { level: 'detailed' },
      traces: { processors: [] },
      logs: { level: 'debug', processors: [] },
    };
    const given = exporting({ otlp: {} });
    const { text } = await derive({ ...given, service: { ...parse(JSON.stringify(given)).service, telemetry } });
    expect(parse(text).service.telemetry).toEqual({ metrics: { level: 'none' }, logs: { level: 'debug' } });
  });

  test('what a pipeline names and nobody defines is left for the collector to name', async () => {
    const given = exporting({ otlp: {} }) as { service: { pipelines: { traces: object } } };
    const { text } = await derive({
      ...given,
      service: { pipelines: { traces: { receivers: ['otlp'], exporters: ['otlp', 'otlpp'] } } },
    });
    expect(parse(text).service.pipelines.traces.exporters).toEqual(['otlp', 'otlpp']);
  });
});

describe('one pipeline of several', () => {
  const config = {
    receivers: { otlp: { protocols: { http: null } } },
    processors: { batch: { timeout: '9s' } },
    connectors: { forward: null },
    exporters: { 'otlphttp/a': {}, 'otlphttp/b': {} },
    service: {
      pipelines: {
        'traces/in': { receivers: ['otlp'], exporters: ['forward', 'otlphttp/b'] },
        'traces/a': { receivers: ['forward'], exporters: ['otlphttp/a'] },
        'traces/b': { receivers: ['otlp'], processors: ['batch'], exporters: ['otlphttp/b'] },
      },
    },
  };
  test('the others no longer export to the receiver, and hold nothing back', async () => {
    const { text, delays } = await derive(config, { pipeline: 'traces/a' });
    expect(parse(text).service.pipelines).toEqual({
      'traces/in': { receivers: ['otlp'], exporters: ['forward'] },
      'traces/a': { receivers: ['forward'], exporters: ['otlphttp/a'] },
    });
    expect(delays).toEqual([]);
  });

  test('an unknown one is refused', async () => {
    await expect(derive(config, { pipeline: 'traces/c' })).rejects.toThrowErrorMatchingSnapshot();
  });
});

describe('refuses', () => {
  const pipelines = (given: unknown) => ({ ...exporting({ otlp: {} }), service: { pipelines: given } });
  test.for([
    ['no service', { receivers: {}, exporters: {} }],
    ['no traces pipeline', pipelines({ logs: { receivers: ['otlp'], exporters: ['otlp'] } })],
    ['no OTLP receiver', pipelines({ traces: { receivers: ['zipkin'], exporters: ['otlp'] } })],
    ['no exporter that could be pointed at the receiver', exporting({ debug: null, nop: null })],
    ['a section that is a list', { ...exporting({ otlp: {} }), processors: ['batch'] }],
    ['a section that stands elsewhere', { ...exporting({ otlp: {} }), processors: `\${file:processors.yaml}` }],
  ] as const)('%s', async ([, config]) => {
    await expect(derive(config)).rejects.toThrowErrorMatchingSnapshot();
  });

  test.for([
    ['is off', { http: 'http://127.0.0.1:1', grpc: undefined }],
    ['is a unix socket', { http: 'http://127.0.0.1:1', grpc: 'unix:///tmp/x.sock' }],
  ] as const)('an exporter whose protocol %s at the receiver', async ([, urls]) => {
    await expect(derive(exporting({ otlp: {} }), { urls })).rejects.toThrowErrorMatchingSnapshot();
  });
});

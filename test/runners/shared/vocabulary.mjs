// Every matcher of the table, on every subject that it takes, in both polarities and as an asymmetric one: what has to
// hold in every runner. Plain JavaScript without imports: run.mjs makes a CommonJS copy.

const attributesOf = values =>
  Object.entries(values).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
  }));

/** An order, its two queries, its failed payment and its message, as OTLP/JSON, under the context that a capture sends. */
function orderRequest({ traceId, spanId, receipt = 'send receipt' }) {
  const startMs = Date.now();
  const span = (id, parentSpanId, name, kind, fromMs, toMs, { attributes = {}, ...more } = {}) => ({
    traceId,
    spanId: id.repeat(8),
    parentSpanId,
    name,
    kind,
    startTimeUnixNano: `${startMs + fromMs}000000`,
    endTimeUnixNano: `${startMs + toMs}000000`,
    attributes: attributesOf(attributes),
    ...more,
  });
  const identity = {
    'service.version': '1.4.0',
    'telemetry.sdk.name': 'opentelemetry',
    'telemetry.sdk.language': 'nodejs',
    'telemetry.sdk.version': '2.12.1',
  };
  const service = (name, spans, more = identity) => ({
    resource: { attributes: attributesOf({ 'service.name': name, 'deployment.environment.name': 'test', ...more }) },
    scopeSpans: [{ scope: { name: 'runners' }, spans }],
  });
  const query = { attributes: { 'db.system.name': 'postgresql', 'db.query.text': 'SELECT 1' } };
  const declined = {
    attributes: { 'app.order.id': 'ord-17', 'app.amount': 1999 },
    status: { code: 2, message: 'do not honour' },
    events: [
      { name: 'retry', timeUnixNano: `${startMs + 41}000000`, attributes: attributesOf({ attempt: 1 }) },
      {
        name: 'exception',
        timeUnixNano: `${startMs + 42}000000`,
        attributes: attributesOf({ 'exception.type': 'CardDeclined', 'exception.message': 'do not honour' }),
      },
    ],
  };
  // An error that nobody sees: its status is UNSET.
  const unexplained = {
    attributes: { 'error.type': 'timeout' },
    links: [{ traceId, spanId: 'c4'.repeat(8) }],
  };
  return JSON.stringify({
    resourceSpans: [
      service('orders', [
        span('a1', spanId, 'POST /orders', 2, 0, 90),
        span('b2', 'a1'.repeat(8), 'SELECT items', 3, 10, 20, query),
        span('b3', 'a1'.repeat(8), 'SELECT items', 3, 20, 30, query),
        span('c4', 'a1'.repeat(8), receipt, 4, 70, 80),
      ]),
      service('payments', [
        span('d5', 'a1'.repeat(8), 'POST /charge', 2, 40, 60),
        span('e6', 'd5'.repeat(8), 'charge card', 1, 41, 50, declined),
      ]),
      service('mailer', [span('f7', 'a1'.repeat(8), 'process receipt', 5, 85, 88, unexplained)], {}),
    ],
  });
}

/** What the order logged, as OTLP/JSON: once before the charge, and once in it. */
function logsRequest({ traceId }) {
  const timeUnixNano = `${Date.now()}000000`;
  const record = (id, text, severityNumber) => ({
    traceId,
    spanId: id.repeat(8),
    timeUnixNano,
    severityNumber,
    body: { stringValue: text },
  });
  const resource = name => ({ attributes: attributesOf({ 'service.name': name }) });
  return JSON.stringify({
    resourceLogs: [
      { resource: resource('orders'), scopeLogs: [{ logRecords: [record('a1', 'order placed', 9)] }] },
      { resource: resource('payments'), scopeLogs: [{ logRecords: [record('e6', 'card declined', 13)] }] },
    ],
  });
}

/** A metric of the orders, as OTLP/JSON. */
function metricsRequest() {
  const dataPoints = [
    { asInt: '1', attributes: attributesOf({ 'app.order.id': 'ord-17', 'app.refusal': 'do not honour' }) },
  ];
  const resource = { attributes: attributesOf({ 'service.name': 'orders' }) };
  const metrics = [{ name: 'orders.refused', unit: '1', sum: { dataPoints } }];
  return JSON.stringify({ resourceMetrics: [{ resource, scopeMetrics: [{ metrics }] }] });
}

/** A trace of its own, as OTLP/JSON. */
function reportRequest(number = 0) {
  const now = `${Date.now()}000000`;
  const span = {
    traceId: (0x5a + number).toString(16).padStart(2, '0').repeat(16),
    spanId: '5b'.repeat(8),
    name: 'nightly report',
    kind: 1,
    startTimeUnixNano: now,
    endTimeUnixNano: now,
  };
  const resource = { attributes: attributesOf({ 'service.name': 'reports' }) };
  return JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans: [span] }] }] });
}

async function post(receiver, body, signal = 'traces') {
  await fetch(`${receiver.httpUrl}/v1/${signal}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
}

/** A matcher, whom it judges, arguments with which it holds, arguments with which it does not, and a word of each failure. */
const VOCABULARY = [
  ['toHaveSpan', 'trace', ['charge card'], ['charge cart'], /charge card/],
  ['toHaveSpan', 'trace', [{ operation: 'database' }, { times: 2 }], [{ operation: 'rpc' }], /Expected/],
  [
    'toHaveSpanTree',
    'trace',
    [{ name: 'POST /orders', children: ['send receipt', { operation: 'database' }, { operation: 'database' }] }],
    [{ name: 'POST /orders', children: ['charge card'] }],
    /charge card|send receipt/,
  ],
  ['toBeChildOf', 'card', [{ service: 'payments', kind: 'SERVER' }], ['POST /orders'], /POST \/charge/],
  ['toBeDescendantOf', 'card', ['POST /orders'], ['send receipt'], /POST \/orders/],
  ['toBeRoot', 'root', [], undefined, /it is a root/],
  ['toBeLinkedTo', 'mail', [{ kind: 'PRODUCER' }], ['POST /charge'], /send receipt/],
  ['toHappenBefore', 'card', ['send receipt'], ['POST /orders'], /ended/],
  ['toHappenInOrder', 'trace', [['charge card', 'send receipt']], [['send receipt', 'charge card']], /send receipt/],
  ['toHaveAttribute', 'card', ['app.order.id', 'ord-17'], ['app.order.id', 'ord-18'], /ord-17/],
  ['toHaveSpanAttribute', 'card', ['app.amount'], ['app.total'], /app\.amount/],
  ['toHaveAttributes', 'card', [{ 'app.order.id': /^ord/, 'app.amount': 1999 }], [{ 'app.amount': 1 }], /app\.amount/],
  ['toHaveResourceAttribute', 'card', ['deployment.environment.name', 'test'], ['host.name'], /deployment/],
  ['toHaveEvent', 'card', ['retry', { attempt: 1 }], ['retry', { attempt: 2 }], /attempt/],
  ['toHaveException', 'card', [{ type: 'CardDeclined', message: /honour/ }], [{ type: 'Timeout' }], /CardDeclined/],
  ['toHaveStatus', 'card', ['ERROR', /honour/], ['OK'], /do not honour/],
  ['toHaveNoErrors', 'trace', [{ except: 'charge card' }], [], /excepted|CardDeclined/],
  ['toRecordErrors', 'trace', [{ except: 'process receipt' }], [], /break|breaks/],
  ['toHaveServiceIdentity', 'trace', [{ except: { service: 'mailer' } }], [], /telemetry\.sdk\.name/],
  [
    'toFollowAttributePolicy',
    'trace',
    [{ attributes: { 'app.order.id': { required: 'charge card', values: { pattern: '^ord-' } } } }],
    [{ attributes: { 'app.amount': { cardinality: { max: 1 }, type: 'string' } }, allowed: { 'app.*': [] } }],
    /deviation/,
  ],
  ['toHaveNoRepeats', 'trace', [{ max: 2 }], [{ max: 1 }], /alike/],
  ['toHaveNoRepeats', 'trace', [{ max: 2, per: 'trace' }], [{ max: 1, per: { ancestor: 'POST /orders' } }], /alike/],
  ['toHaveNoStrays', 'trace', [], undefined, /no stray/],
  ['toHaveNoStrays', 'strayed trace', [{ except: 'nightly report' }], [], /nightly report/],
  ['toHaveLogs', 'trace', ['order placed'], ['order paid'], /order placed/],
  [
    'toHaveLogs',
    'trace',
    [{ severity: { min: 'WARN' }, span: 'charge card' }, { times: 1 }],
    [{ severity: 'ERROR' }],
    /log record/,
  ],
  ['toHaveCorrelatedLogs', 'trace', [{ services: ['orders', 'payments'] }], undefined, /2 records with it/],
  ['toBeComplete', 'trace', [], undefined, /nothing is missing/],
  ['toBeSampledConsistently', 'trace', [], undefined, /nothing that shows/],
  ['toTakeLessThan', 'trace', [1_000], [90], /90 ms/],
  ['toTakeLessThan', 'card', [10], [9], /9 ms/],
  ['toPropagateAcross', 'trace', ['orders', ['payments', 'mailer']], ['mailer', 'orders'], /orders/],
  ['toContinue', 'trace', [], [`00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`], /continue/],
  ['toContinue', 'root', [], ['Root=1-11111111-222222222222222222222222'], /continue/],
  ['toBeUnsampled', 'unsampled', [], undefined, /no span/],
  ['toHaveXRayAnnotation', 'card', ['app.order.id', 'ord-17'], ['app.amount'], /app\.order\.id/],
  ['toHaveXRayMetadata', 'card', ['app.amount', 1999], ['app.order.id'], /app\.amount/],
  ['toFitXRay', 'trace', [], undefined, /documents that fit/],
  ['toFitXRay', 'strayed trace', [{ except: 'send {receipt}' }], [], /X-Ray/],
  ['toBeFreeOfPii', 'trace', [], [{ patterns: [{ name: 'order-id', pattern: 'ord-\\d+' }] }], /personal data/],
  ['toBeFreeOfPii', 'card', [], [{ patterns: [{ name: 'order-id', pattern: 'ord-\\d+' }] }], /personal data/],
  ['toBeFreeOfPii', 'trace', [{ kinds: ['gen-ai-content'] }], undefined, /content of generative AI/],
  ['toBeFreeOfPii', 'metric', [], [{ patterns: [{ name: 'order-id', pattern: 'ord-\\d+' }] }], /personal data/],
];

/** The same of what has to be made: canaries, of which one is in the telemetry and one is not. */
const leaks = canary => [
  ['toLeak', 'trace', [canary.track('the refusal', 'do not honour')], [canary.person().sent()], /canary/],
  ['toLeak', 'card', [canary.track('the refusal', 'do not honour')], [canary.person().sent()], /canary/],
  ['toLeak', 'metric', [canary.track('the refusal', 'do not honour')], [canary.person().sent()], /canary/],
];

/** A service that speaks Trace Context by hand, and breaks one rule: it accepts version ff. */
async function lenientService() {
  const { createServer } = process.getBuiltinModule('node:http');
  const { randomBytes } = process.getBuiltinModule('node:crypto');
  const server = createServer(async (request, response) => {
    const { rawHeaders } = request;
    const values = name =>
      rawHeaders
        .filter((_, at) => at % 2 === 1 && rawHeaders[at - 1].toLowerCase() === name)
        .map(value => value.trim());
    const parents = values('traceparent');
    const form = /^([\da-f]{2})-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-([\da-f]{2})(-.*)?$/;
    const [, version, traceId, flags, rest] = (parents.length === 1 && form.exec(parents[0])) || [];
    const isTaken = traceId !== undefined && !(version === '00' && rest !== undefined);
    const states = isTaken ? values('tracestate').filter(Boolean) : [];
    const id = isTaken ? traceId : randomBytes(16).toString('hex');
    let body = '';
    for await (const chunk of request) body += chunk;
    for (const { url } of JSON.parse(body)) {
      const traceparent = `00-${id}-${randomBytes(8).toString('hex')}-${isTaken ? flags : '01'}`;
      await fetch(url, {
        method: 'POST',
        headers: states.length > 0 ? { traceparent, tracestate: states.join(',') } : { traceparent },
      });
    }
    response.end();
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Proved with the runner's own snapshots, and below with the report of a service and with log records. */
const OTHERWISE = ['toMatchTraceSnapshot', 'toHonorTraceContext', 'toSample', 'toSampleAtMost', 'toCorrelateWith'];

/** Each row as tests, on subjects that came through a real receiver. */
export function proveVocabulary({
  expect,
  test,
  beforeAll,
  afterAll,
  startReceiver,
  select,
  canary,
  checkTraceContext,
  measureSampling,
  matchers,
}) {
  const vocabulary = [...VOCABULARY, ...leaks(canary)];
  const subjects = {};
  let receiver;
  beforeAll(async () => {
    receiver = await startReceiver({ grpcPort: false, xray: { indexedAttributes: ['app.order.id'] } });
    const trace = await receiver.capture(async ({ traceId, spanId }) => {
      await post(receiver, logsRequest({ traceId }), 'logs');
      await post(receiver, metricsRequest(), 'metrics');
      await post(receiver, orderRequest({ traceId, spanId }));
    });
    const strayed = await receiver.capture(async ({ traceId, spanId }) => {
      // A name that X-Ray does not know all characters of.
      await post(receiver, orderRequest({ traceId, spanId, receipt: 'send {receipt}' }));
      await post(receiver, reportRequest());
    });
    const unsampled = await receiver.capture(({ headers }) => Object.keys(headers), { sampled: false });
    const mail = trace.get('process receipt');
    Object.assign(subjects, {
      trace,
      'strayed trace': strayed,
      unsampled,
      mail,
      card: trace.get('charge card'),
      root: trace.get('POST /orders'),
      record: trace.logs[0],
      metric: receiver.metrics[0],
    });
  });
  afterAll(() => receiver.stop());

  /** Runners copy what they show as a diff, and ask the matcher about the copy. */
  const A_DIFF = /toEqual|deeply equal/;

  /** How often each title came: Playwright refuses two that are the same. */
  const titles = new Map();
  for (const [matcher, subject, holds, fails, text] of vocabulary) {
    const what = `${matcher} of a ${subject}${holds.length > 0 ? ` (${typeof holds[0]})` : ''}`;
    titles.set(what, (titles.get(what) ?? 0) + 1);
    const title = titles.get(what) === 1 ? what : `${what} ${titles.get(what)}`;
    test(`${title} holds, of an array too, and its negation says why not`, () => {
      expect(subjects[subject])[matcher](...holds);
      expect([subjects[subject]])[matcher](...holds);
      expect(() => expect(subjects[subject]).not[matcher](...holds)).toThrow(text);
      expect(() => expect([subjects[subject]]).not[matcher](...holds)).toThrow(matcher);
    });

    test(`${title} holds as an asymmetric matcher`, () => {
      expect({ it: subjects[subject] }).toEqual({ it: expect[matcher](...holds) });
      expect({ it: subjects[subject] }).not.toEqual({ it: expect.not[matcher](...holds) });
    });

    test(`${title} shows a diff where its negation is asymmetric and does not hold`, () => {
      expect(() => expect({ it: subjects[subject] }).toEqual({ it: expect.not[matcher](...holds) })).toThrow(A_DIFF);
    });

    if (fails === undefined) continue;
    test(`${title} does not hold where it should not, and says why not`, () => {
      expect(subjects[subject]).not[matcher](...fails);
      expect([subjects[subject]]).not[matcher](...fails);
      expect(() => expect(subjects[subject])[matcher](...fails)).toThrow(text);
      expect({ it: subjects[subject] }).toEqual({ it: expect.not[matcher](...fails) });
      expect({ it: subjects[subject] }).not.toEqual({ it: expect[matcher](...fails) });
      expect(() => expect({ it: subjects[subject] }).toEqual({ it: expect[matcher](...fails) })).toThrow(A_DIFF);
    });
  }

  test('a log record correlates with the trace whose span it names', () => {
    const { trace, record, 'strayed trace': other } = subjects;
    expect(record).toCorrelateWith(trace);
    expect(trace.logs).toCorrelateWith(trace);
    expect(record).not.toCorrelateWith(other);
    expect({ it: record }).toEqual({ it: expect.toCorrelateWith(trace) });
    expect({ it: record }).toEqual({ it: expect.not.toCorrelateWith(other) });
    expect(() => expect(record).toCorrelateWith(other)).toThrow(/it names another trace/);
    expect(() => expect(record).not.toCorrelateWith(trace)).toThrow(/it names "POST \/orders"/);
    expect(() => expect([]).toCorrelateWith(trace)).toThrow(/INVALID_SUBJECT/);
  });

  test('a selector goes wherever criteria go', () => {
    const { trace, card } = subjects;
    expect(trace).toHaveSpan(select('span[service="orders"] > span[operation=database]'), { times: 2 });
    expect(card).toBeChildOf(select('span[kind=SERVER]:has(> span[app.amount>1000])'));
    expect(card).not.toBeChildOf(select('span[service="orders"]'));
    expect(() => select('span[kind="CLEINT"]')).toThrow(/UNKNOWN_KIND.*column 6.*CLIENT/);
  });

  test('a service is checked, and its report is judged synchronously', async () => {
    const service = await lenientService();
    try {
      const report = await checkTraceContext({ url: service.url });
      const known = ['traceparent-version-ff'];
      expect(report).toHonorTraceContext({ known });
      expect(report).not.toHonorTraceContext();
      expect(() => expect(report).toHonorTraceContext()).toThrow(/1 of 37 cases fails:.*version-ff/s);
      expect(() => expect(report).not.toHonorTraceContext({ known })).toThrow(/It follows them all/);
      expect({ it: report }).toEqual({ it: expect.toHonorTraceContext({ known }) });
      expect({ it: report }).toEqual({ it: expect.not.toHonorTraceContext() });
      expect({ it: report }).not.toEqual({ it: expect.toHonorTraceContext() });
      expect(() => expect(checkTraceContext(service.url)).toHonorTraceContext()).toThrow(/`await` is missing/);
      expect(() => expect(service.url).not.toHonorTraceContext()).toThrow(/INVALID_SUBJECT/);
    } finally {
      service.stop();
    }
  });

  test('sampling is measured, and the report is judged synchronously', async () => {
    const report = await measureSampling(receiver, {
      requests: 40,
      // Each trace has an id of its own, that of no trace before.
      request: ({ index }) => (index % 2 === 0 ? post(receiver, reportRequest(index + 2)) : Promise.resolve()),
      root: 'nightly report',
    });
    const claim = { margin: 0.4, confidence: 0.99 };
    expect(report).toSample(0.5, claim);
    expect(report).not.toSample(0, { margin: 0.2, confidence: 0.99 });
    expect(() => expect(report).not.toSample(0.5, claim)).toThrow(/20 of 40 requests sampled by reports: 50 %/);
    expect(() => expect(report).toSample(0.5, { margin: 0.01 })).toThrow(/INCOMPLETE: 40 requests are too few/);
    expect({ it: report }).toEqual({ it: expect.toSample(0.5, claim) });
    expect({ it: report }).not.toEqual({ it: expect.not.toSample(0.5, claim) });
    expect(report).not.toSampleAtMost(1);
    expect(() => expect(report).toSampleAtMost(1)).toThrow(/20 sampled/);
    expect({ it: report }).toEqual({ it: expect.not.toSampleAtMost(1) });
    expect(() => expect(Promise.resolve(report)).toSample(0.5, claim)).toThrow(/`await` is missing/);
    expect(() => expect(40).not.toSampleAtMost(1)).toThrow(/INVALID_SUBJECT/);
  });

  test('the table has every matcher', () => {
    const rows = vocabulary.map(([matcher]) => matcher);
    expect(Object.keys(matchers).filter(name => !rows.includes(name) && !OTHERWISE.includes(name))).toEqual([]);
  });
}

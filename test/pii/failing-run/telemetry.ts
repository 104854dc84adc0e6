import type { Trace } from '../../../src/model/trace.ts';

/** A request of OTLP/JSON in whose every place one of the values stands. */
export function traceRequest(
  { traceId, spanId }: { readonly traceId: string; readonly spanId: string },
  values: Readonly<Record<string, string>>,
): object {
  const { email = '', card = '', iban = '', token = '', password = '', ssn = '' } = values;
  const now = `${Date.now()}000000`;
  const later = `${Date.now() + 10}000000`;
  const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
  const span = (id: string, parentSpanId: string, name: string, more: object) => ({
    traceId,
    spanId: id.repeat(8),
    parentSpanId,
    name,
    kind: 1,
    startTimeUnixNano: now,
    endTimeUnixNano: later,
    ...more,
  });
  const exception = {
    name: 'exception',
    timeUnixNano: now,
    attributes: [
      text('exception.message', `card ${card} was declined`),
      text('exception.stacktrace', `Error: card ${card} was declined\n    at charge (/app/bank.js:11:3)`),
    ],
  };
  return {
    resourceSpans: [
      {
        resource: { attributes: [text('service.name', 'signup'), text('host.owner', `mail ${email}`)] },
        scopeSpans: [
          {
            scope: { name: 'test', version: '1', attributes: [text('scope.note', email)] },
            spans: [
              span('a1', spanId, `POST /signup/${email}`, {
                attributes: [
                  text('user.email', email),
                  text('db.query.text', `SELECT 1 FROM users WHERE email = '${email}' AND iban = '${iban}'`),
                  text('url.full', `https://x.example/?access_token=${token}&m=${encodeURIComponent(email)}`),
                  text('app.config', JSON.stringify({ password, customer: { ssn } })),
                  text('app.encoded', Buffer.from(JSON.stringify({ email })).toString('base64')),
                  text(`app.${email}`, 'key'),
                  { key: 'app.bytes', value: { bytesValue: Buffer.from(email).toString('base64') } },
                ],
                status: { code: 2, message: `no customer ${email}` },
                links: [{ traceId: '9'.repeat(32), spanId: '8'.repeat(16), attributes: [text('link.to', email)] }],
              }),
              span('b2', 'a1'.repeat(8), 'charge card', {
                attributes: [text('app.card', card), text('user.password', password)],
                events: [exception],
              }),
              span('c3', 'a1'.repeat(8), 'charge card', { attributes: [text('enduser.id', token)] }),
            ],
          },
        ],
      },
    ],
  };
}

/** Requests that are not stored in whole, or at all: what the receiver notes about them holds the values. */
export function faultyRequests(
  { traceId, spanId }: { readonly traceId: string; readonly spanId: string },
  { email = '', card = '', iban = '' }: Readonly<Record<string, string>>,
): readonly (readonly [path: string, body: object])[] {
  const now = `${Date.now()}000000`;
  const request = (id: string, given: object) => {
    const span = { traceId, spanId: id, parentSpanId: spanId, name: `bad ${email}`, startTimeUnixNano: now, ...given };
    const resource = { attributes: [{ key: 'service.name', value: { stringValue: email } }] };
    return { resourceSpans: [{ resource, scopeSpans: [{ spans: [span] }] }] };
  };
  const twice = { key: `key of ${email}`, value: { stringValue: iban } };
  return [
    ['/v1/traces', request('1'.repeat(16), { endTimeUnixNano: '1', attributes: [twice, twice] })],
    ['/v1/traces', request(card, {})],
    [`/v1/${email}`, request('2'.repeat(16), {})],
    ['/v1/traces', { resourceSpans: `${email} ${iban}` }],
  ];
}

/** A request of log records in whose every place one of the values stands. */
export function logsRequest(
  { email = '', card = '', token = '' }: Readonly<Record<string, string>>,
  traceId?: string,
): object {
  const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
  const record = {
    traceId,
    body: { kvlistValue: { values: [text('mail', email), text('note', `card ${card}`)] } },
    attributes: [text('user.email', email), text('access_token', token)],
    severityText: email,
    eventName: `signup of ${email}`,
  };
  const resource = { attributes: [text('host.owner', email)] };
  return { resourceLogs: [{ resource, scopeLogs: [{ scope: { name: email }, logRecords: [record] }] }] };
}

/** The values that really are in the trace, so that not finding them means something. */
export function valuesIn(trace: Trace, values: Readonly<Record<string, string>>): string[] {
  const all = JSON.stringify(trace.spans.map(span => [span.attributes, span.events.map(event => event.attributes)]));
  return Object.keys(values).filter(name => all.includes(values[name] ?? ''));
}

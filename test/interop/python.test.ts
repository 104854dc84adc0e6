import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { canary } from '../../src/pii/canary/canary.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import type { Service } from '../../src/services/service.ts';
import { jsonLines } from './json-lines.ts';
import { sendRequest } from './send-request.ts';
import { type Aws, startAws } from './start-aws.ts';
import { start } from './start-shop.ts';

describe.each(['http/protobuf', 'grpc'] as const)(
  'python: FastAPI, requests and boto3, over %s, with opentelemetry-instrument',
  protocol => {
    let receiver: Receiver;
    let aws: Aws;
    let archive: Service;
    beforeAll(async () => {
      aws = await startAws();
      receiver = await startReceiver();
      const ledger = await start('ledger', { receiver, protocol });
      const logs = { OTEL_PYTHON_LOG_CORRELATION: 'true', PYTHONUNBUFFERED: '1' };
      const env = { ...logs, AWS_URL: aws.url, LEDGER_URL: ledger.url };
      archive = await start('archive', { receiver, protocol, env });
    }, 120_000);
    afterAll(async () => {
      await receiver?.stop();
      await aws?.stop();
    }, 20_000);

    test('python: what requests and boto3 call is one tree, and the context is handed on', async () => {
      const trace = await sendRequest(receiver, archive, 'POST /reports/r-1', { services: ['archive', 'ledger'] });

      expect(trace.result.status).toBe(201);
      expect(trace).toBeComplete();
      expect(trace).toHaveNoStrays();
      expect(trace).toHaveNoErrors();
      expect(trace).toRecordErrors();
      expect(trace).toBeFreeOfPii();
      expect(trace).toPropagateAcross('archive', 'ledger');
      expect(trace).toHaveSpanTree(
        {
          service: 'archive',
          name: 'POST /reports/{report_id}',
          scope: /fastapi/,
          attributes: { 'http.status_code': 201 },
          children: [
            { kind: 'CLIENT', scope: /requests/, operation: 'http', children: [{ service: 'ledger', kind: 'SERVER' }] },
            { kind: 'CLIENT', scope: /botocore/, attributes: { 'rpc.service': 'S3', 'rpc.method': 'PutObject' } },
            { kind: 'CLIENT', scope: /botocore/, attributes: { 'rpc.service': 'SQS', 'messaging.system': 'aws.sqs' } },
          ],
        },
        { ordered: true },
      );
      expect(aws.objects.get('reports/r-1.txt')).toMatch(/^entry /);
      expect(aws.messages.map(({ MessageBody }) => MessageBody)).toEqual(['r-1']);
    });

    test('python: an object that S3 does not have is an exception of boto3, and an error of the request', async () => {
      const trace = await sendRequest(receiver, archive, 'GET /reports/none', { services: ['archive'] });

      expect(trace.result.status).toBe(500);
      const got = trace.get({ name: 'S3.GetObject' });
      expect(got).toHaveStatus('ERROR', /NoSuchKey/);
      expect(got).toHaveException({ type: /NoSuchKey$/, message: /does not exist/ });
      expect(trace.get({ kind: 'SERVER' })).toHaveStatus('ERROR');
      expect(trace.get({ kind: 'SERVER' })).toHaveException({ type: /NoSuchKey$/ });
      expect(trace).not.toHaveNoErrors();
      expect(trace).toRecordErrors();
    });

    test('python: an address that the code writes on its span is found', async () => {
      const person = canary.person();
      const body = new URLSearchParams({ email: person.email });
      const trace = await sendRequest(receiver, archive, 'POST /readers', { body, services: ['archive'] });

      expect(trace.result.status).toBe(204);
      expect(trace).toLeak(person);
      expect(trace).not.toBeFreeOfPii();
      expect(trace).not.toLeak(person, { allow: [{ key: 'app.reader', reason: 'planted' }] });
    });

    test('python: what logging writes names the trace, as JSON and as OTLP', async () => {
      const trace = await sendRequest(receiver, archive, 'POST /reports/r-2', { services: ['archive', 'ledger'] });

      const { traceId, spanId } = trace.get({ service: 'archive', kind: 'SERVER' });
      const message = 'report r-2 is to be archived';
      const line = { message, levelname: 'INFO', otelTraceID: traceId, otelSpanID: spanId, otelTraceSampled: true };
      await vi.waitFor(() => {
        expect(jsonLines(archive.output)).toContainEqual(expect.objectContaining(line));
        const records = receiver.logs.filter(({ body }) => body === message);
        expect(records).toEqual([expect.objectContaining({ service: 'archive', traceId, spanId })]);
      });
    });
  },
);

import { describe, expect, test } from 'vitest';
import { readTime } from '../../src/logs/log-time.ts';
import { readLogLine, ServiceResource } from '../../src/logs/read-log-line.ts';
import type { LogRecord } from '../../src/model/log-record.ts';

const TRACE = '5f9babc01234567890abcdef12345678';
const XRAY = '1-5f9babc0-1234567890abcdef12345678';
const SPAN = '53995c3f42cd8ad8';
/** 12:00:01.204 UTC on 2026-11-02. */
const AT_MS = 1_793_620_801_204;
const AT = BigInt(AT_MS) * 1_000_000n;
const OBSERVED_MS = AT_MS + 5;

function read(line: unknown): LogRecord | undefined {
  const text = typeof line === 'string' ? line : JSON.stringify(line);
  return readLogLine({ text, stream: 'stdout', observedMs: OBSERVED_MS }, new ServiceResource('orders'));
}

const IDS = { traceId: TRACE, spanId: SPAN };

describe('the lines that loggers write', () => {
  test.each<[string, object, object]>([
    [
      'pino, with its instrumentation',
      {
        level: 30,
        time: AT_MS,
        pid: 7,
        hostname: 'h',
        name: 'shop',
        trace_id: TRACE,
        span_id: SPAN,
        trace_flags: '01',
        orderId: 'o-1',
        msg: 'placed',
      },
      {
        ...IDS,
        flags: 1,
        timeUnixNano: AT,
        severityNumber: 9,
        severityText: 'info',
        body: 'placed',
        scope: { name: 'shop' },
        attributes: { pid: 7, hostname: 'h', orderId: 'o-1' },
      },
    ],
    [
      'pino, of an error',
      {
        level: 50,
        time: AT_MS,
        pid: 7,
        hostname: 'h',
        err: {
          type: 'CardDeclined',
          message: 'no',
          stack: 'CardDeclined: no\n    at charge (bank.js:1:1)',
          code: 'E1',
        },
        msg: 'no',
      },
      {
        severityNumber: 17,
        attributes: {
          'exception.type': 'CardDeclined',
          'exception.message': 'no',
          'exception.stacktrace': 'CardDeclined: no\n    at charge (bank.js:1:1)',
          err: { code: 'E1' },
        },
      },
    ],
    [
      'winston',
      {
        level: 'warn',
        message: 'low',
        timestamp: '2026-11-02T12:00:01.204Z',
        trace_id: TRACE,
        span_id: SPAN,
        trace_flags: '00',
      },
      { ...IDS, flags: 0, timeUnixNano: AT, severityNumber: 13, severityText: 'warn', body: 'low' },
    ],
    [
      'winston, of an error, without a time',
      { level: 'error', message: 'no', stack: 'TypeError: no\n    at charge (bank.js:1:1)' },
      {
        timeUnixNano: 0n,
        observedTimeUnixNano: BigInt(OBSERVED_MS) * 1_000_000n,
        severityNumber: 17,
        body: 'no',
        attributes: { 'exception.type': 'TypeError', 'exception.message': 'no' },
      },
    ],
    [
      'structlog',
      {
        event: 'placed',
        level: 'info',
        timestamp: '2026-11-02T12:00:01.204567Z',
        logger: 'shop',
        trace_id: TRACE,
        span_id: SPAN,
        order: 'o-1',
      },
      {
        ...IDS,
        timeUnixNano: AT + 567_000n,
        body: 'placed',
        severityNumber: 9,
        scope: { name: 'shop' },
        attributes: { order: 'o-1' },
      },
    ],
    [
      'structlog, of an exception',
      {
        event: 'failed',
        level: 'error',
        exception: 'Traceback (most recent call last):\n  File "a.py", line 1, in f\nshop.errors.Declined: no funds',
      },
      { body: 'failed', attributes: { 'exception.type': 'shop.errors.Declined', 'exception.message': 'no funds' } },
    ],
    [
      'python-json-logger, with OpenTelemetry’s instrumentation of logging',
      {
        asctime: '2026-11-02 12:00:01,204',
        levelname: 'WARNING',
        levelno: 30,
        name: 'shop.orders',
        message: 'low',
        otelTraceID: TRACE,
        otelSpanID: SPAN,
        otelServiceName: 'orders-api',
        otelTraceSampled: true,
        taskName: null,
      },
      {
        ...IDS,
        flags: 1,
        timeUnixNano: AT,
        severityNumber: 13,
        severityText: 'WARNING',
        body: 'low',
        service: 'orders-api',
        scope: { name: 'shop.orders' },
        attributes: { taskName: null },
      },
    ],
    [
      'python-json-logger, outside of a span',
      { levelname: 'INFO', message: 'up', otelTraceID: '0', otelSpanID: '0', otelTraceSampled: false },
      { traceId: undefined, spanId: undefined, flags: 0, severityNumber: 9, body: 'up' },
    ],
    [
      'Quarkus',
      {
        timestamp: '2026-11-02T13:00:01.204+01:00',
        sequence: 1,
        loggerClassName: 'org.jboss.logging.Logger',
        loggerName: 'shop.Orders',
        level: 'WARN',
        message: 'low',
        threadName: 'executor-1',
        mdc: { traceId: TRACE, spanId: SPAN, parentId: '00f067aa0ba902b7', sampled: 'true' },
        processId: 7,
      },
      {
        ...IDS,
        flags: 1,
        timeUnixNano: AT,
        severityNumber: 13,
        body: 'low',
        scope: { name: 'shop.Orders' },
        attributes: { mdc: { parentId: '00f067aa0ba902b7' }, processId: 7 },
      },
    ],
    [
      'Quarkus, of an exception',
      {
        timestamp: '2026-11-02T12:00:01.204Z',
        level: 'ERROR',
        message: 'x',
        exception: {
          refId: 1,
          exceptionType: 'java.lang.IllegalStateException',
          message: 'no',
          frames: [{ class: 'A', method: 'b' }],
        },
      },
      {
        attributes: {
          'exception.type': 'java.lang.IllegalStateException',
          'exception.message': 'no',
          exception: { refId: 1, frames: [{ class: 'A', method: 'b' }] },
        },
      },
    ],
    [
      'Logback with the logstash encoder',
      {
        '@timestamp': '2026-11-02T12:00:01.204123456Z',
        '@version': '1',
        message: 'low',
        logger_name: 'shop.Orders',
        thread_name: 'main',
        level: 'ERROR',
        level_value: 40000,
        trace_id: TRACE,
        span_id: SPAN,
        trace_flags: '01',
        stack_trace: 'java.io.IOException: gone\n\tat A.b(A.java:1)\n',
      },
      {
        ...IDS,
        flags: 1,
        timeUnixNano: AT + 123_456n,
        severityNumber: 17,
        scope: { name: 'shop.Orders' },
        attributes: { 'exception.type': 'java.io.IOException', 'exception.message': 'gone' },
      },
    ],
    [
      'Logback’s own encoder',
      {
        sequenceNumber: 0,
        timestamp: AT_MS,
        level: 'INFO',
        threadName: 'main',
        loggerName: 'shop.Orders',
        mdc: { trace_id: TRACE, span_id: SPAN },
        message: 'up',
        throwable: null,
      },
      { ...IDS, timeUnixNano: AT, body: 'up', attributes: { sequenceNumber: 0, throwable: null } },
    ],
    [
      'ECS with dots',
      {
        '@timestamp': '2026-11-02T12:00:01.204Z',
        'log.level': 'INFO',
        'log.logger': 'shop',
        message: 'up',
        'ecs.version': '1.2.0',
        'trace.id': TRACE,
        'span.id': SPAN,
        'error.type': 'E',
        'error.stack_trace': 'E: x\n\tat A.b(A.java:1)',
      },
      {
        ...IDS,
        severityNumber: 9,
        scope: { name: 'shop' },
        attributes: { 'ecs.version': '1.2.0', 'exception.type': 'E', 'exception.message': 'x' },
      },
    ],
    [
      'ECS nested',
      {
        '@timestamp': '2026-11-02T12:00:01.204Z',
        log: { level: 'ERROR', logger: 'shop' },
        message: 'up',
        trace: { id: TRACE },
        span: { id: SPAN },
      },
      { ...IDS, severityNumber: 17, scope: { name: 'shop' }, attributes: {} },
    ],
    [
      'Log4j 2',
      {
        instant: { epochSecond: 1_793_620_801, nanoOfSecond: 204_000_001 },
        level: 'FATAL',
        loggerName: 'shop',
        message: 'x',
        contextMap: { trace_id: TRACE, span_id: SPAN, user: 'u' },
      },
      { ...IDS, timeUnixNano: AT + 1n, severityNumber: 21, attributes: { contextMap: { user: 'u' } } },
    ],
    [
      'zap',
      { level: 'debug', ts: 1793620801.204, caller: 'a.go:1', msg: 'x' },
      { timeUnixNano: AT, severityNumber: 5 },
    ],
    ['X-Ray’s form of the id', { level: 'info', message: 'x', trace_id: XRAY, span_id: SPAN }, IDS],
    [
      'X-Ray’s own field, whose value repeats its name as the X-Ray SDK for Java writes it',
      { message: 'x', mdc: { 'AWS-XRAY-TRACE-ID': `AWS-XRAY-TRACE-ID: ${XRAY}@${SPAN}` } },
      IDS,
    ],
    ['X-Ray’s own field', { level: 'info', message: 'x', 'AWS-XRAY-TRACE-ID': `${XRAY}@${SPAN}` }, IDS],
    [
      'X-Ray’s field without a span',
      { message: 'x', 'AWS-XRAY-TRACE-ID': XRAY },
      { traceId: TRACE, spanId: undefined },
    ],
    ['X-Ray’s header', { message: 'x', xray_trace_id: `Root=${XRAY};Parent=${SPAN};Sampled=1` }, { ...IDS, flags: 1 }],
    [
      'X-Ray’s id in the message',
      { message: `AWS-XRAY-TRACE-ID: ${XRAY}@${SPAN} paid` },
      { ...IDS, body: `AWS-XRAY-TRACE-ID: ${XRAY}@${SPAN} paid` },
    ],
    ['ids in upper case', { message: 'x', traceId: TRACE.toUpperCase(), spanId: SPAN.toUpperCase() }, IDS],
    ['X-Ray’s id in upper case', { message: 'x', trace_id: XRAY.toUpperCase(), span_id: SPAN }, IDS],
    [
      'zeros',
      { message: 'x', trace_id: '0'.repeat(32), span_id: '0'.repeat(16) },
      { traceId: undefined, spanId: undefined, attributes: {} },
    ],
    [
      'ids that are none',
      { message: 'x', trace_id: 'abc', span_id: 'xyz' },
      { traceId: undefined, spanId: undefined, attributes: { trace_id: 'abc', span_id: 'xyz' } },
    ],
    ['a level of one’s own', { level: 'audit', message: 'x' }, { severityNumber: 0, severityText: 'audit' }],
    ['a message of fields', { level: 'info', message: { order: 1 } }, { body: { order: 1 } }],
    ['a key that is no plain one', JSON.parse('{"message":"x","__proto__":{"a":1}}') as object, { body: 'x' }],
  ])('%s', (_, line, expected) => {
    const { attributes, ...fields } = expected as { attributes?: object };
    const record = read(line);
    expect(record).toMatchObject(fields);
    if (attributes === undefined) return;
    expect(record?.attributes).toMatchObject({ ...attributes, 'log.iostream': 'stdout' });
    const given = Object.keys(record?.attributes ?? {}).filter(key => !/^exception\.|^log\.iostream$/.test(key));
    for (const key of ['trace_id', 'traceId', 'span_id', 'message', 'msg', 'level', 'timestamp', 'trace_flags']) {
      if (!Object.hasOwn(attributes, key)) expect(given).not.toContain(key);
    }
  });

  test.each([
    'listening on 3000',
    '[orders] {"message":"x"}',
    '{"message":"x"',
    '["message"]',
    'null',
    '{}',
    '{"port":8080,"ok":true}',
    '{"event":{"action":"x"},"id":4}',
  ])('%s is no log record', line => {
    expect(read(line)).toBeUndefined();
  });

  test.each([
    ['pino', [10, 20, 25, 30, 35, 40, 50, 60, 70], [1, 5, 7, 9, 11, 13, 17, 21, 24]],
    ['syslog', [0, 3, 4, 6, 7], [21, 17, 13, 9, 5]],
    ['winston', ['error', 'warn', 'info', 'http', 'verbose', 'debug', 'silly'], [17, 13, 9, 7, 6, 5, 1]],
    ['Python', ['CRITICAL', 'ERROR', 'WARNING', 'INFO', 'DEBUG', 'NOTSET'], [21, 17, 13, 9, 5, 0]],
    ['java.util.logging', ['SEVERE', 'WARNING', 'INFO', 'CONFIG', 'FINE', 'FINER', 'FINEST'], [17, 13, 9, 8, 6, 5, 1]],
  ])('levels of %s', (_, levels, numbers) => {
    expect(levels.map(level => read({ level, msg: 'x' })?.severityNumber)).toEqual(numbers);
  });
});

describe('times', () => {
  test.each<[string, unknown, bigint | undefined]>([
    ['seconds', 1_793_620_801, 1_793_620_801_000_000_000n],
    ['milliseconds', AT_MS, AT],
    ['microseconds', AT_MS * 1000 + 5, AT + 5_000n],
    ['nanoseconds as text', '1793620801204000007', AT + 7n],
    ['seconds with a fraction', 1793620801.204, AT],
    ['a zone without a colon', '2026-11-02T13:00:01.204+0100', AT],
    ['a named zone', '2026-11-02T13:00:01.204+01:00[Europe/Berlin]', AT],
    ['RFC 2822', 'Mon, 02 Nov 2026 12:00:01 GMT', 1_793_620_801_000_000_000n],
    ['no time', 'soon', undefined],
    ['a small number', 12.5, undefined],
    ['nothing', null, undefined],
  ])('%s', (_, value, expected) => {
    expect(readTime(value, OBSERVED_MS)).toBe(expected);
  });

  test('a time without a zone is UTC or local time, whichever is nearer to when it was read', () => {
    const local = new Date(2026, 10, 2, 12, 0, 1, 204).getTime();
    expect(readTime('2026-11-02 12:00:01,204', AT_MS)).toBe(AT);
    expect(readTime('2026-11-02 12:00:01,204', local)).toBe(BigInt(local) * 1_000_000n);
  });
});

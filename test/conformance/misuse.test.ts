import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { expect as jestExpect } from 'expect';
import { toHonorTraceContext } from '../../matchers/to-honor-trace-context.ts';
import { checkTraceContext } from '../../src/conformance/check-trace-context.ts';
import type { TraceContextReport } from '../../src/conformance/verdict.ts';
import { type HandMade, startHandMade } from './services/hand-made.ts';

const URL_9 = 'http://127.0.0.1:9';

describe('checkTraceContext refuses', () => {
  test.each<[label: string, subject: unknown, options: unknown, code: string, text: string]>([
    ['no service', undefined, undefined, 'INVALID_SUBJECT', 'checks a service'],
    ['text that is no URL', 'orders', undefined, 'INVALID_SUBJECT', 'the string "orders"'],
    ['a service without a URL', { url: undefined }, undefined, 'INVALID_SUBJECT', 'started with the option port'],
    ['an unknown option', URL_9, { pth: '/' }, 'UNKNOWN_OPTION', 'Did you mean "path"?'],
    ['a Promise of a service', Promise.resolve({ url: URL_9 }), undefined, 'INVALID_SUBJECT', '`await` is missing'],
    ['a URL of another protocol', 'grpc://127.0.0.1:9', undefined, 'INVALID_SUBJECT', 'the http URL'],
    ['a path that is none', URL_9, { path: 'http://[' }, 'INVALID_OPTION', "a path: '/test'"],
    ['a path that is no text', URL_9, { path: 7 }, 'INVALID_OPTION', "a path: '/test'"],
    ['options that are no object', URL_9, 'strict', 'INVALID_OPTION', 'its options as an object'],
    ['options that are null', URL_9, null, 'INVALID_OPTION', 'its options as an object'],
    ['an undefined option', URL_9, { path: undefined }, 'UNDEFINED_EXPECTATION', 'path'],
    ['undefined options', URL_9, undefined, 'UNDEFINED_EXPECTATION', 'the options'],
    ['a format that is none', URL_9, { formats: ['b3'] }, 'INVALID_OPTION', "'w3c', 'baggage', 'xray'"],
    ['no format', URL_9, { formats: [] }, 'INVALID_OPTION', 'formats'],
    ['a level that is none', URL_9, { level: 3 }, 'INVALID_OPTION', '1 or 2'],
    ['a strictness that is none', URL_9, { strict: 'yes' }, 'INVALID_OPTION', 'true or false'],
    ['no time', URL_9, { timeout: 0 }, 'INVALID_OPTION', 'milliseconds'],
    ['no request at a time', URL_9, { concurrency: 0 }, 'INVALID_OPTION', 'a whole number from 1 to 100'],
    ['half a request at a time', URL_9, { concurrency: 1.5 }, 'INVALID_OPTION', 'a whole number from 1 to 100'],
    ['known cases', URL_9, { known: [] }, 'UNKNOWN_OPTION', 'expect(report).toHonorTraceContext({ known })'],
  ])('%s', async (label, subject, options, code, text) => {
    const given = options === undefined && label !== 'undefined options' ? [] : [options as never];
    const error = await checkTraceContext(subject as string, ...(given as [])).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ code });
    expect(String(error)).toContain(text);
  });
});

describe('toHonorTraceContext', () => {
  let service: HandMade;
  let report: TraceContextReport;
  beforeAll(async () => {
    service = await startHandMade();
    report = await checkTraceContext(service.url);
  });
  afterAll(() => service.stop());

  test.each<[label: string, subject: () => unknown, received: string]>([
    ['a URL', () => URL_9, 'the string "http://127.0.0.1:9"'],
    ['a service', () => ({ url: URL_9 }), 'an object'],
    ['nothing', () => undefined, 'undefined'],
    ['an empty array', () => [], 'an empty array'],
    ['an array of reports', () => [report], 'an array of 1'],
    ['a report that was copied', () => JSON.parse(JSON.stringify(report)), 'an object'],
    ['a Promise of a report', () => checkTraceContext(service.url), 'a Promise: `await` is missing'],
  ])('refuses %s in both polarities, and shows how it is written', (_label, subject, received) => {
    const text = [
      `INVALID_SUBJECT: toHonorTraceContext judges a report of checkTraceContext; received ${received}. Write:`,
      '  const report = await checkTraceContext(service);',
      '  expect(report).toHonorTraceContext();',
    ].join('\n');
    expect(() => expect(subject()).toHonorTraceContext()).toThrow(text);
    expect(() => expect(subject()).not.toHonorTraceContext()).toThrow(text);
    const { toHonorTraceContext: asymmetric } = expect as never as Record<string, () => unknown>;
    expect(() => expect(subject()).toEqual(asymmetric?.())).toThrow('judges a report');
    expect(() => expect(subject()).not.toEqual(asymmetric?.())).toThrow('judges a report');
  });

  test.each<[label: string, options: unknown, code: string, text: string]>([
    ['undefined options', undefined, 'UNDEFINED_EXPECTATION', 'the options'],
    ['options that are null', null, 'INVALID_OPTION', 'its options as an object'],
    ['an undefined list', { known: undefined }, 'UNDEFINED_EXPECTATION', 'known'],
    ['an unknown option', { knwon: [] }, 'UNKNOWN_OPTION', 'Did you mean "known"?'],
    ['an option of the check', { strict: true }, 'UNKNOWN_OPTION', 'await checkTraceContext(service, { strict })'],
    [
      'a known case that is none',
      { known: ['traceparent-alon'] },
      'INVALID_OPTION',
      'Did you mean "traceparent-alone"?',
    ],
    ['a known reason that is none', { known: { 'traceparent-alone': 7 } }, 'INVALID_OPTION', 'a reason is a text'],
    ['a known id that is none', { known: [7] }, 'INVALID_OPTION', 'the number 7'],
    ['a known list that is none', { known: 'all' }, 'INVALID_OPTION', 'an array of case ids'],
    [
      'a known case of a format that was not checked',
      { known: ['xray-sampled'] },
      'INVALID_OPTION',
      `has "xray-sampled", a case of the format xray; the report has formats ['w3c'] only`,
    ],
    [
      'a reason for a case of a format that was not checked',
      { known: { 'baggage-bytes': 'too long' } },
      'INVALID_OPTION',
      'a case of the format baggage',
    ],
  ])('refuses %s', (_label, options, code, text) => {
    for (const assertion of [expect(report), expect(report).not]) {
      let error: unknown;
      try {
        assertion.toHonorTraceContext(options as never);
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toMatchObject({ code });
      expect(String(error)).toContain(text);
    }
  });

  test('is synchronous, with the expect package by itself too', () => {
    jestExpect.extend({ toHonorTraceContext } as never);
    const own = jestExpect as never as (subject: unknown) => Record<'toHonorTraceContext', () => unknown>;
    expect(own(report).toHonorTraceContext()).toBeUndefined();
    expect(() => own(Promise.resolve(report)).toHonorTraceContext()).toThrow('`await` is missing');
  });
});

import { expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { expect as jestExpect } from 'expect';
import { toHonorTraceContext } from '../../matchers/to-honor-trace-context.ts';

test.each<[label: string, subject: unknown, options: unknown, code: string, text: string]>([
  ['no service', undefined, undefined, 'INVALID_SUBJECT', 'drives a service'],
  ['text that is no URL', 'orders', undefined, 'INVALID_SUBJECT', 'the string "orders"'],
  ['a service without a URL', { url: undefined }, undefined, 'INVALID_SUBJECT', 'started with the option port'],
  ['an unknown option', 'http://127.0.0.1:9', { pth: '/' }, 'UNKNOWN_OPTION', 'Did you mean "path"?'],
  [
    'a Promise, for want of await',
    Promise.resolve({ url: 'http://127.0.0.1:9' }),
    undefined,
    'INVALID_SUBJECT',
    'a Promise',
  ],
  ['a URL of another protocol', 'grpc://127.0.0.1:9', undefined, 'INVALID_SUBJECT', 'the http URL'],
  ['a path that is none', 'http://127.0.0.1:9', { path: 'http://[' }, 'INVALID_OPTION', "a path: '/test'"],
  ['a path that is no text', 'http://127.0.0.1:9', { path: 7 }, 'INVALID_OPTION', "a path: '/test'"],
  ['options that are no object', 'http://127.0.0.1:9', 'strict', 'INVALID_OPTION', 'its options as an object'],
  ['an undefined option', 'http://127.0.0.1:9', { path: undefined }, 'UNDEFINED_EXPECTATION', 'path'],
  ['undefined options', 'http://127.0.0.1:9', undefined, 'UNDEFINED_EXPECTATION', 'the options'],
  ['a format that is none', 'http://127.0.0.1:9', { formats: ['b3'] }, 'INVALID_OPTION', "'w3c', 'baggage', 'xray'"],
  ['no format', 'http://127.0.0.1:9', { formats: [] }, 'INVALID_OPTION', 'formats'],
  ['a level that is none', 'http://127.0.0.1:9', { level: 3 }, 'INVALID_OPTION', '1 or 2'],
  ['a strictness that is none', 'http://127.0.0.1:9', { strict: 'yes' }, 'INVALID_OPTION', 'true or false'],
  ['no time', 'http://127.0.0.1:9', { timeout: 0 }, 'INVALID_OPTION', 'milliseconds'],
  [
    'a known case that is none',
    'http://127.0.0.1:9',
    { known: ['traceparent-version-fe'] },
    'INVALID_OPTION',
    'Did you mean "traceparent-version-ff"?',
  ],
  [
    'a known reason that is none',
    'http://127.0.0.1:9',
    { known: { 'traceparent-alone': 7 } },
    'INVALID_OPTION',
    'reasons in words',
  ],
  ['a known list that is none', 'http://127.0.0.1:9', { known: 'all' }, 'INVALID_OPTION', 'a list of case ids'],
])('refuses %s', async (label, subject, options, code, text) => {
  const given = options === undefined && label !== 'undefined options' ? [] : [options as never];
  const error = await expect(subject)
    .toHonorTraceContext(...given)
    .then(
      () => undefined,
      (reason: unknown) => reason,
    );
  expect(error).toMatchObject({ code });
  expect(String(error)).toContain(text);
});

test('cannot be negated', async () => {
  await expect(expect('http://127.0.0.1:9').not.toHonorTraceContext()).rejects.toMatchObject({
    code: 'UNSUPPORTED_ASSERTION',
  });
});

test('is no asymmetric matcher', () => {
  const { toHonorTraceContext: asymmetric } = expect as never as Record<string, () => unknown>;
  expect(() => expect({ url: 'http://127.0.0.1:9' }).toEqual(asymmetric?.())).toThrow('is no asymmetric matcher');
  expect(() => expect({ url: 'http://127.0.0.1:9' }).not.toEqual(asymmetric?.())).toThrow('is no asymmetric matcher');
});

test('is no asymmetric matcher of expect, and an assertion of it', async () => {
  const matchers = { toHonorTraceContext } as never;
  jestExpect.extend(matchers);
  const own = jestExpect as never as {
    toHonorTraceContext(): unknown;
    (subject: unknown): { toHonorTraceContext(): Promise<void> };
  };
  expect(() => jestExpect('x').not.toEqual(own.toHonorTraceContext())).toThrow('is no asymmetric matcher');
  await expect(own('http://127.0.0.1:9').toHonorTraceContext()).rejects.toThrow('nothing listens there');
});

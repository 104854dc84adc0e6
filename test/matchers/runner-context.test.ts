import { expect, test } from 'vitest';
import { toHaveSpan } from '../../matchers/index.ts';
import { checkoutTrace } from '../checkout-trace.ts';

const trace = checkoutTrace();

test('a runner that hands over nothing gets a text all the same', () => {
  const { pass, message } = toHaveSpan.call(undefined, trace, 'refund');
  expect(pass).toBe(false);
  expect(message()).toMatch(/^expect\(trace\)\.toHaveSpan\(criteria\)\n\nExpected a span: {2}name "refund"\n/);
});

test("the runner's own hint line and colours are used", () => {
  const paint =
    (name: string) =>
    (text: string, ...more: unknown[]) =>
      `<${name}>${text}${more.join()}</${name}>`;
  const utils = {
    matcherHint: (name: string, received?: string, expected?: string, options?: object) =>
      `${name} ${received} ${expected} ${JSON.stringify(options)}`,
    EXPECTED_COLOR: paint('e'),
    RECEIVED_COLOR: paint('r'),
    DIM_COLOR: paint('d'),
  };
  const context = { isNot: true, promise: 'resolves', utils };
  const { message } = toHaveSpan.call(context, trace, 'charge card', { times: 1 });
  expect(message()).toContain(
    'toHaveSpan trace criteria {"isNot":true,"promise":"resolves","secondArgument":"options"}',
  );
  expect(message()).toContain('<e>name "charge card"</e>');
  expect(message()).toContain('<r>1 span that matches</r>');
  expect(toHaveSpan.call({ utils }, trace, { name: 'charge card', kind: 'CLIENT' }).message()).toContain(
    '<d>matches</d>',
  );
});

test('the text is made only when it is asked for', () => {
  const utils = {
    matcherHint: () => {
      throw new Error('made');
    },
  };
  const { message } = toHaveSpan.call({ utils }, trace, 'refund');
  expect(message).toThrow('made');
});

import { expect as jestExpect } from 'expect';
import { describe, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import * as matchers from '../../matchers/index.ts';
import { mailerTrace, shopTrace } from '../gallery/shop-trace.ts';
import { line } from './logs.ts';

jestExpect.extend({ ...matchers } as never);

type Asymmetric = Readonly<Record<string, (...given: readonly unknown[]) => unknown>>;
interface AnyExpect {
  (value: unknown): { toEqual(expected: unknown): void };
  readonly not: Asymmetric;
}

const trace = shopTrace();
const span = trace.get('charge card');

// A runner copies what it shows as a diff, and then asks the matcher about the copy.
describe.each<[runner: string, expect: AnyExpect]>([
  ['Vitest', expect as unknown as AnyExpect],
  ['Jest', jestExpect as unknown as AnyExpect],
])('in %s, an asymmetric matcher that does not hold is a failure with a diff', (_, runner) => {
  const asked = runner as unknown as Asymmetric;
  test.each<[name: string, subject: unknown, matcher: unknown]>([
    ['toHaveSpan', trace, asked.toHaveSpan?.('nope')],
    ['toHaveSpan', [trace], asked.toHaveSpan?.('nope')],
    ['toHaveSpan', trace, runner.not.toHaveSpan?.('charge card')],
    ['toHaveServiceIdentity', trace, asked.toHaveServiceIdentity?.()],
    ['toHaveLogs', trace, asked.toHaveLogs?.('nope')],
    ['toHaveStatus', span, asked.toHaveStatus?.('ERROR', 'nope')],
    ['toHaveStatus', [span], runner.not.toHaveStatus?.(span.status.code)],
    ['toBeChildOf', span, asked.toBeChildOf?.(trace.get('audit'))],
    ['toBeFreeOfPii', span, runner.not.toBeFreeOfPii?.()],
    ['toTakeLessThan', span, asked.toTakeLessThan?.(0.001)],
    ['toContinue', span, asked.toContinue?.(`00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`)],
    ['toCorrelateWith', line('order placed', 5), asked.toCorrelateWith?.(mailerTrace(trace))],
  ])('%s', (name, subject, matcher) => {
    const assertion = () => runner({ it: subject }).toEqual({ it: matcher });
    expect(assertion).toThrow(name);
    expect(assertion).toThrow(/toEqual|deeply equal/);
  });
});

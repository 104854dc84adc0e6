import type { Expect } from '@playwright/test';
import {
  isOurs,
  isSlip,
  type LogRecord,
  type MatcherResult,
  type Metric,
  matchers,
  type RunnerContext,
  type SamplingReport,
  type Span,
  type Trace,
  type TraceContextReport,
  type TracewrightMatchers,
} from './runner-core.ts';

/** What the matchers judge. */
export type TraceSubject =
  | Trace
  | Span
  | LogRecord
  | Metric
  | readonly Trace[]
  | readonly Span[]
  | readonly LogRecord[]
  | readonly Metric[]
  | TraceContextReport
  | SamplingReport
  | undefined;

/** A value of `any` type is left to Playwright: it may be a Locator. */
type Known<T> = 0 extends 1 & T ? never : T;

type Both<R> = TracewrightMatchers<R> & { readonly not: TracewrightMatchers<R> };

interface Messages {
  readonly message?: string;
}

interface TraceExpect<Extended> {
  <T extends TraceSubject>(
    actual: Known<T>,
    messageOrOptions?: string | Messages,
  ): Both<void> & ReturnType<Expect<Extended>>;
  <T extends TraceSubject>(
    actual: Promise<Known<T>>,
    messageOrOptions?: string | Messages,
  ): { readonly resolves: Both<Promise<void>> } & ReturnType<Expect<Extended>>;
  readonly soft: ExpectWithTraces<Extended>;
  poll<T extends TraceSubject>(
    actual: () => Known<T> | Promise<Known<T>>,
    messageOrOptions?: string | (Messages & { readonly timeout?: number; readonly intervals?: number[] }),
  ): Both<Promise<void>>;
  configure(configuration: { message?: string; timeout?: number; soft?: boolean }): ExpectWithTraces<Extended>;
  extend<More extends Parameters<Expect['extend']>[0]>(matchers: More): ExpectWithTraces<Extended & More>;
  readonly not: TracewrightMatchers<unknown>;
}

/** Playwright's `expect` with our matchers for traces and spans; for all else as it was. */
export type ExpectWithTraces<Extended> = TraceExpect<Extended> & TracewrightMatchers<unknown> & Expect<Extended>;

/**
 * Playwright's `expect` with the matchers. Traces and spans get ours; Locators keep Playwright's own `toHaveAttribute`.
 *
 * @example
 * import { expect as base, test } from '@playwright/test';
 * import { withTraces } from 'tracewright/playwright';
 * const expect = withTraces(base);
 * expect(trace).toHaveSpan('charge card');
 * await expect(page.getByRole('link')).toHaveAttribute('href', '/');
 */
export function withTraces<Extended>(expect: Expect<Extended>): ExpectWithTraces<Extended> {
  const plain = expect as unknown as AnyExpect;
  const traced = plain.extend({ ...matchers, toHaveAttribute: bySubject(plain) });
  return dispatching(plain, traced) as unknown as ExpectWithTraces<Extended>;
}

type Assertions = Record<string, unknown>;

/** As much of Playwright's `expect` as is dispatched. */
interface AnyExpect {
  (actual: unknown, ...rest: unknown[]): Assertions;
  extend(matchers: Record<string, unknown>): AnyExpect;
  configure(configuration: unknown): AnyExpect;
  poll(...given: unknown[]): Assertions;
  readonly soft: AnyExpect;
}

/** An `expect` that hands what is ours to `traced`, and all else to `plain`. */
function dispatching(plain: AnyExpect, traced: AnyExpect): AnyExpect {
  return new Proxy(traced, {
    apply: (_target, _this, [actual, ...rest]: [unknown, ...unknown[]]) => {
      const ours = traced(actual, ...rest);
      return isOurs(actual) || isSlip(actual) ? ours : besides(plain(actual, ...rest), ours);
    },
    get: (target, name, receiver) => {
      switch (name) {
        case 'soft':
          return dispatching(plain.soft, traced.soft);
        case 'configure':
          return (configuration: unknown) =>
            dispatching(plain.configure(configuration), traced.configure(configuration));
        case 'extend':
          return ({ toHaveAttribute, ...others }: Record<string, unknown>) => {
            const own = toHaveAttribute === undefined ? others : { ...others, toHaveAttribute };
            return dispatching(plain.extend(own), traced.extend(others));
          };
        case 'poll':
          return (...given: unknown[]) => pollSpans(traced.poll(...given));
        default:
          return Reflect.get(target, name, receiver);
      }
    },
  });
}

/** Playwright's assertions on what is no trace or span; ours beside them, which refuse it with a reason. */
function besides(plain: Assertions, ours: Assertions): Assertions {
  return new Proxy(plain, {
    get: (target, name, receiver) => {
      if (name === 'not') return besides(target.not as Assertions, ours.not as Assertions);
      const isOther = typeof name === 'symbol' || name === 'toHaveAttribute' || !(name in matchers);
      if (isOther && name !== 'resolves' && name !== 'rejects') return Reflect.get(target, name, receiver);
      return Reflect.get(ours, name);
    },
  });
}

/** Playwright refuses to poll by the name `toHaveAttribute`, whosever matcher it is; under our second name it does. */
function pollSpans(assertions: Assertions): Assertions {
  return new Proxy(assertions, {
    get: (target, name, receiver) => {
      if (name === 'not') return pollSpans(target.not as Assertions);
      return Reflect.get(target, name === 'toHaveAttribute' ? 'toHaveSpanAttribute' : name, receiver);
    },
  });
}

/** For where the dispatch by subject is out of reach: behind `resolves`, or after `mergeExpects`. */
function bySubject(plain: AnyExpect) {
  return function toHaveAttribute(this: RunnerContext, subject: unknown, ...given: unknown[]) {
    if (isOurs(subject) || isSlip(subject)) return matchers.toHaveAttribute.call(this, subject, ...given);
    return asResult(this?.isNot === true, () => {
      const assertions = plain(subject);
      const polarity = (this?.isNot === true ? assertions.not : assertions) as Assertions;
      return (polarity.toHaveAttribute as (...given: unknown[]) => Promise<void>)(...given);
    });
  };
}

async function asResult(negated: boolean, assertion: () => Promise<void>): Promise<MatcherResult> {
  try {
    await assertion();
    return { pass: !negated, message: () => '' };
  } catch (error) {
    return { pass: negated, message: () => (error instanceof Error ? error.message : String(error)) };
  }
}

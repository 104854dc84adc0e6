import { TracewrightError } from '../src/errors.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';

/** A matcher as `expect.extend` takes it. */
export type Matcher = (this: RunnerContext | undefined, subject: unknown, ...given: unknown[]) => MatcherResult;

const OURS = Symbol.for('tracewright.matcher');
const FOREIGN = Symbol.for('tracewright.foreignMatchers');
const JEST_MATCHERS = Symbol.for('$$jest-matchers-object');
const VITEST_STATE = Symbol.for('matchers-object');
const VITEST_EXPECT = Symbol.for('expect-global');

interface Foreign {
  /** Matchers of other libraries that ours stand in front of, by name. */
  readonly matchers: Map<string, Matcher>;
  /** One of them is at work: should it turn out to be ours again, it does not hand on a second time. */
  handing: boolean;
}

interface RunnerGlobals {
  [FOREIGN]?: Foreign;
  readonly [JEST_MATCHERS]?: { readonly matchers?: Record<string, unknown> };
  readonly [VITEST_EXPECT]?: (subject: unknown) => { readonly not: unknown };
}

const globals = globalThis as RunnerGlobals;

/** Kept where the runner keeps its matchers, for two copies of the package register with one runner. */
function foreign(): Foreign {
  globals[FOREIGN] ??= { matchers: new Map(), handing: false };
  return globals[FOREIGN];
}

/** Hands a subject that is not ours to the matcher of that name which another library registered; undefined for none. */
export function handOn(
  name: string,
  context: RunnerContext | undefined,
  subject: unknown,
  given: readonly unknown[],
): MatcherResult | undefined {
  const state = foreign();
  const matcher = state.matchers.get(name);
  if (matcher === undefined || state.handing) return undefined;
  state.handing = true;
  try {
    return matcher.call(context, subject, ...given);
  } finally {
    state.handing = false;
  }
}

/** Marks a matcher as ours, for whatever copy of the package meets it. */
export function markOurs(matcher: Matcher): void {
  Object.defineProperty(matcher, OURS, { value: true });
}

/** From now on, what is not ours goes on to this matcher; one of our own is not taken for another's. */
export function standInFrontOf(name: string, matcher: object): void {
  if (!(OURS in matcher)) foreign().matchers.set(name, matcher as Matcher);
}

/** Looks up what is registered with the runner at the moment, so that ours can hand on to it. */
export function rememberRegistered(name: string): void {
  const matcher = globals[JEST_MATCHERS]?.matchers?.[name];
  if (typeof matcher !== 'function' || foreign().matchers.has(name)) return;
  standInFrontOf(name, VITEST_STATE in globalThis ? fromAssertion(matcher as AssertionMethod) : matcher);
}

type AssertionMethod = (this: unknown, ...given: unknown[]) => unknown;

/**
 * Vitest keeps no plain matcher but a method of its (Chai's) assertions, which throws instead of giving a result: it is
 * called on an assertion of its own, and what it throws becomes the result.
 */
function fromAssertion(method: AssertionMethod): Matcher {
  return function (subject, ...given) {
    const assertion = globals[VITEST_EXPECT]?.(subject);
    const negated = this?.isNot === true;
    try {
      method.apply(negated ? assertion?.not : assertion, given);
      return { pass: !negated, message: () => '' };
    } catch (error) {
      // It was ours after all, and refuses the subject: nothing that a negation could turn into a pass.
      if (error instanceof TracewrightError) throw error;
      return { pass: negated, message: () => (error instanceof Error ? error.message : String(error)) };
    }
  };
}

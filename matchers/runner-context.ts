import type { Style } from '../src/report/page.ts';

type Paint = (text: string) => string;

/** What a runner hands to a matcher as `this`. Every runner has some of it, none has to have any. */
export interface RunnerContext {
  readonly isNot?: boolean;
  readonly promise?: string;
  /** The test file, where the runner tells it. */
  readonly testPath?: string | undefined;
  readonly utils?: {
    readonly matcherHint?: (name: string, received?: string, expected?: string, options?: HintOptions) => string;
    readonly EXPECTED_COLOR?: Paint;
    readonly RECEIVED_COLOR?: Paint;
    readonly DIM_COLOR?: Paint;
    readonly diff?: (expected: unknown, received: unknown, options?: object) => string | null | undefined;
  };
}

interface HintOptions {
  readonly isNot?: boolean;
  readonly promise?: string;
  readonly secondArgument?: string;
}

/** What every `expect.extend` wants back. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** How the assertion was written: `expect(trace).not.toHaveSpan(criteria, options)`. */
export interface Call {
  readonly matcher: string;
  readonly subject: string;
  /** What the arguments are called in the runner's hint line. */
  readonly args: readonly string[];
}

/** The runner's colours, where it has any. */
export function styleOf(context: RunnerContext | undefined, negated: boolean): Style {
  const { EXPECTED_COLOR, RECEIVED_COLOR, DIM_COLOR } = context?.utils ?? {};
  const palette = {
    expected: (text: string) => EXPECTED_COLOR?.(text) ?? text,
    received: (text: string) => RECEIVED_COLOR?.(text) ?? text,
    dim: (text: string) => DIM_COLOR?.(text) ?? text,
  };
  return { negated, palette };
}

/** The runner's own first line, or one like it. */
export function hintLine(
  context: RunnerContext | undefined,
  negated: boolean,
  { matcher, subject, args }: Call,
): string {
  const [first = '', ...others] = args;
  const hint = context?.utils?.matcherHint;
  const promise = context?.promise ?? '';
  if (hint === undefined) {
    return `expect(${subject})${promise === '' ? '' : `.${promise}`}${negated ? '.not' : ''}.${matcher}(${args.join(', ')})`;
  }
  const second = others.length === 0 ? {} : { secondArgument: others.join(', ') };
  return hint(matcher, subject, first, { isNot: negated, promise, ...second });
}

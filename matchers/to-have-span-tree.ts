import { TracewrightError } from '../src/errors.ts';
import { checkOptions, kindOf } from '../src/misuse.ts';
import { judgeTree } from '../src/query/judge-tree.ts';
import { compileTree } from '../src/query/tree-criteria.ts';
import { spanTreeText } from '../src/report/span-tree-text.ts';
import { checkGiven } from './check-given.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertTraces, traceCall, tracesOf } from './subject.ts';
import { withStrays } from './with-strays.ts';

const NAME = 'toHaveSpanTree';

/** Asserts that spans of the trace, or of one of several, form a tree. */
export function toHaveSpanTree(this: RunnerContext | undefined, subject: unknown, ...given: unknown[]): MatcherResult {
  const traces = tracesOf(subject, NAME);
  checkGiven(given.slice(1), ['the options'], 0, NAME);
  // What is in the tree is checked with its bounds, for it may have no end.
  if (given.length === 0) checkGiven(given, ['tree'], 1, NAME);
  const [tree, options] = given;
  checkOptions(options, ['exact', 'ordered'], NAME);
  const terms = (options ?? {}) as { readonly exact?: unknown; readonly ordered?: unknown };
  const exact = checkFlag(terms.exact, 'exact');
  const ordered = checkFlag(terms.ordered, 'ordered');
  const args = options === undefined ? ['tree'] : ['tree', 'options'];
  return assertTraces(
    this,
    traceCall(NAME, traces, args),
    judgeTree(traces, compileTree(tree, NAME), { exact, ordered }),
    withStrays(spanTreeText),
  );
}

function checkFlag(value: unknown, option: string): boolean {
  if (value === undefined || typeof value === 'boolean') return value ?? false;
  throw new TracewrightError('INVALID_OPTION', `${NAME} option ${option} is ${kindOf(value)}; it takes true or false.`);
}

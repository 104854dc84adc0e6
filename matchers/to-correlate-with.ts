import { TracewrightError } from '../src/errors.ts';
import { judgeCorrelation } from '../src/logs/judge-correlation.ts';
import { kindOf } from '../src/misuse.ts';
import { refuseOverflow } from '../src/model/overflow.ts';
import { originalOf } from '../src/model/shown-text.ts';
import { isTrace, overflowNow, type Trace } from '../src/model/trace.ts';
import { correlationText } from '../src/report/logs/correlation-text.ts';
import { checkGiven } from './check-given.ts';
import { recordsOf } from './records.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertEach } from './subject.ts';

const NAME = 'toCorrelateWith';

/** Asserts that the ids of log records name a span of a trace. */
export function toCorrelateWith(this: RunnerContext | undefined, subject: unknown, ...given: unknown[]): MatcherResult {
  const records = recordsOf(subject, NAME);
  checkGiven(given, ['the trace'], 1, NAME);
  const trace = checkTrace(given[0]);
  const call = { matcher: NAME, subject: records.length === 1 ? 'record' : 'records', args: ['trace'] };
  const verdicts = records.map(record => judgeCorrelation(record, trace));
  return assertEach(this, call, verdicts, correlationText, 'log records');
}

function checkTrace(given: unknown): Trace {
  if (!isTrace(given)) {
    const kind = kindOf(given);
    const fix = kind === 'a Promise' ? ': `await` is missing.' : '. (await receiver.capture(...) gives a trace.)';
    throw new TracewrightError('INVALID_CRITERIA', `${NAME} takes a Trace; received ${kind}${fix}`);
  }
  // A runner can ask about a copy of it, for a diff.
  const trace = originalOf(given);
  if (trace.spans.length === 0) {
    throw new TracewrightError(
      'INVALID_CRITERIA',
      `${NAME} was given trace ${trace.traceId.slice(0, 8)}, which has no span: no log record can name one.`,
    );
  }
  refuseOverflow(overflowNow(trace));
  return trace;
}

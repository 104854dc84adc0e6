import { judgeErrorRecording } from '../src/query/error-recording/judge-error-recording.ts';
import { errorRecordingText } from '../src/report/errors-and-identity/error-recording-text.ts';
import { assertButExcept } from './assert-but-except.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';

/** Asserts that every error is recorded as the semantic conventions say, but for spans that `except` names. */
export function toRecordErrors(this: RunnerContext | undefined, subject: unknown, ...given: unknown[]): MatcherResult {
  return assertButExcept(this, 'toRecordErrors', {
    subject,
    given,
    judge: judgeErrorRecording,
    text: errorRecordingText,
  });
}

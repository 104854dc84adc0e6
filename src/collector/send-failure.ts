import { TracewrightError } from '../errors.ts';
import type { ForwardResult } from '../receiver/forward-request.ts';
import { plain, quote } from '../report/quote.ts';
import type { SendPlan } from './send-options.ts';

/** What was sent of the traces before a request failed, and what that request held. */
export interface SendProgress {
  /** Requests and spans that the endpoint took before. */
  readonly requests: number;
  readonly spans: number;
  /** Spans of the request that failed. */
  readonly failing: number;
}

/** A request that the endpoint refused, did not keep whole, or did not get. */
export function sendFailure(plan: SendPlan, result: ForwardResult, progress: SendProgress): TracewrightError {
  const { requests, spans, failing } = progress;
  const { answer, reason = 'no reason is known' } = result;
  const lines = [
    `sendTraces() to ${plain(plan.target, 200)} (${plan.protocol}): ${what(result, failing)}`,
    ...(answer === undefined
      ? [`Reason:    ${plain(reason, 300)}`]
      : [
          `Answer:    ${[answer.status, answer.message === '' ? 'without a message' : quote(answer.message, 500)].filter(Boolean).join(', ')}`,
        ]),
    `Request:   number ${requests + 1}, with ${count(failing, 'span')}`,
    `Before it: ${requests === 0 ? 'nothing was sent' : `${count(requests, 'request')} with ${count(spans, 'span')} were accepted`}`,
    ...(result.isRetryable === true && answer !== undefined
      ? [
          `Hint: by OTLP's rules this answer may be retried${after(result)}. sendTraces() does not retry, so that a refusal shows.`,
        ]
      : []),
  ];
  return new TracewrightError('EXPORT_FAILED', lines.join('\n'));
}

function what({ isSent, answer }: ForwardResult, failing: number): string {
  if (isSent) return `the endpoint rejected ${answer?.rejected} of ${count(failing, 'span')}.`;
  return answer === undefined ? 'the endpoint gave no answer.' : `the endpoint refused ${count(failing, 'span')}.`;
}

function after({ retryAfterMs }: ForwardResult): string {
  return retryAfterMs === undefined ? '' : ` after ${Math.round(retryAfterMs).toLocaleString('en-US')} ms`;
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;
}

import type { Agent } from 'node:http';
import { setImmediate } from '../real-time.ts';
import type { Call, CallAnswers, CallbackServer, Callbacks } from './callback-server.ts';
import type { ConformanceCase, ConformanceFormat, ConformanceRequest, RawHeader } from './conformance-case.ts';
import { type OwnIds, ownIds } from './own-ids.ts';
import { type Answer, sendRequest } from './send-request.ts';
import { atMost, pause, signal } from './waiting.ts';

/** How long an answer is trusted to be early: the calls may still be on their way. */
const AFTER_ANSWER_MS = 100;
/** After an error there are rarely more calls, and many of these waits would use up the time. */
const AFTER_ERROR_MS = 50;
/** A service that waits long before it retries is not waited for: a retry is allowed, not asked for. */
const RETRY_MS = 1_000;
/** By then a service has the headers of each overlapping request, and waits for the bodies. */
const HEADERS_FIRST_MS = 50;
/** A service that serves one request at a time cannot make the calls of all of them at once. */
const ALL_CALLED_MS = 250;

/** A request of a case. */
export interface Step {
  readonly case: ConformanceCase;
  readonly request: ConformanceRequest;
  readonly format: ConformanceFormat;
}

/** A request that was sent, and what came of it. */
export interface Exchange extends Step {
  readonly ids: OwnIds;
  readonly sent: readonly RawHeader[];
  readonly answer: Answer | Error;
  /** Every call so far: calls that come after the answer are added. */
  readonly calls: readonly Call[];
  /** It was served at the same time as others. */
  readonly isTogether: boolean;
  /** The time for the whole check was over before it was done. */
  readonly isCutOff: boolean;
}

export interface Driver {
  readonly url: URL;
  readonly server: CallbackServer;
  readonly agent: Agent;
  readonly over: AbortSignal;
}

interface Timing extends CallAnswers {
  readonly bodyAfter?: Promise<void>;
  /** How long the answer is waited for. Defaults to the time for the whole check. */
  readonly answerMs?: number;
  /** How long missing calls are waited for, after an answer that is no error. */
  readonly afterAnswerMs?: number;
}

/** Sends one request. Never rejects for what the service does. */
export function exchange(driver: Driver, step: Step, timing: Timing = {}): Promise<Exchange> {
  return begin(driver, step, timing).exchange;
}

/** Sends requests that the service has to serve at the same time: all headers first, and no call is answered before all have called. */
export async function exchangeTogether(driver: Driver, steps: readonly Step[]): Promise<readonly Exchange[]> {
  const [bodyAfter, sendBodies] = signal();
  const [heldUntil, answerCalls] = signal();
  const begun = steps.map(step => begin(driver, step, { bodyAfter, heldUntil }));
  await pause(HEADERS_FIRST_MS, driver.over);
  sendBodies();
  await atMost(Promise.all(begun.map(({ callbacks }) => callbacks.begun)), ALL_CALLED_MS, driver.over);
  answerCalls();
  return Promise.all(begun.map(one => one.exchange));
}

function begin(
  driver: Driver,
  step: Step,
  timing: Timing,
): { readonly callbacks: Callbacks; readonly exchange: Promise<Exchange> } {
  const { calls = 1, provokesRetry = false } = step.request;
  const callbacks = driver.server.expect(calls, { ...timing, refusesFirst: provokesRetry });
  return { callbacks, exchange: send(driver, step, callbacks, timing) };
}

async function send(
  { url, agent, over }: Driver,
  step: Step,
  callbacks: Callbacks,
  { bodyAfter, heldUntil, answerMs, afterAnswerMs = AFTER_ANSWER_MS }: Timing,
): Promise<Exchange> {
  const ids = ownIds();
  const sent = ids.toWire(step.request.headers);
  const body = callbacks.urls.map(callback => ({ url: callback, arguments: [] }));
  const withinMs = step.request.provokesRetry === true ? RETRY_MS : answerMs;
  const until = withinMs === undefined ? over : AbortSignal.any([over, AbortSignal.timeout(withinMs)]);
  const answer = await sendRequest(url, sent, body, { agent, signal: until, bodyAfter }).catch((error: Error) => error);
  if (!(answer instanceof Error)) {
    // A call that came together with the answer is not late.
    await new Promise(resolve => setImmediate(resolve));
    callbacks.answered();
    await atMost(callbacks.complete, answer.status < 400 ? afterAnswerMs : AFTER_ERROR_MS, over);
  }
  const isCutOff = over.aborted && isMissing(step.request, callbacks.calls);
  return { ...step, ids, sent, answer, calls: callbacks.calls, isTogether: heldUntil !== undefined, isCutOff };
}

/** Whether a URL was not called. */
export function isMissing({ calls = 1 }: ConformanceRequest, made: readonly Call[]): boolean {
  return new Set(made.map(({ index }) => index)).size < calls;
}

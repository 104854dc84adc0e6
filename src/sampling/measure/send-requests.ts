import { TracewrightError } from '../../errors.ts';
import { kindOf } from '../../misuse.ts';
import { clearTimeout, dateNow, setTimeout, sleep } from '../../real-time.ts';
import type { MeasurePlan } from './measure-options.ts';

/** When a request was under way, in milliseconds since the epoch. */
export interface RequestWindow {
  readonly startMs: number;
  readonly endMs: number;
}

/** Sends all requests of a measurement. No new one starts once one has failed or the time is up. */
export async function sendRequests(plan: MeasurePlan): Promise<readonly RequestWindow[]> {
  const { requests, concurrency, timeoutMs } = plan;
  // Each request has a signal of its own: thousands of requests would leave their listeners at a shared one.
  const running = new Set<AbortController>();
  let isOver = false;
  const callOff = (): void => {
    isOver = true;
    for (const controller of running) controller.abort();
  };
  const windows: RequestWindow[] = [];
  const failures: { readonly index: number; readonly error: unknown }[] = [];
  let [next, answered] = [0, 0];
  const startedMs = dateNow();
  const work = async (): Promise<void> => {
    while (next < requests && !isOver) {
      const index = next;
      next += 1;
      const controller = new AbortController();
      running.add(controller);
      const { signal } = controller;
      try {
        await untilDue(plan, index, startedMs, signal);
        const startMs = dateNow();
        await checkAnswer(await promiseOf(plan.request(Object.freeze({ index, signal }))));
        windows.push({ startMs, endMs: dateNow() });
        answered += 1;
      } catch (error) {
        // A request that was called off says nothing of its own.
        if (!signal.aborted || !isAbort(error, signal)) failures.push({ index, error });
        callOff();
      } finally {
        running.delete(controller);
      }
    }
  };
  const all = Promise.all(Array.from({ length: Math.min(concurrency, requests) }, work)).then(() => 'done' as const);
  const ended = await within(timeoutMs, all);
  callOff();
  const [first] = failures;
  if (first !== undefined) throw failed(plan, first, failures.length, next);
  if (ended === 'time up') throw timedOut(plan, answered);
  return windows;
}

function isAbort(error: unknown, { reason }: AbortSignal): boolean {
  return error === reason || (error instanceof Error && error.name === 'AbortError');
}

/** With a pace, each request has its time. */
async function untilDue(
  { requestsPerSecond }: MeasurePlan,
  index: number,
  startedMs: number,
  signal: AbortSignal,
): Promise<void> {
  if (requestsPerSecond === undefined) return;
  const waitMs = startedMs + (index * 1_000) / requestsPerSecond - dateNow();
  if (waitMs > 0) await sleep(waitMs, signal);
}

/** Without a promise nothing tells when a request has been answered: the spans of most would come after the count. */
function promiseOf(result: unknown): PromiseLike<unknown> {
  if (typeof (result as PromiseLike<unknown> | undefined | null)?.then === 'function')
    return result as PromiseLike<unknown>;
  throw new TracewrightError(
    'INVALID_OPTION',
    `measureSampling() option request returned ${kindOf(result)}; it must return the promise of its request: () => fetch(url).`,
  );
}

/** As much as is needed of the Response of `fetch`, of whichever realm or package. */
interface Answer {
  readonly ok: boolean;
  readonly status: number;
  readonly statusText?: string;
  readonly bodyUsed?: boolean;
  readonly arrayBuffer?: () => Promise<unknown>;
}

/** A response is read to its end, so that its connection is free again. One that refuses the request is no sample of it. */
async function checkAnswer(value: unknown): Promise<void> {
  if (!isAnswer(value)) return;
  if (value.bodyUsed === false) await value.arrayBuffer?.();
  if (value.ok) return;
  const text = value.statusText === undefined || value.statusText === '' ? '' : ` ${value.statusText}`;
  throw new Error(`it was answered with status ${value.status}${text}`);
}

function isAnswer(value: unknown): value is Answer {
  const { ok, status } = (value ?? {}) as Partial<Answer>;
  return typeof ok === 'boolean' && typeof status === 'number';
}

async function within(timeoutMs: number, all: Promise<'done'>): Promise<'done' | 'time up'> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<'time up'>(resolve => {
    timer = setTimeout(() => resolve('time up'), timeoutMs);
  });
  try {
    return await Promise.race([all, timeUp]);
  } finally {
    clearTimeout(timer);
  }
}

function failed(
  { requests }: MeasurePlan,
  { index, error }: { readonly index: number; readonly error: unknown },
  failures: number,
  sent: number,
): unknown {
  if (error instanceof TracewrightError && error.code === 'INVALID_OPTION') return error;
  const others = failures === 1 ? '' : ` ${failures} of the ${grouped(sent)} requests that had been sent failed.`;
  const rest = requests - sent;
  const unsent = rest === 0 ? '' : ` The other ${grouped(rest)} were not sent.`;
  return new TracewrightError(
    'MEASUREMENT_FAILED',
    `measureSampling() sends requests that must all be answered. Request ${grouped(index)} (of ${grouped(requests)}, counted from 0) failed: ${reasonOf(error)}.${others}${unsent}`,
    { cause: error },
  );
}

function timedOut({ requests, concurrency, timeoutMs, requestsPerSecond }: MeasurePlan, answered: number): unknown {
  const pace =
    requestsPerSecond === undefined
      ? ''
      : ` With requestsPerSecond: ${requestsPerSecond} they need ${grouped((1_000 * requests) / requestsPerSecond)} ms.`;
  return new TracewrightError(
    'MEASUREMENT_FAILED',
    `measureSampling() got an answer to ${grouped(answered)} of ${grouped(requests)} requests within ${grouped(timeoutMs)} ms, ${concurrency} at a time.${pace} Fix: give it more time, { timeout: ${timeoutMs * 4} }, or send more at a time, { concurrency: ${concurrency * 4} }.`,
  );
}

/** fetch hides why it failed in the cause of its error. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const text = error.message === '' ? error.name : error.message;
  return error.cause instanceof Error && error.cause.message !== '' ? `${text} (${error.cause.message})` : text;
}

function grouped(number: number): string {
  return Math.round(number).toLocaleString('en-US');
}

import { setMaxListeners } from 'node:events';
import { Agent } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import { clearTimeout, setTimeout } from '../real-time.ts';
import { startCallbackServer } from './callback-server.ts';
import type { ConformanceCase, ConformanceFormat } from './conformance-case.ts';
import { type Driver, type Exchange, exchange, exchangeTogether, isMissing, type Step } from './exchange.ts';
import { reasonOf } from './missing-text.ts';
import type { Unusable } from './verdict.ts';
import { pause } from './waiting.ts';

/** How long calls are waited for when all is over: those that nobody misses, and those that are missing or late. */
const LAST_CALLS_MS = { unasked: 250, asked: 500 } as const;
/** The first request tells whether there is a service at all. */
const FIRST_CALL_MS = 500;

export interface Plan {
  readonly cases: readonly ConformanceCase[];
  readonly formats: readonly ConformanceFormat[];
  readonly level: 1 | 2;
  readonly timeoutMs: number;
  /** The time for the answer to the first request. */
  readonly firstAnswerMs: number;
  /** How many requests are under way at once. */
  readonly concurrency: number;
}

/** What driving a service came to. */
export type Run = { readonly unusable: Unusable } | Driven;

/** The requests that were sent, and what came of them. */
export interface Driven {
  /** The first request, which belongs to no case. */
  readonly plain: Exchange;
  readonly exchanges: readonly Exchange[];
}

/** Drives a service's endpoint with the requests of the cases. Never rejects for what the service does. */
export async function runCases(url: URL, plan: Plan): Promise<Run> {
  const server = await startCallbackServer();
  const agent = new (url.protocol === 'https:' ? TlsAgent : Agent)({ keepAlive: true, maxSockets: plan.concurrency });
  const over = new AbortController();
  setMaxListeners(0, over.signal);
  const timer = setTimeout(() => over.abort(), plan.timeoutMs);
  const driver: Driver = { url, server, agent, over: over.signal };
  try {
    const plain = await exchange(driver, PLAIN, { answerMs: plan.firstAnswerMs, afterAnswerMs: FIRST_CALL_MS });
    const unusable = unusableFor(plain, plan.firstAnswerMs);
    if (unusable !== undefined) return { unusable };
    const exchanges = await runSteps(driver, stepsOf(plan), plan.concurrency);
    await lastCalls(driver, exchanges);
    return { plain, exchanges };
  } finally {
    clearTimeout(timer);
    server.stop();
    agent.destroy();
  }
}

const PLAIN: Step = {
  case: { id: 'plain', rule: '', format: 'all', level: 1, strict: false, ofSuite: false, requests: [] },
  request: { headers: [], judge: () => undefined },
  format: 'w3c',
};

function stepsOf({ cases, formats, level }: Plan): readonly Step[] {
  return cases.flatMap(one =>
    one.requests.flatMap((request): Step[] => {
      const format = request.format ?? (one.format === 'all' ? 'w3c' : one.format);
      const isAsked = formats.includes(format) && (request.fromLevel ?? 1) <= level;
      return isAsked ? [{ case: one, request, format }] : [];
    }),
  );
}

/** A service that makes no call when nothing is wrong would fail every case, and no failure would say why. */
function unusableFor({ request, answer, calls }: Exchange, answerMs: number): Unusable | undefined {
  if (!isMissing(request, calls)) return undefined;
  if (!(answer instanceof Error)) {
    return { problem: 'it made no call to the URL that it was given', status: answer.status, body: answer.body };
  }
  const isTimeUp = answer.name === 'AbortError';
  const problem = isTimeUp ? `it did not answer within ${answerMs.toLocaleString('en-US')} ms` : reasonOf(answer);
  return { problem, status: undefined, body: '' };
}

/** The requests that provoke a retry are the last: a service may not survive them. */
async function runSteps(driver: Driver, steps: readonly Step[], concurrency: number): Promise<readonly Exchange[]> {
  const isTogether = ({ request }: Step): boolean => request.overlaps === true && concurrency > 1;
  const isLast = ({ request }: Step): boolean => request.provokesRetry === true;
  const usual = steps.filter(step => !isTogether(step) && !isLast(step));
  const exchanges = await runAtOnce(driver, usual, concurrency);
  for (const batch of batches(steps.filter(isTogether), concurrency)) {
    exchanges.push(...(await exchangeTogether(driver, batch)));
  }
  exchanges.push(...(await runAtOnce(driver, steps.filter(isLast), 1)));
  return exchanges;
}

async function runAtOnce(driver: Driver, steps: readonly Step[], concurrency: number): Promise<Exchange[]> {
  const waiting = [...steps];
  const done: Exchange[] = [];
  const worker = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift())
      done.push(await exchange(driver, step));
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return done;
}

/** One batch for each format, of as many requests as are to be under way at once. */
function batches(steps: readonly Step[], size: number): readonly (readonly Step[])[] {
  const byFormat = new Map<ConformanceFormat, Step[]>();
  for (const step of steps) byFormat.set(step.format, [...(byFormat.get(step.format) ?? []), step]);
  return [...byFormat.values()].map(some =>
    Array.from({ length: size }, (_one, index) => some.slice(index % some.length)[0]).flatMap(step => step ?? []),
  );
}

/** Calls can come after the answer. While requests are sent there is time for them; after the last there would be none. */
async function lastCalls(driver: Driver, exchanges: readonly Exchange[]): Promise<void> {
  const isAsked = exchanges.some(
    ({ request, calls }) => isMissing(request, calls) || calls.some(({ isLate }) => isLate),
  );
  await pause(isAsked ? LAST_CALLS_MS.asked : LAST_CALLS_MS.unasked, driver.over);
}

import { Agent } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import { clearTimeout, setTimeout } from 'node:timers';
import { type CallbackServer, startCallbackServer } from './callback-server.ts';
import type { ConformanceCase, ConformanceFormat, ConformanceRequest, RawHeader } from './conformance-case.ts';
import { type Answer, sendRequest } from './send-request.ts';
import type { ConformanceFinding, ConformanceResult, Unusable } from './verdict.ts';

/** The headers that the cases of a format are about. */
const HEADERS: Readonly<Record<ConformanceFormat, readonly string[]>> = {
  w3c: ['traceparent', 'tracestate'],
  baggage: ['baggage'],
  xray: ['x-amzn-trace-id'],
};
/** Requests that are under way at once. */
const AT_ONCE = 4;
/** A service may answer before it has made its calls. */
const AFTER_ANSWER_MS = 500;
/** One that answers with an error has rarely more to do, and many of these would use up the time. */
const AFTER_ERROR_MS = 50;

export type CaseRun = Pick<ConformanceResult, 'case' | 'outcome' | 'findings'>;

/** What driving a service came to. */
export type Run = { readonly unusable: Unusable } | { readonly runs: readonly CaseRun[] };

/** Drives a service's endpoint with the cases. Never rejects for what the service does. */
export async function runCases(url: URL, cases: readonly ConformanceCase[], timeoutMs: number): Promise<Run> {
  const server = await startCallbackServer();
  const agent = new (url.protocol === 'https:' ? TlsAgent : Agent)({ keepAlive: true, maxSockets: AT_ONCE });
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), timeoutMs);
  const driver: Driver = { url, server, agent, signal: over.signal };
  try {
    const unusable = await tryPlainRequest(driver, timeoutMs);
    if (unusable !== undefined) return { unusable };
    return { runs: await runAll(driver, cases) };
  } finally {
    clearTimeout(timer);
    server.stop();
    agent.destroy();
  }
}

interface Driver {
  readonly url: URL;
  readonly server: CallbackServer;
  readonly agent: Agent;
  readonly signal: AbortSignal;
}

/** What came of one request. */
interface Exchange {
  readonly answer: Answer | Error;
  readonly calls: readonly (readonly RawHeader[] | undefined)[];
}

/** A service that makes no call when nothing is the matter would fail every case, and none would say why. */
async function tryPlainRequest(driver: Driver, timeoutMs: number): Promise<Unusable | undefined> {
  const { answer, calls } = await exchange(driver, { headers: [], judge: () => undefined });
  if (calls.every(call => call !== undefined)) return undefined;
  if (!(answer instanceof Error)) {
    return { problem: 'it made no call to the URL that it was given', status: answer.status, body: answer.body };
  }
  const problem = driver.signal.aborted
    ? `it did not answer within ${timeoutMs.toLocaleString('en-US')} ms`
    : reasonOf(answer);
  return { problem, status: undefined, body: '' };
}

async function runAll(driver: Driver, cases: readonly ConformanceCase[]): Promise<CaseRun[]> {
  const jobs = cases.flatMap((one, index) => one.requests.map(request => ({ request, format: one.format, index })));
  const findings = cases.map((): ConformanceFinding[] => []);
  const undone = new Set<number>();
  const worker = async (): Promise<void> => {
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
      const finding = driver.signal.aborted ? 'time up' : await tryRequest(driver, job);
      if (finding === 'time up') undone.add(job.index);
      else if (finding !== undefined) findings[job.index]?.push(finding);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return cases.map((one, index) => {
    const found = findings[index] ?? [];
    const outcome = found.length > 0 ? 'fail' : undone.has(index) ? 'not-run' : 'pass';
    return { case: one, outcome, findings: found };
  });
}

async function tryRequest(
  driver: Driver,
  { request, format }: { readonly request: ConformanceRequest; readonly format: ConformanceFormat },
): Promise<ConformanceFinding | 'time up' | undefined> {
  const { answer, calls } = await exchange(driver, request);
  const missing = calls.filter(call => call === undefined).length;
  if (missing > 0 && driver.signal.aborted) return 'time up';
  const made = calls.filter(call => call !== undefined);
  const problem = missing > 0 ? missingText(answer, missing, calls.length) : request.judge(made);
  if (problem === undefined) return undefined;
  return {
    sent: request.headers,
    calls: made.map(call => call.filter(([name]) => HEADERS[format].includes(name.toLowerCase()))),
    problem,
  };
}

async function exchange({ url, server, agent, signal }: Driver, request: ConformanceRequest): Promise<Exchange> {
  const callbacks = server.expect(request.calls ?? 1);
  const body = callbacks.urls.map(callback => ({ url: callback, arguments: [] }));
  const answer = await sendRequest(url, request.headers, body, { agent, signal }).catch((error: Error) => error);
  if (!(answer instanceof Error)) {
    await atMost(callbacks.complete, answer.status < 400 ? AFTER_ANSWER_MS : AFTER_ERROR_MS, signal);
  }
  return { answer, calls: callbacks.received() };
}

/** Resolves when the promise does, or the time is up. */
async function atMost(promise: Promise<void>, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  let timeUp = (): void => {};
  const waited = new Promise<void>(resolve => {
    timeUp = resolve;
  });
  const timer = setTimeout(timeUp, ms);
  signal.addEventListener('abort', timeUp);
  await Promise.race([promise, waited]);
  clearTimeout(timer);
  signal.removeEventListener('abort', timeUp);
}

function missingText(answer: Answer | Error, missing: number, wanted: number): string {
  const calls = wanted === 1 ? 'it made no call' : `it made ${wanted - missing} of ${wanted} calls`;
  if (answer instanceof Error) return `${calls}: ${reasonOf(answer)}`;
  const body = answer.body === '' ? '' : `: ${answer.body.slice(0, 200)}`;
  return `${calls}, and answered with status ${answer.status}${body}`;
}

function reasonOf(error: NodeJS.ErrnoException): string {
  if (error.code === 'ECONNREFUSED') return 'nothing listens there (ECONNREFUSED)';
  if (error.code === 'ECONNRESET') return 'it closed the connection without an answer (ECONNRESET)';
  return error.message;
}

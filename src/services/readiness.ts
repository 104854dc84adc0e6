import { connect } from 'node:net';
import { TracewrightError } from '../errors.ts';
import { sleep } from '../real-time.ts';
import { otherListener } from './listener-owner.ts';
import { readinessHeaders } from './readiness-request.ts';
import type { ServicePlan } from './service-options.ts';
import type { ServiceOutput } from './service-output.ts';
import type { ServiceProcess } from './service-process.ts';

const RETRY_MS = 20;
/** How long a process that should not be there may take to answer. */
const STALE_MS = 500;

// Taken when the module loads, so that a test's mock of fetch does not answer for a service.
const fetchNow = globalThis.fetch;

/** A sign that a service is ready, and how to wait for it. */
export interface ReadySign {
  /** For a message: `a 2xx answer from http://127.0.0.1:4711/health`. */
  readonly awaited: string;
  /** What was there instead, when it was last looked for. */
  readonly instead: string | undefined;
  /** Resolves when the sign is there; rejects when aborted. */
  wait(signal: AbortSignal): Promise<void>;
}

/** The sign that a service's options ask for; undefined for a job, which is not waited for. */
export function readySign(plan: ServicePlan, service: ServiceProcess): ReadySign | undefined {
  const { ready, port: variable } = plan.options;
  const { port } = service;
  if (ready === undefined) {
    if (port === undefined) return undefined;
    return new Repeated(
      `a TCP connection to 127.0.0.1:${port}, the port that it was given as ${variable}`,
      async () => (await portAnswer(port)) ?? otherAnswer(service),
    );
  }
  if ('log' in ready) return new Line(ready.log, service.output);
  if ('port' in ready) return new Repeated(`a TCP connection to 127.0.0.1:${ready.port}`, () => portAnswer(ready.port));
  const url = new URL(ready.url, port === undefined ? undefined : `http://127.0.0.1:${port}`).href;
  const headers = readinessHeaders(plan);
  return new Repeated(`a 2xx answer from ${url}`, async signal => {
    const answer = await urlAnswer(url, headers, signal);
    return answer ?? (ready.url.startsWith('/') ? otherAnswer(service) : undefined);
  });
}

/** Who has taken the port that a service was given, before it could; undefined when the service itself listens there. */
export function otherAnswer({ port, pid }: ServiceProcess): string | undefined {
  const other = port === undefined || pid === undefined ? undefined : otherListener(port, pid);
  return other && `process ${other.pid} (${other.program}), which this service did not start, listens there`;
}

/**
 * Throws when the sign is there before the service is: it would be taken for ready on the word of another process,
 * such as one that an earlier run left.
 */
export async function refuseStale(plan: ServicePlan): Promise<void> {
  const { ready, name } = plan.options;
  if (ready === undefined || 'log' in ready || ('url' in ready && ready.url.startsWith('/'))) return;
  const answer =
    'port' in ready
      ? portAnswer(ready.port)
      : urlAnswer(ready.url, readinessHeaders(plan), AbortSignal.timeout(STALE_MS));
  if ((await answer) !== undefined) return;
  const sign =
    'port' in ready ? `127.0.0.1:${ready.port} accepts connections` : `${ready.url} answers with a 2xx status`;
  throw new TracewrightError(
    'SERVICE_NOT_STARTED',
    `${name} was not started: ${sign} already, so another process would pass for it. Was one left by an earlier run?`,
  );
}

/** Looks every 20 ms; a look gives undefined when the sign is there, else what is there instead. */
class Repeated implements ReadySign {
  readonly awaited: string;
  readonly #look: (signal: AbortSignal) => Promise<string | undefined>;
  #instead: string | undefined = 'no answer at all';

  constructor(awaited: string, look: (signal: AbortSignal) => Promise<string | undefined>) {
    this.awaited = awaited;
    this.#look = look;
  }

  get instead(): string | undefined {
    return this.#instead;
  }

  async wait(signal: AbortSignal): Promise<void> {
    for (;;) {
      const instead = await this.#look(signal);
      signal.throwIfAborted();
      if (instead === undefined) return;
      this.#instead = instead;
      await sleep(RETRY_MS, signal);
    }
  }
}

class Line implements ReadySign {
  readonly awaited: string;
  readonly instead = undefined;
  readonly #pattern: RegExp;
  readonly #output: ServiceOutput;

  constructor(pattern: RegExp, output: ServiceOutput) {
    this.awaited = `a line of output that matches ${pattern}`;
    this.#pattern = pattern;
    this.#output = output;
  }

  wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = this.#output.listen(line => {
        // search, unlike test, heeds no lastIndex that a global RegExp keeps.
        if (line.search(this.#pattern) < 0) return;
        stop();
        resolve();
      });
      signal.addEventListener('abort', () => {
        stop();
        reject(signal.reason);
      });
    });
  }
}

/** What connecting to a port of the loopback gives: undefined when something listens, else the error's code. */
export function portAnswer(port: number, host = '127.0.0.1'): Promise<string | undefined> {
  return new Promise(resolve => {
    const socket = connect({ port, host });
    const finish = (answer: string | undefined): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => finish(undefined));
    socket.once('error', (error: NodeJS.ErrnoException) => finish(error.code ?? error.message));
  });
}

async function urlAnswer(
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const response = await fetchNow(url, { signal, headers });
    await response.body?.cancel();
    return response.ok ? undefined : `HTTP ${response.status}`;
  } catch (error) {
    const cause = (error as { cause?: NodeJS.ErrnoException }).cause;
    return cause?.code ?? cause?.message ?? String(error);
  }
}

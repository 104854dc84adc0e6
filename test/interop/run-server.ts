import { setTimeout as sleep } from 'node:timers/promises';
import { portAnswer } from '../../src/services/readiness.ts';
import { ServiceProcess } from '../../src/services/service-process.ts';

/** A server that no receiver belongs to: it sends no telemetry to the test. */
export interface ServerOptions {
  /** Its name in messages. */
  readonly name: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Where it listens when it has started. */
  readonly port: number;
  /** Asked once it listens: what is wrong with it still; undefined when it is ready. */
  readonly answer: () => Promise<string | undefined>;
}

/** A JVM takes one second or two, and more on a machine that is busy. */
const TIMEOUT_MS = 40_000;
const GRACE_MS = 4_000;
const RETRY_MS = 20;
const LINES_SHOWN = 30;

/** Starts a server and waits until it is ready. */
export async function runServer(file: string, options: ServerOptions): Promise<ServiceProcess> {
  const { args, cwd, env, name, port } = options;
  const server = new ServiceProcess({
    file,
    args,
    cwd,
    env: { ...process.env, ...env },
    port,
    graceMs: GRACE_MS,
    beforeStop: async () => {},
  });
  try {
    await server.spawned;
    await untilReady(server, options);
    return server;
  } catch (error) {
    await server.kill();
    throw new Error(`${name} did not start: ${(error as Error).message}. ${lastLines(server.output.toString())}`);
  }
}

async function untilReady(server: ServiceProcess, { port, answer }: ServerOptions): Promise<void> {
  const deadline = AbortSignal.timeout(TIMEOUT_MS);
  for (;;) {
    const problem = (await portAnswer(port)) ?? (await answer());
    if (server.exit !== undefined) throw new Error(`it ended with ${server.exit.code ?? server.exit.signal}`);
    if (problem === undefined) return;
    if (deadline.aborted) throw new Error(`after ${TIMEOUT_MS} ms, 127.0.0.1:${port} answered ${problem}`);
    await sleep(RETRY_MS);
  }
}

export function lastLines(output: string): string {
  return `Its last output:\n${output.trimEnd().split('\n').slice(-LINES_SHOWN).join('\n')}`;
}

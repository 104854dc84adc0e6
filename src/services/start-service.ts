import { TracewrightError } from '../errors.ts';
import { readLogLine, ServiceResource } from '../logs/read-log-line.ts';
import { clearTimeout, setTimeout } from '../real-time.ts';
import { ATTACHMENTS, type AttachedService, type Attachments, openServices } from '../receiver/attachments.ts';
import { freePort } from './free-port.ts';
import { type ReadySign, readySign, refuseStale } from './readiness.ts';
import { Service } from './service.ts';
import { serviceEnvironment, startedService } from './service-environment.ts';
import { planService, type ServiceOptions, type ServicePlan } from './service-options.ts';
import type { LogSink } from './service-output.ts';
import { type Exit, ServiceProcess } from './service-process.ts';
import { exitedEarly, notReady, notStarted } from './start-failure.ts';

/** Twice the delay of a batch that `receiver.env()` sets: what has ended when a service is stopped has arrived by then. */
const EXPORTED_WITHIN_MS = 100;
/** A service that goes on and on is stopped all the same. */
const EXPORTS_END_WITHIN_MS = 1_000;

/**
 * Starts a service under test in a process of its own, with the variables that make it export to the receiver, and
 * resolves once it is ready. It stops with its receiver. It does not keep this process alive, and ends with it at the
 * latest, even when the process is killed.
 *
 * The command runs without a shell. Start the program itself rather than `npm start`: SIGTERM reaches it at once then,
 * and its exit code is its own.
 *
 * @throws {TracewrightError} SERVICE_NOT_STARTED when there is no such command, or its fixed port answers already; SERVICE_EXITED when it ends, and
 * SERVICE_NOT_READY when it is not ready after `timeout` milliseconds (4,000), both with its last output;
 * INVALID_OPTION, UNKNOWN_OPTION, UNDEFINED_EXPECTATION.
 *
 * @example
 * const orders = await startService(['node', 'orders.js'], { name: 'orders', receiver, port: 'PORT' });
 * const job = await startService(['node', 'nightly.js'], { name: 'nightly', receiver, oneShot: true });
 * expect(await job.exited).toBe(0);
 */
export async function startService(command: readonly string[], options: ServiceOptions): Promise<Service> {
  const plan = planService(command, options);
  const { process, port } = await launchService(plan, { caller: 'startService()', sign: readySign });
  return new Service(plan.options.name, port === undefined ? undefined : `http://127.0.0.1:${port}`, process);
}

/** How a service is launched that differs from others. */
export interface LaunchOptions {
  /** For a message. */
  readonly caller: string;
  /** What shows that it is ready; undefined when nothing has to. */
  readonly sign: (plan: ServicePlan, process: ServiceProcess) => ReadySign | undefined;
  /** Other services send through it: it stops after them, and sends no spans of its own. */
  readonly isCollector?: boolean;
  /** A better error for an end before it was ready; undefined for the usual one. */
  readonly explainExit?: (process: ServiceProcess, exit: Exit) => TracewrightError | undefined;
}

/** A service that is ready, and the port that it was given. */
export interface Launched {
  readonly process: ServiceProcess;
  readonly port: number | undefined;
}

/** Starts the process of a service and waits until it is ready; the errors are those of `startService`. */
export async function launchService(plan: ServicePlan, options: LaunchOptions): Promise<Launched> {
  const { name, receiver } = plan.options;
  const services = openServices(receiver, `${options.caller} for ${name}`);
  const start = new Start(options.isCollector === true);
  services.add(start);
  try {
    await refuseStale(plan);
    if (plan.options.port !== undefined) start.port = await freePort(isGivenTo(services));
    const process = await start.launch(plan);
    void process.exited.then(() => {
      if (!process.hasLeftSomething) services.delete(start);
    });
    const sign = options.sign(plan, process);
    if (sign !== undefined) await untilReady(plan, process, sign, options);
    process.letGo();
    return { process, port: start.port };
  } catch (error) {
    services.delete(start);
    throw error;
  }
}

/** A service from the first moment of its start: it stops with its receiver even when it has no process yet. */
class Start implements AttachedService {
  port: number | undefined;
  readonly stopsLast: boolean;
  #process: ServiceProcess | undefined;
  #cancelled = false;

  constructor(isCollector: boolean) {
    this.stopsLast = isCollector;
  }

  async launch(plan: ServicePlan): Promise<ServiceProcess> {
    const { file, args, options, graceMs } = plan;
    if (this.#cancelled) {
      throw new TracewrightError(
        'SERVICE_NOT_STARTED',
        `${options.name} was not started: its receiver was stopped meanwhile.`,
      );
    }
    const env = serviceEnvironment(plan, this.port);
    try {
      const { quiet, startedServices } = options.receiver[ATTACHMENTS];
      const started = startedService(plan, this.port, env);
      // What is told of a service that has sent nothing says nothing of a collector.
      if (!this.stopsLast) startedServices.set(options.name, started);
      const sink = logSink(options.receiver[ATTACHMENTS], started.serviceName ?? options.name);
      // Async, for a receiver of an older copy of the package has no quiet(): that must not keep the service running.
      const beforeStop = async () => quiet(EXPORTED_WITHIN_MS, EXPORTS_END_WITHIN_MS);
      const { cwd } = options;
      this.#process = new ServiceProcess({ file, args, cwd, env, port: this.port, graceMs, sink, beforeStop });
      await this.#process.spawned;
      return this.#process;
    } catch (error) {
      throw notStarted(plan, error);
    }
  }

  async stop(): Promise<void> {
    this.#cancelled = true;
    await this.#process?.stop();
  }
}

/** Where its log records go; undefined for a receiver of an older copy of the package, which takes none. */
function logSink({ openOutput, outputReads }: Partial<Attachments>, name: string): LogSink | undefined {
  if (openOutput === undefined || outputReads === undefined) return undefined;
  const resource = new ServiceResource(name);
  return { source: openOutput(name, line => readLogLine(line, resource)), reads: outputReads };
}

/** A service that still starts does not listen yet on the port that it was given. */
function isGivenTo(services: ReadonlySet<AttachedService>): (port: number) => boolean {
  return port => [...services].some(service => 'port' in service && service.port === port);
}

async function untilReady(
  plan: ServicePlan,
  process: ServiceProcess,
  sign: ReadySign,
  { explainExit }: LaunchOptions,
): Promise<void> {
  const over = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const ready = sign.wait(over.signal).then(() => 'ready' as const);
  ready.catch(() => {});
  const timeUp = new Promise<'time up'>(resolve => {
    timer = setTimeout(() => resolve('time up'), plan.timeoutMs);
  });
  const outcome = await Promise.race([ready, process.exited, timeUp]);
  clearTimeout(timer);
  over.abort();
  // What answered may have been another process, on a port that this one failed to get.
  const exit = outcome === 'ready' || outcome === 'time up' ? process.exit : outcome;
  if (exit !== undefined) {
    await process.kill();
    const explained = process.wasStopped ? undefined : explainExit?.(process, exit);
    throw explained ?? exitedEarly(plan, process, exit, process.wasStopped);
  }
  if (outcome === 'ready') return;
  const error = await notReady(plan, process, sign);
  await process.kill();
  throw error;
}

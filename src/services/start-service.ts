import { TracewrightError } from '../errors.ts';
import { clearTimeout, setTimeout } from '../real-time.ts';
import { ATTACHMENTS, type AttachedService, openServices } from '../receiver/attachments.ts';
import { freePort } from './free-port.ts';
import { type ReadySign, readySign, refuseStale } from './readiness.ts';
import { Service } from './service.ts';
import { serviceEnvironment, startedService } from './service-environment.ts';
import { planService, type ServiceOptions, type ServicePlan } from './service-options.ts';
import { ServiceProcess } from './service-process.ts';
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
  const { name, receiver } = plan.options;
  const services = openServices(receiver, `startService() for ${name}`);
  const start = new Start();
  services.add(start);
  try {
    await refuseStale(plan);
    if (plan.options.port !== undefined) start.port = await freePort(isGivenTo(services));
    const process = await start.launch(plan);
    void process.exited.then(() => {
      if (!process.hasLeftSomething) services.delete(start);
    });
    const sign = readySign(plan, process);
    if (sign !== undefined) await untilReady(plan, process, sign);
    process.letGo();
    return new Service(name, start.port === undefined ? undefined : `http://127.0.0.1:${start.port}`, process);
  } catch (error) {
    services.delete(start);
    throw error;
  }
}

/** A service from the first moment of its start: it stops with its receiver even when it has no process yet. */
class Start implements AttachedService {
  port: number | undefined;
  #process: ServiceProcess | undefined;
  #cancelled = false;

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
      startedServices.set(options.name, startedService(plan, this.port, env));
      // Async, for a receiver of an older copy of the package has no quiet(): that must not keep the service running.
      const beforeStop = async () => quiet(EXPORTED_WITHIN_MS, EXPORTS_END_WITHIN_MS);
      this.#process = new ServiceProcess({ file, args, cwd: options.cwd, env, port: this.port, graceMs, beforeStop });
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

/** A service that still starts does not listen yet on the port that it was given. */
function isGivenTo(services: ReadonlySet<AttachedService>): (port: number) => boolean {
  return port => [...services].some(service => 'port' in service && service.port === port);
}

async function untilReady(plan: ServicePlan, process: ServiceProcess, sign: ReadySign): Promise<void> {
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
    throw exitedEarly(plan, process, exit, process.wasStopped);
  }
  if (outcome === 'ready') return;
  const error = await notReady(plan, process, sign);
  await process.kill();
  throw error;
}

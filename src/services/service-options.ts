import { TracewrightError } from '../errors.ts';
import { checkOptions, kindOf, suggestion } from '../misuse.ts';
import { ATTACHMENTS } from '../receiver/attachments.ts';
import type { EnvOptions } from '../receiver/environment.ts';
import type { Receiver } from '../receiver/receiver.ts';
import { milliseconds } from '../receiver/wait-options.ts';

/**
 * When a service counts as ready: `url` (absolute, or a path of the service's own URL) answers with a 2xx status,
 * something listens on `port` of 127.0.0.1, or a line of its output matches `log`.
 */
export type Readiness = { readonly url: string } | { readonly port: number } | { readonly log: RegExp };

/** What `startService` can be told. */
export interface ServiceOptions extends Omit<EnvOptions, 'service'> {
  /** Its `service.name`, and its name in messages. */
  readonly name: string;
  /** The receiver that it exports to, and with which it stops. */
  readonly receiver: Receiver;
  /** The variable that tells it which port to listen on (`PORT`): it is given a free one, and `url` is set. */
  readonly port?: string;
  /** More variables; `undefined` unsets one that would be inherited. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The folder that it runs in. Default: that of the test process. */
  readonly cwd?: string;
  /** Default with `port`: something listens there. */
  readonly ready?: Readiness;
  /** For a job that runs and ends by itself: nothing is waited for, `exited` has its exit code. */
  readonly oneShot?: boolean;
  /** How long it may take to be ready, in milliseconds. Default 4,000. */
  readonly timeout?: number;
  /** How long it may take to end after SIGTERM before it gets SIGKILL, in milliseconds. Default 4,000. */
  readonly grace?: number;
}

/** A service as it is to be started: options checked, defaults filled in. */
export interface ServicePlan {
  readonly file: string;
  readonly args: readonly string[];
  readonly options: ServiceOptions;
  readonly timeoutMs: number;
  readonly graceMs: number;
}

/** Shorter than the 5,000 ms that runners give a hook, so that stopping ends before the runner gives up on it. */
const DEFAULT_GRACE_MS = 4_000;
const DEFAULT_TIMEOUT_MS = 4_000;

const WHERE = 'startService()';
const READINESS: readonly string[] = ['url', 'port', 'log'];
const ENV_OPTIONS = ['protocol', 'propagators', 'sampler', 'samplerArg', 'host'] as const;
const OPTIONS = [
  'name',
  'receiver',
  'port',
  'env',
  'cwd',
  'ready',
  'oneShot',
  'timeout',
  'grace',
  ...ENV_OPTIONS,
] as const;

/** Checks what `startService` was given. */
export function planService(command: readonly string[], options: ServiceOptions): ServicePlan {
  const [file, ...args] = checkedCommand(command);
  checkOptions(withoutEnv(options), OPTIONS, 'startService()');
  const { name, receiver, timeout = DEFAULT_TIMEOUT_MS, grace = DEFAULT_GRACE_MS } = options ?? {};
  if (typeof name !== 'string' || name === '')
    throw invalid('needs the option name: the service.name that its spans carry.');
  if (typeof receiver !== 'object' || receiver === null || !(ATTACHMENTS in receiver)) {
    throw invalid(`needs the option receiver: what \`await startReceiver()\` gave. Received ${kindOf(receiver)}.`);
  }
  checkPort(options.port);
  checkReadiness(options);
  return {
    file,
    args,
    options,
    timeoutMs: milliseconds(timeout, 'startService() option timeout'),
    graceMs: milliseconds(grace, 'startService() option grace'),
  };
}

function checkedCommand(command: unknown): [string, ...string[]] {
  if (typeof command === 'string') {
    throw invalid(`takes the command as a list, without a shell: ${JSON.stringify(command.split(/\s+/))}.`);
  }
  if (!Array.isArray(command)) throw invalid(`takes the command as a list of strings; received ${kindOf(command)}.`);
  const parts: readonly unknown[] = command;
  const wrong = parts.findIndex(part => typeof part !== 'string');
  if (wrong >= 0) throw invalid(`takes the command as a list of strings; part ${wrong} is ${kindOf(parts[wrong])}.`);
  const [file, ...args] = parts as readonly string[];
  if (file === undefined || file === '') throw invalid("takes a command: ['node', 'orders.js'].");
  return [file, ...args];
}

/** In `env`, undefined is meant: it unsets. */
function withoutEnv(options: ServiceOptions | undefined): ServiceOptions | undefined {
  const given = typeof options === 'object' && options !== null && !Array.isArray(options);
  return given && options.env !== undefined ? { ...options, env: {} } : options;
}

function checkPort(port: unknown): void {
  if (port === undefined || (typeof port === 'string' && /^[^=\0\s]+$/.test(port))) return;
  const fixed = typeof port === 'number' ? ` For a service with a fixed port: ready: { port: ${port} }.` : '';
  throw invalid(
    `option port is ${kindOf(port)}; it takes the name of the variable that tells the port: 'PORT'.${fixed}`,
  );
}

/** Reads the option `ready`. */
export function checkReadiness(
  { port, ready, oneShot }: Pick<ServiceOptions, 'port' | 'ready' | 'oneShot'>,
  where = WHERE,
): void {
  if (oneShot === true) {
    if (ready === undefined && port === undefined) return;
    throw invalid(
      `option oneShot cannot be combined with ${ready === undefined ? 'port' : 'ready'}: a job is not waited for.`,
      where,
    );
  }
  if (ready === undefined) {
    if (port !== undefined) return;
    throw invalid(
      'cannot tell when the service is ready. Give one of\n' +
        "  port: 'PORT'               the variable that tells it where to listen; ready when something listens there\n" +
        "  ready: { url: 'http://127.0.0.1:8080/health' }, { port: 8080 } or { log: /listening/ }\n" +
        '  oneShot: true              for a job that runs and ends by itself',
      where,
    );
  }
  const [[kind, value] = [], ...more] = Object.entries(ready as object) as [string, unknown][];
  if (kind === undefined || more.length > 0)
    throw invalid('option ready takes one of { url }, { port } or { log }.', where);
  if (!READINESS.includes(kind))
    throw invalid(`option ready has no way "${kind}".${suggestion(kind, READINESS)}`, where);
  if (kind === 'log' && !(Object.prototype.toString.call(value) === '[object RegExp]')) {
    throw invalid(`option ready.log is ${kindOf(value)}; it takes a RegExp: /listening/.`, where);
  }
  if (kind === 'port' && !(Number.isInteger(value) && Number(value) > 0 && Number(value) <= 65_535)) {
    throw invalid(`option ready.port is ${kindOf(value)}; a port is a number from 1 to 65535.`, where);
  }
  if (kind === 'url') checkUrl(value, port, where);
}

function checkUrl(url: unknown, port: string | undefined, where: string): void {
  if (typeof url === 'string' && url.startsWith('/')) {
    if (port !== undefined) return;
    throw invalid(
      `option ready.url is the path "${url}", and without the option port there is no URL to complete it with.`,
      where,
    );
  }
  if (typeof url === 'string' && /^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : '')) return;
  throw invalid(`option ready.url is ${kindOf(url)}; it takes an http URL, or a path that begins with "/".`, where);
}

function invalid(text: string, where = WHERE): TracewrightError {
  return new TracewrightError('INVALID_OPTION', `${where} ${text}`);
}

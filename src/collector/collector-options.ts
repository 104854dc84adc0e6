import { TracewrightError } from '../errors.ts';
import { checkOptions, kindOf } from '../misuse.ts';
import { ATTACHMENTS } from '../receiver/attachments.ts';
import type { Receiver } from '../receiver/receiver.ts';
import { milliseconds } from '../receiver/wait-options.ts';
import { checkReadiness, type Readiness } from '../services/service-options.ts';

/** What `startCollector` can be told. */
export interface CollectorOptions {
  /** The collector's program: a path, or a name on the PATH. Or give `command`. */
  readonly binary?: string;
  /**
   * The program with arguments, run without a shell. `--config` and the configuration's file are added at the end; an
   * argument that holds `{config}` gets the file there instead.
   */
  readonly command?: readonly string[];
  /** The configuration under test: the path of a file, the URL of one, YAML text, or an object. */
  readonly config: string | URL | object;
  /** The receiver that it exports to, and with which it stops. */
  readonly receiver: Receiver;
  /** The one traces pipeline under test, `traces/orders`: the others do not export to the receiver. Default: all. */
  readonly pipeline?: string;
  /** Its name in messages. Default `collector`. */
  readonly name?: string;
  /** Variables, which the configuration may refer to; `undefined` unsets one that would be inherited. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The folder that it runs in, which relative paths in the configuration count from. Default: that of this process. */
  readonly cwd?: string;
  /** When it counts as ready. Default: its OTLP endpoints take connections. */
  readonly ready?: Readiness;
  /** How long it may take to be ready, in milliseconds. Default 10,000. */
  readonly timeout?: number;
  /** How long it may take to end after SIGTERM before it gets SIGKILL, in milliseconds. Default 4,000. */
  readonly grace?: number;
}

/** The options of `startCollector`, checked and with their defaults. */
export interface CollectorPlan {
  readonly options: CollectorOptions;
  readonly name: string;
  readonly file: string;
  /** The arguments, without the configuration's file. */
  readonly args: readonly string[];
  readonly timeoutMs: number;
  readonly graceMs: number;
}

export const WHERE = 'startCollector()';
const OPTIONS: readonly (keyof CollectorOptions)[] = [
  'binary',
  'command',
  'config',
  'receiver',
  'pipeline',
  'name',
  'env',
  'cwd',
  'ready',
  'timeout',
  'grace',
];

/** @throws {TracewrightError} INVALID_OPTION, UNKNOWN_OPTION, UNDEFINED_EXPECTATION */
export function planCollector(options: CollectorOptions): CollectorPlan {
  const { env: _, config: __, ...checked } = options ?? {};
  checkOptions(checked, OPTIONS, WHERE);
  const { receiver, name = 'collector', pipeline, ready, timeout = 10_000, grace = 4_000 } = options ?? {};
  if (typeof receiver !== 'object' || receiver === null || !(ATTACHMENTS in receiver)) {
    throw invalid(`needs the option receiver: what \`await startReceiver()\` gave. Received ${kindOf(receiver)}.`);
  }
  if (typeof name !== 'string' || name === '') throw invalid(`option name is ${kindOf(name)}; it takes text.`);
  if (pipeline !== undefined && typeof pipeline !== 'string') {
    throw invalid(`option pipeline is ${kindOf(pipeline)}; it takes the name of a pipeline: 'traces/orders'.`);
  }
  if (options.config === undefined) {
    throw invalid('needs the option config: the path of the configuration, its YAML text, or an object.');
  }
  if (ready !== undefined) checkReadiness({ ready }, WHERE);
  const [file, ...args] = commandOf(options);
  return {
    options,
    name,
    file,
    args,
    timeoutMs: milliseconds(timeout, `${WHERE} option timeout`),
    graceMs: milliseconds(grace, `${WHERE} option grace`),
  };
}

function commandOf({ binary, command }: CollectorOptions): [string, ...string[]] {
  if ((binary === undefined) === (command === undefined)) {
    throw invalid("takes either binary, the collector's program, or command, a list of the program and its arguments.");
  }
  if (binary !== undefined) {
    if (typeof binary === 'string' && binary !== '') return [binary];
    throw invalid(`option binary is ${kindOf(binary)}; it takes a path, or a name on the PATH.`);
  }
  const parts: readonly unknown[] = Array.isArray(command) ? command : [];
  if (parts.length === 0 || parts.some(part => typeof part !== 'string') || parts[0] === '') {
    throw invalid(
      `option command is ${kindOf(command)}; it takes a list of strings: ['otelcol', '--feature-gates=x'].`,
    );
  }
  const [file, ...args] = parts as [string, ...string[]];
  return [file, ...args];
}

/** The whole list of arguments, once it is known where the configuration is. */
export function withConfig(args: readonly string[], file: string): readonly string[] {
  const has = args.some(arg => arg.includes('{config}'));
  return has ? args.map(arg => arg.replaceAll('{config}', file)) : [...args, '--config', file];
}

function invalid(text: string): TracewrightError {
  return new TracewrightError('INVALID_OPTION', `${WHERE} ${text}`);
}

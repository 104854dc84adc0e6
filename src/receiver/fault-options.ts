import { TracewrightError } from '../errors.ts';
import { checkOptions, kindOf, suggestion } from '../misuse.ts';
import {
  GRPC_STATUS_NAMES,
  type GrpcStatusName,
  grpcStatusName,
  grpcStatusOfHttp,
  httpStatusOf,
  isGrpcStatusName,
} from './grpc-status.ts';
import type { Sender, Signal } from './ingest.ts';
import { milliseconds } from './wait-options.ts';

/** What `receiver.injectFault` can be told: which requests fail, and how. */
export interface FaultOptions {
  /** How many export requests fail, one after the other. Default 1; `Infinity`: all, until the fault is cleared. */
  readonly next?: number;
  /**
   * What is answered: the name of a gRPC status, or an HTTP status from 400 to 599. The other protocol answers what
   * that maps to. Default `UNAVAILABLE`, which is 503.
   */
  readonly with?: GrpcStatusName | number;
  /**
   * When the client may send again, in seconds, or as a time: `Retry-After` over HTTP, in whole seconds rounded up;
   * `google.rpc.RetryInfo` over gRPC.
   */
  readonly retryAfter?: number | Date;
  /** How long the answer takes, in milliseconds. Without `with` and `drop` the request succeeds, late. */
  readonly delay?: number;
  /**
   * The client gets no answer: over HTTP its connection is destroyed, over gRPC its stream is reset. `request` (or
   * true): the request is lost, nothing is stored. `answer`: the request is taken in and the answer to it lost, so
   * that a client that sends again sends duplicates.
   */
  readonly drop?: boolean | 'request' | 'answer';
  /** Which signal's requests fail. Default `traces`; those of other signals pass. */
  readonly signal?: Signal;
  /** Only requests over this protocol. */
  readonly protocol?: Sender['protocol'];
  /** Only requests with spans of this service. */
  readonly service?: string;
}

/** What happens to a request that a fault takes. */
export type FaultEffect = 'refuse' | 'lose request' | 'lose answer' | 'delay';

/** The options of a fault, checked and with their defaults. */
export interface FaultPlan {
  readonly next: number;
  readonly effect: FaultEffect;
  /** What is answered over HTTP and over gRPC, where the effect is to refuse. */
  readonly http: number;
  readonly grpc: GrpcStatusName;
  readonly retryAfter: number | Date | undefined;
  readonly delayMs: number;
  readonly signal: Signal;
  readonly protocol: Sender['protocol'] | undefined;
  readonly service: string | undefined;
  /** The call, as it was written: `receiver.injectFault({ next: 3, with: 503 })`. */
  readonly call: string;
}

const OPTIONS = ['next', 'with', 'retryAfter', 'delay', 'drop', 'signal', 'protocol', 'service'];
const WHERE = 'receiver.injectFault()';

/** @throws {TracewrightError} UNKNOWN_OPTION, UNKNOWN_STATUS, INVALID_OPTION, UNDEFINED_EXPECTATION */
export function planFault(options: FaultOptions | undefined): FaultPlan {
  checkOptions(options, OPTIONS, WHERE);
  const given = options ?? {};
  const signal = oneOf('signal', given.signal ?? 'traces', ['traces', 'logs', 'metrics']);
  if (given.service !== undefined && (typeof given.service !== 'string' || given.service === '')) {
    throw invalid('service', kindOf(given.service), 'it takes the service.name of one service');
  }
  if (given.service !== undefined && signal !== 'traces') {
    throw new TracewrightError(
      'INVALID_OPTION',
      `${WHERE} option service tells requests apart by their spans; requests of ${signal} have none.`,
    );
  }
  return {
    next: countOf(given.next ?? 1),
    effect: effectOf(given),
    ...statusOf(given.with ?? 'UNAVAILABLE'),
    retryAfter: given.retryAfter === undefined ? undefined : retryAfterOf(given.retryAfter),
    delayMs: milliseconds(given.delay ?? 0, `${WHERE} option delay`),
    signal,
    protocol:
      given.protocol === undefined
        ? undefined
        : oneOf<Sender['protocol']>('protocol', given.protocol, ['grpc', 'http']),
    service: given.service,
    call: callText(given),
  };
}

function effectOf(given: FaultOptions): FaultEffect {
  const drop = given.drop ?? false;
  if (typeof drop !== 'boolean' && drop !== 'request' && drop !== 'answer') {
    throw invalid('drop', kindOf(drop), 'it takes true, "request" or "answer"');
  }
  if (drop !== false) {
    const answer = given.with !== undefined ? 'with' : given.retryAfter !== undefined ? 'retryAfter' : undefined;
    if (answer !== undefined) {
      throw new TracewrightError(
        'INVALID_OPTION',
        `${WHERE} has both drop and ${answer}: a request that is dropped gets no answer. Give one of them.`,
      );
    }
    return drop === 'answer' ? 'lose answer' : 'lose request';
  }
  const refuses = given.with !== undefined || given.retryAfter !== undefined || given.delay === undefined;
  return refuses ? 'refuse' : 'delay';
}

function statusOf(given: GrpcStatusName | number): { http: number; grpc: GrpcStatusName } {
  const takes = `an HTTP status from 400 to 599, or the name of a gRPC status ("UNAVAILABLE")`;
  if (typeof given === 'number') {
    if (Number.isInteger(given) && given >= 400 && given <= 599) return { http: given, grpc: grpcStatusOfHttp(given) };
    const name = grpcStatusName(given);
    const hint = name === undefined ? '' : ` gRPC's ${given} is written "${name}".`;
    throw new TracewrightError('INVALID_OPTION', `${WHERE} option with is ${given}; it takes ${takes}.${hint}`);
  }
  if (typeof given !== 'string') throw invalid('with', kindOf(given), `it takes ${takes}`);
  if (isGrpcStatusName(given)) return { http: httpStatusOf(given), grpc: given };
  if (given === 'OK') {
    throw new TracewrightError(
      'INVALID_OPTION',
      `${WHERE} option with is "OK", which is no failure. { delay } alone lets a request succeed late.`,
    );
  }
  throw new TracewrightError(
    'UNKNOWN_STATUS',
    `${WHERE} knows no gRPC status "${given}".${suggestion(given, GRPC_STATUS_NAMES)}`,
  );
}

function retryAfterOf(given: unknown): number | Date {
  if (typeof given === 'number' && Number.isFinite(given) && given >= 0) return given;
  // Not instanceof: Jest runs tests in realms of their own.
  if (Object.prototype.toString.call(given) === '[object Date]') {
    const date = new Date(given as Date);
    if (!Number.isNaN(date.getTime())) return date;
    throw invalid('retryAfter', 'an invalid Date', 'it takes seconds, 0 or more, or a Date');
  }
  throw invalid('retryAfter', kindOf(given), 'it takes seconds, 0 or more, or a Date');
}

function countOf(given: unknown): number {
  if (given === Number.POSITIVE_INFINITY || (Number.isInteger(given) && (given as number) > 0)) return given as number;
  throw invalid('next', kindOf(given), 'it takes a whole number above 0, or Infinity');
}

function oneOf<Value extends string>(option: string, given: unknown, valid: readonly Value[]): Value {
  const found = valid.find(value => value === given);
  if (found !== undefined) return found;
  throw new TracewrightError(
    'INVALID_OPTION',
    `${WHERE} option ${option} is ${kindOf(given)}.${suggestion(String(given), valid)}`,
  );
}

function invalid(option: string, is: string, takes: string): TracewrightError {
  return new TracewrightError('INVALID_OPTION', `${WHERE} option ${option} is ${is}; ${takes}.`);
}

function callText(given: FaultOptions): string {
  const entries = Object.entries(given).map(([key, value]) => `${key}: ${valueText(value)}`);
  return entries.length === 0 ? 'receiver.injectFault()' : `receiver.injectFault({ ${entries.join(', ')} })`;
}

function valueText(value: unknown): string {
  if (typeof value === 'object') return (value as Date).toISOString();
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

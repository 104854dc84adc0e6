import { TracewrightError } from '../../errors.ts';
import { checkOptions, kindOf, refuseUndefined } from '../../misuse.ts';
import type { Criteria } from '../../model/trace.ts';
import { type CompiledCriteria, compileCriteria } from '../../query/compile-criteria.ts';

/** What each request gets. There are no headers: a context would decide for the service whether it samples. */
export interface MeasuredRequest {
  /** Counts from 0. */
  readonly index: number;
  /** Aborted when the time is up, or when another request has failed. */
  readonly signal: AbortSignal;
}

/** How `measureSampling` drives a service. */
export interface MeasureSamplingOptions {
  /** How many requests are sent. */
  readonly requests: number;
  /**
   * Sends one request, without a trace context. Its promise resolves when the service has answered. Return the response of
   * `fetch` itself: it is read to its end, and a status that is not `ok` ends the measurement, as a rejected promise does.
   * If such a status is what you want, return something else: `fetch(url).then(response => response.text())`.
   */
  readonly request: (request: MeasuredRequest) => PromiseLike<unknown>;
  /** What the root span of a sampled request matches. Each request must lead to one such root at most. */
  readonly root: Criteria;
  /** How many requests are under way at the same time. Defaults to 10, up to 1,000. */
  readonly concurrency?: number;
  /** How many requests are started in a second at most. Without it, they follow each other at once. */
  readonly requestsPerSecond?: number;
  /** The time for all requests, in milliseconds. Defaults to 60,000. */
  readonly timeout?: number;
  /** How long nothing must have come at the end, in milliseconds. Defaults to the `quiet` of `startReceiver`. */
  readonly quiet?: number;
}

/** The options, checked, with their defaults. */
export interface MeasurePlan {
  readonly requests: number;
  readonly request: MeasureSamplingOptions['request'];
  readonly root: CompiledCriteria;
  readonly concurrency: number;
  readonly requestsPerSecond: number | undefined;
  readonly timeoutMs: number;
  readonly quiet: number | undefined;
}

const NAME = 'measureSampling()';
const OPTIONS = ['requests', 'request', 'root', 'concurrency', 'requestsPerSecond', 'timeout', 'quiet'];
const MAX_REQUESTS = 1_000_000;
const MAX_CONCURRENCY = 1_000;
const DEFAULT_TIMEOUT_MS = 60_000;

/** @throws {TracewrightError} INVALID_OPTION, UNKNOWN_OPTION, UNDEFINED_EXPECTATION, and what criteria are refused with */
export function planMeasurement(options: MeasureSamplingOptions): MeasurePlan {
  refuseUndefined(options as unknown, `${NAME}: the options`);
  checkOptions(options, OPTIONS, NAME);
  const { requests, request, root, concurrency = 10, requestsPerSecond, timeout = DEFAULT_TIMEOUT_MS, quiet } = options;
  checkWhole('requests', requests, MAX_REQUESTS);
  if (typeof request !== 'function') {
    throw invalid('request', request, 'a function that sends one request: () => fetch(url)');
  }
  if (root === undefined) {
    throw invalid('root', root, "what the root span of a request matches: { name: 'GET /orders', service: 'orders' }");
  }
  checkWhole('concurrency', concurrency, MAX_CONCURRENCY);
  if (requestsPerSecond !== undefined) checkPositive('requestsPerSecond', requestsPerSecond, 'a number above 0');
  checkPositive('timeout', timeout, 'milliseconds: a number above 0');
  if (quiet !== undefined && !(typeof quiet === 'number' && quiet >= 0 && Number.isFinite(quiet)))
    throw invalid('quiet', quiet, 'milliseconds, 0 or more');
  return {
    requests,
    request,
    root: compileCriteria(root, `${NAME} option root`),
    concurrency,
    requestsPerSecond,
    timeoutMs: Math.min(timeout, 2 ** 31 - 1),
    quiet,
  };
}

function checkWhole(option: string, value: unknown, most: number): void {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most) return;
  throw invalid(option, value, `a whole number from 1 to ${most.toLocaleString('en-US')}`);
}

function checkPositive(option: string, value: unknown, wants: string): void {
  if (typeof value !== 'number' || !(value > 0) || !Number.isFinite(value)) throw invalid(option, value, wants);
}

function invalid(option: string, value: unknown, wants: string): TracewrightError {
  return new TracewrightError('INVALID_OPTION', `${NAME} option ${option} is ${kindOf(value)}; it takes ${wants}.`);
}

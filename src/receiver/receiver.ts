import type { LogRecord } from '../model/log-record.ts';
import { mayHoldMetrics, withLosses } from '../model/loss.ts';
import type { Metric } from '../model/metric.ts';
import type { Overflow } from '../model/overflow.ts';
import { type Problem, SHOWN_PROBLEMS } from '../model/problem.ts';
import type { Criteria, Span, Trace } from '../model/trace.ts';
import { compileCriteria } from '../query/compile-criteria.ts';
import { firstMatch, matchingSpans } from '../store/matching.ts';
import { now } from '../store/moment.ts';
import { inStartOrder } from '../store/row-order.ts';
import type { Mark } from '../store/since.ts';
import { ATTACHMENTS, type AttachedService, type Attachments } from './attachments.ts';
import { capture } from './capture.ts';
import type { CaptureArgument, CaptureOptions } from './capture-options.ts';
import { type EnvOptions, serviceEnv } from './environment.ts';
import { Fault } from './fault.ts';
import type { FaultInjection } from './fault-injection.ts';
import { type FaultOptions, planFault } from './fault-options.ts';
import type { Forwarder, Forwarding } from './forwarder.ts';
import { getHeld } from './get-held.ts';
import type { Endpoint } from './http-endpoint.ts';
import type { Ingest } from './ingest.ts';
import { runningReceivers } from './running-receivers.ts';
import type { ReceiverState } from './state.ts';
import type { ReceiverStats } from './stats.ts';
import { type SettleOptions, settled, type WaitForSpanOptions, waitForSpan, waitForTrace } from './wait-for.ts';

const BRAND = Symbol.for('tracewright.Receiver');

/** What a receiver is made of; `startReceiver` puts it together. */
export interface ReceiverParts {
  readonly state: ReceiverState;
  readonly ingest: Ingest;
  readonly faults: FaultInjection;
  readonly forwarder: Forwarder | undefined;
  readonly endpoints: readonly Endpoint[];
}

/**
 * An OTLP receiver in this process: services export to it, a test waits for their traces and asserts on them.
 *
 * @example
 * const receiver = await startReceiver();
 * const trace = await receiver.capture(({ headers }) => fetch(url, { headers }), { services: ['gateway', 'orders'] });
 * await receiver.stop();
 */
export class Receiver {
  declare readonly [Symbol.asyncDispose]: () => Promise<void>;
  readonly #parts: ReceiverParts;
  #stopping: Promise<void> | undefined;

  constructor(parts: ReceiverParts) {
    this.#parts = parts;
    // Absent in the realms that Jest 29 runs tests in.
    if (Symbol.asyncDispose !== undefined) {
      Object.defineProperty(this, Symbol.asyncDispose, { value: () => this.stop() });
    }
  }

  get [BRAND](): true {
    return true;
  }

  get [ATTACHMENTS](): Attachments {
    return this.#parts.state.attachments;
  }

  // The URLs are typed as there: who turned an endpoint off knows, and nobody else should have to check.

  /** Where OTLP/gRPC listens, `http://127.0.0.1:43117`; undefined only with `grpcPort: false`. */
  get grpcUrl(): string {
    return this.#parts.state.urls.grpc as string;
  }

  /** Where OTLP/HTTP listens, `http://127.0.0.1:43118`; undefined only with `httpPort: false`. */
  get httpUrl(): string {
    return this.#parts.state.urls.http as string;
  }

  /** Every span that arrived up to now, by trace. */
  get spans(): readonly Span[] {
    const spans = this.traces.flatMap(trace => trace.spans);
    return withLosses(spans, this.#parts.state.snapshots.lossesSinceCleared());
  }

  /** Every trace of which spans arrived up to now, in the order of their first arrival. */
  get traces(): readonly Trace[] {
    const { store, snapshots } = this.#parts.state;
    const traceIds = Array.from(store.records(), record => record.traceId);
    return snapshots.all(traceIds);
  }

  /** Every log record that arrived up to now, in the order of arrival. */
  get logs(): readonly LogRecord[] {
    const { logs, snapshots } = this.#parts.state;
    return withLosses([...logs.records], snapshots.lossesSinceCleared());
  }

  /**
   * Every metric that arrived up to now, one for each name, resource and scope: with the distinct attributes and exemplars
   * of its data points, and without their values.
   *
   * Of one metric, at most 2,000 sets of attributes and 1,000 exemplars are kept, and 32 MiB of text in all. `omitted` tells
   * what was over: an assertion that something is not in the metrics is then `INCOMPLETE`.
   *
   * @example
   * expect(receiver.metrics).toBeFreeOfPii();
   */
  get metrics(): readonly Metric[] {
    const { metrics, snapshots } = this.#parts.state;
    const unread = snapshots.lossesSinceCleared().filter(mayHoldMetrics);
    return withLosses(metrics.metrics, [...metrics.losses, ...unread]);
  }

  /**
   * The first bound that was passed, if one was: what came then was refused, so that from there on every assertion on
   * this receiver's traces fails, and every wait. `clear()` begins anew.
   */
  get overflow(): Overflow | undefined {
    return this.#parts.ingest.overflow;
  }

  /** Counts of what arrived and what was refused since the start. */
  get stats(): ReceiverStats {
    return this.#parts.state.counters.snapshot();
  }

  /** What was wrong with telemetry that was well-formed enough to be read. */
  get problems(): readonly Problem[] {
    const { store, logs, snapshots } = this.#parts.state;
    const ofTrees = Array.from(store.records()).filter(record => record.mayHaveTreeProblems());
    return [
      ...[...store.table.problems, ...logs.problems].map(SHOWN_PROBLEMS.of),
      ...ofTrees.flatMap(({ traceId }) => snapshots.of(traceId).treeProblems),
    ];
  }

  /**
   * The `OTEL_*` variables that make a service under test, in any language, send all it has to this receiver, at once.
   *
   * @example
   * spawn('python', ['app.py'], { env: { ...process.env, ...receiver.env({ service: 'orders' }) } });
   *
   * @throws {TracewrightError} INVALID_OPTION, UNKNOWN_OPTION
   * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
   */
  env(options: EnvOptions = {}): Record<string, string> {
    return serviceEnv(this.#parts.state.urls, options);
  }

  /**
   * The one span of all held that matches.
   *
   * @throws {TracewrightError} NO_MATCH, SEVERAL_MATCHES
   */
  get(criteria: Criteria): Span {
    return getHeld(this.#parts.state, criteria);
  }

  /** The first match by start time, or undefined. */
  find(criteria: Criteria): Span | undefined {
    const { store, snapshots } = this.#parts.state;
    return firstMatch(store, snapshots, compileCriteria(criteria, 'find()'));
  }

  /** Every match, by start time; those of one time by trace id. */
  filter(criteria: Criteria): Span[] {
    return this.#matching(criteria, 'filter()');
  }

  /**
   * Runs `fn` with a fresh trace context to send along, and resolves to the trace that it caused once that is
   * complete: `fn` is done, every parent arrived, each of `services` sent a span, `until` holds, and nothing more came
   * for `quiet` milliseconds.
   *
   * @throws {TracewrightError} TRACE_TIMEOUT when the trace, a service or `until` is missing after `timeout`
   * milliseconds (4,000); SEVERAL_MATCHES with `root`. If `fn` throws, `capture` throws the same error, and
   * `traceOf(error)` gives the trace.
   *
   * @example
   * const trace = await receiver.capture(({ headers }) => fetch(`${shop.url}/checkout`, { method: 'POST', headers }));
   */
  capture<Result>(
    fn: (context: CaptureArgument) => Result | PromiseLike<Result>,
    options?: CaptureOptions,
  ): Promise<Trace<Result>> {
    return capture(this.#parts.state, fn, options);
  }

  /**
   * Resolves to the first span that matches, as soon as it is there. Only spans begun since the current test began
   * count, unless `{ since: 'start' }`.
   *
   * @throws {TracewrightError} TRACE_TIMEOUT, with the nearest misses.
   */
  async waitForSpan(criteria: Criteria, options?: WaitForSpanOptions): Promise<Span> {
    return waitForSpan(this.#parts.state, criteria, options);
  }

  /**
   * Resolves to the trace that holds a matching span, once it is complete.
   *
   * @throws {TracewrightError} TRACE_TIMEOUT; SEVERAL_MATCHES when spans of several traces match.
   */
  async waitForTrace(criteria: Criteria, options?: SettleOptions): Promise<Trace> {
    return waitForTrace(this.#parts.state, criteria, options);
  }

  /**
   * Resolves to all traces begun since the current test began, once nothing came for `quiet` milliseconds and each is
   * complete.
   *
   * @throws {TracewrightError} TRACE_TIMEOUT when nothing came at all.
   */
  async settled(options?: SettleOptions): Promise<Trace[]> {
    return settled(this.#parts.state, options);
  }

  /** What became of the requests that were sent on with `forwardTo`; undefined without it. */
  get forwarding(): Forwarding | undefined {
    return this.#parts.forwarder?.snapshot();
  }

  /**
   * Makes export requests fail: with a status, without an answer, or late. The next one of traces, over either
   * protocol, is answered UNAVAILABLE (503) unless the options say otherwise. Several faults fail one after the other.
   * `clear()` and `stop()` end them.
   *
   * @throws {TracewrightError} UNKNOWN_OPTION, UNKNOWN_STATUS, INVALID_OPTION, UNDEFINED_EXPECTATION
   *
   * @example
   * const fault = receiver.injectFault({ next: 2, with: 'UNAVAILABLE', retryAfter: 1 });
   * await fetch(`${orders.url}/orders`, { method: 'POST' });
   * await fault.recovered({ timeout: 10_000 }); // orders sent again, and lost nothing
   *
   * @see https://opentelemetry.io/docs/specs/otlp/#failures
   */
  injectFault(options?: FaultOptions): Fault {
    const { faults, state } = this.#parts;
    return new Fault(faults.add(planFault(options)), faults, state);
  }

  /**
   * The former name of `injectFault`.
   *
   * @deprecated Use `injectFault`, which does the same.
   */
  fail(options?: FaultOptions): Fault {
    return this.injectFault(options);
  }

  /**
   * This moment, as `since` of a wait takes it: only spans that belong to what came after count.
   *
   * @example
   * const mark = receiver.mark();
   * await fetch(`${shop.url}/checkout`, { method: 'POST' });
   * const span = await receiver.waitForSpan('charge card', { since: mark });
   */
  mark(): Mark {
    return Object.freeze(now());
  }

  /** Forgets what arrived, and ends the faults that `injectFault` made. The contexts that captures sent stay known. */
  clear(): void {
    this.#parts.faults.forget('receiver.clear()');
    this.#parts.state.background.remember();
    // A capture that is running still has to know what was lost since it began.
    if (!this.#parts.state.captures.any) this.#parts.state.store.losses.clear();
    this.#parts.state.store.clear(this.#parts.ingest.overflow !== undefined);
    this.#parts.state.logs.clear();
    this.#parts.state.metrics.clear();
    this.#parts.state.snapshots.clear();
    this.#parts.state.attachments.crossings.clear();
    this.#parts.ingest.forget();
  }

  /** Stops the services and SDKs that were started with it, takes in what they still send, then stops listening. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  #matching(criteria: Criteria, where: string): Span[] {
    const { store, snapshots } = this.#parts.state;
    return inStartOrder(matchingSpans(store, snapshots, compileCriteria(criteria, where)));
  }

  async #stop(): Promise<void> {
    const { state, ingest, faults, forwarder, endpoints } = this.#parts;
    const { services, sdks } = state.attachments;
    state.attachments.stopped = true;
    runningReceivers().delete(this);
    // So that services can deliver what they still have.
    faults.end('receiver.stop()');
    const all = [...services, ...sdks];
    const isLast = (attached: AttachedService): boolean => attached.stopsLast === true;
    const first = await Promise.allSettled(all.filter(each => !isLast(each)).map(attached => attached.stop()));
    const last = await Promise.allSettled(all.filter(isLast).map(attached => attached.stop()));
    const stopped = [...first, ...last];
    await Promise.all(endpoints.map(endpoint => endpoint.stop()));
    ingest.close();
    state.standstills.stop();
    state.waits.close();
    await forwarder?.stop();
    const failed = stopped.find(result => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }
}

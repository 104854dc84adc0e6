import type { AttributePolicy } from '../src/contract/attribute-policy/attribute-policy.ts';
import type { LogCriteria } from '../src/logs/log-criteria.ts';
import type { AsymmetricMatcher, AttributesCriterion, SpanCriteria, TextCriterion } from '../src/model/criteria.ts';
import type { StatusCode } from '../src/model/span-data.ts';
import type { Criteria, Span, Trace } from '../src/model/trace.ts';
import type { Canary } from '../src/pii/canary/canary-base.ts';
import type { LeakOptions } from '../src/pii/canary/leak-options.ts';
import type { PiiPolicy } from '../src/pii/policy/policy.ts';
import type { PathOptions } from './path-options.ts';
import type { ConformanceOptions } from './to-honor-trace-context.ts';
import type { SampleOptions } from './to-sample.ts';

/** How many matching spans, or log records, there must be. */
export interface SpanCountOptions {
  /** A number, or limits; `max` alone implies a `min` of 1, and 0 is absence. */
  readonly times?: number | { readonly min?: number; readonly max?: number };
}

/** What of a trace snapshot is masked. */
export interface TraceSnapshotOptions {
  /**
   * What else varies from run to run: an attribute by its key (`*` stands for any part of it), or text by a RegExp,
   * wherever it stands (names, values, messages). It is stored as `<masked>`.
   */
  readonly mask?: readonly (string | RegExp)[];
  /** What of the default list is stored as it is after all: an attribute by its key, or values that a RegExp matches. */
  readonly keep?: readonly (string | RegExp)[];
}

/**
 * A tree of spans: each node is criteria, or an object of criteria with `children`. Children may stand in any order, unless
 * the option `ordered` is set.
 *
 * @example
 * const tree: SpanTree = { name: 'POST /orders', kind: 'SERVER', children: [{ name: 'validate' }, 'charge card'] };
 */
export type SpanTree = Criteria | (SpanCriteria & { readonly children: readonly SpanTree[] });

/** How much of the trace a tree is. */
export interface SpanTreeOptions {
  /** The tree is the whole trace: its top is the only root, and every span has a node. */
  readonly exact?: boolean;
  /** Children began in the order in which the tree has them. Other children may stand between them. */
  readonly ordered?: boolean;
}

/** What else may occur beside the steps of `toHappenInOrder`. */
export interface OrderOptions {
  /** No other span occurs that matches `of`; without `of`, no other span at all. */
  readonly exact?: boolean;
  /** Which other spans must not occur; it needs `exact: true`. Steps need not match it. */
  readonly of?: Criteria;
}

/** Which log records `toHaveCorrelatedLogs` judges. */
export interface CorrelatedLogsOptions {
  /** The services whose records are judged, at least one of each. Default: all that sent spans of the trace. */
  readonly services?: readonly string[];
  /** Records that need not name the trace: criteria, or several of which one must match. */
  readonly except?: LogCriteria | readonly LogCriteria[];
}

/** Which failed spans `toHaveNoErrors` allows. */
export interface ErrorOptions {
  /** Criteria, or several of which one must match. */
  readonly except?: Criteria | readonly Criteria[];
}

/** Which spans `toRecordErrors` does not judge. */
export interface ErrorRecordingOptions {
  /** Criteria, or several of which one must match. */
  readonly except?: Criteria | readonly Criteria[];
}

/** Which spans `toHaveServiceIdentity` does not judge. */
export interface ServiceIdentityOptions {
  /** Criteria, or several of which one must match: a proxy, which has no SDK. */
  readonly except?: Criteria | readonly Criteria[];
}

/** Which strays `toHaveNoStrays` allows. */
export interface StrayOptions {
  /** Criteria for the span at the top of a stray, or several of which one must match. */
  readonly except?: Criteria | readonly Criteria[];
}

/** What `toFitXRay` also asks for, and of which spans it asks nothing. */
export interface XRayFitOptions {
  /**
   * Trace ids begin with the time in seconds since the epoch, as those of X-Ray's id generator do. X-Ray has taken other ids
   * since October 2023, and the collector's exporter does so by default.
   */
  readonly epoch?: boolean;
  /** Criteria for spans that need not fit, or several of which one must match. */
  readonly except?: Criteria | readonly Criteria[];
}

/** What `toHaveNoRepeats` counts, and up to where. */
export interface RepeatOptions {
  /** So many spans that do the same work may stand together; a whole number from 1 on. */
  readonly max: number;
  /**
   * Which spans stand together: those under one `'parent'` (the default), all of one `'trace'`, or all below one span that
   * matches `ancestor`, however deep. Behind resolvers or an ORM each query has a parent of its own: name an ancestor there.
   */
  readonly per?: 'parent' | 'trace' | { readonly ancestor: Criteria };
  /** Counts only the spans that match; every span without it. Where none matches, nothing is judged, and it fails. */
  readonly of?: Criteria;
}

/** What an exception must be. */
export interface ExceptionCriterion {
  /** `exception.type`. */
  readonly type?: TextCriterion;
  /** `exception.message`. */
  readonly message?: TextCriterion;
}

/** The matchers, as a runner's `expect(...)` has them. All are synchronous: they judge a snapshot. */
export interface TracewrightMatchers<R> {
  /**
   * A matching span is in the trace, or in one of several traces. Negated: in none.
   *
   * @example
   * expect(trace).toHaveSpan({ name: 'charge card', kind: 'CLIENT', attributes: { 'app.order.id': expect.any(String) } });
   * expect(trace).toHaveSpan(/^SELECT/, { times: 2 });
   * expect(trace).not.toHaveSpan({ status: 'ERROR' });
   */
  toHaveSpan(criteria: Criteria, options?: SpanCountOptions): R;
  /**
   * Spans of the trace, or of one of several, form this tree: the top node is any span, children are direct children in
   * any order, each node is a span of its own. A span may have other children, unless the tree is `exact`. With `ordered`,
   * children began in the order of the tree; it is `INCOMPLETE` where the times of spans do not tell.
   *
   * @example
   * expect(trace).toHaveSpanTree({
   *   name: 'POST /orders',
   *   children: [{ name: 'validate' }, { kind: 'CLIENT', children: [{ service: 'payments', kind: 'SERVER' }] }],
   * });
   */
  toHaveSpanTree(tree: SpanTree, options?: SpanTreeOptions): R;
  /**
   * The span's direct parent is this span, or one that matches. Of an array, every one's; negated, no one's.
   *
   * @example
   * expect(trace.get('charge card')).toBeChildOf({ kind: 'SERVER', service: 'payments' });
   */
  toBeChildOf(parent: Span | Criteria): R;
  /**
   * The span has this span, or one that matches, anywhere above it. Of an array, every one has; negated, no one.
   *
   * @example
   * expect(trace.get('charge card')).toBeDescendantOf({ service: 'gateway', kind: 'SERVER' });
   */
  toBeDescendantOf(ancestor: Span | Criteria): R;
  /**
   * The span has no parent, or the context that `capture` sent as its parent. An orphan is no root: its parent is missing.
   *
   * @example
   * expect(trace.get('POST /checkout')).toBeRoot();
   */
  toBeRoot(): R;
  /**
   * One of the span's links names this span, or one that matches, of whatever trace its receiver held.
   *
   * @example
   * expect(trace.linked[0].get({ kind: 'CONSUMER' })).toBeLinkedTo(trace.get({ kind: 'PRODUCER' }));
   * @see https://opentelemetry.io/docs/specs/otel/overview/#links-between-spans
   */
  toBeLinkedTo(linked: Span | Criteria): R;
  /**
   * The span ended before, or as, the other began. Criteria must match exactly one span of the trace.
   *
   * It is `INCOMPLETE` where a time cannot be right, and where two spans overlap by less than 1 ms, an SDK cuts start times
   * to whole milliseconds (as Node's does) and the order of export does not show which ended first.
   *
   * @example
   * expect(trace.get('reserve stock')).toHappenBefore('charge card');
   */
  toHappenBefore(later: Span | Criteria): R;
  /**
   * For each step there is a span that matches, and none begins before the one before it ended. Of several spans that match
   * a step, those are taken with which it holds. A step that no span matches fails, negated too. Other spans may occur in
   * between, unless the order is `exact`.
   *
   * It is `INCOMPLETE` where times cannot be right or do not tell, as with `toHappenBefore`. Of several traces, all spans
   * are judged together.
   *
   * @throws {TracewrightError} INVALID_CRITERIA for steps that are no array of criteria, INVALID_OPTION for `of` without
   * `exact`.
   * @example
   * expect(trace).toHappenInOrder(['reserve stock', 'charge card', { kind: 'PRODUCER' }]);
   * expect(trace).toHappenInOrder(['reserve stock', 'charge card'], { of: { kind: 'CLIENT' }, exact: true });
   */
  toHappenInOrder(steps: readonly Criteria[], options?: OrderOptions): R;
  /**
   * The span has an attribute, and when a value is given, that value. Of an array, every one has; negated, no one.
   *
   * @example
   * expect(trace.get('charge card')).toHaveAttribute('app.order.id', 'ord-17');
   */
  toHaveAttribute(key: string, value?: unknown): R;
  /** The same as `toHaveAttribute`, under a name that no other library has. */
  toHaveSpanAttribute(key: string, value?: unknown): R;
  /**
   * The span has all of these attributes; it may have others. Values are equal, matched by a RegExp, or accepted by an
   * asymmetric matcher.
   *
   * @example
   * expect(trace.get('charge card')).toHaveAttributes({ 'app.order.id': 'ord-17', 'app.amount': expect.any(Number) });
   */
  toHaveAttributes(attributes: AttributesCriterion): R;
  /**
   * The resource that the span comes from has an attribute, and when a value is given, that value.
   *
   * @example
   * expect(trace.spans).toHaveResourceAttribute('deployment.environment.name', 'test');
   */
  toHaveResourceAttribute(key: string, value?: unknown): R;
  /**
   * An event of this name was recorded on the span, and when attributes are given, with these among its own.
   *
   * @example
   * expect(trace.get('charge card')).toHaveEvent('retry', { attempt: 2 });
   */
  toHaveEvent(name: TextCriterion, attributes?: AttributesCriterion | AsymmetricMatcher): R;
  /**
   * An exception was recorded on the span, and when given, of this type and message.
   *
   * @example
   * expect(trace.get('charge card')).toHaveException({ type: 'CardDeclined', message: /do not honour/ });
   * @see https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-spans/
   */
  toHaveException(exception?: ExceptionCriterion): R;
  /**
   * The span has a status code, and when a message is given, that message. Of an array, every one has; negated, no one.
   *
   * @example
   * expect(trace.get('POST /charge')).toHaveStatus('ERROR', /declined/);
   */
  toHaveStatus(code: StatusCode | RegExp | AsymmetricMatcher, message?: TextCriterion): R;
  /**
   * Each service continues the trace of the one before it, by parent or, for messages, by link. An array in the last
   * place names branches that all must be reached.
   *
   * @example
   * expect(trace).toPropagateAcross('gateway', 'orders', ['payments', 'mailer']);
   * expect(trace).toPropagateAcross('gateway', 'orders', { direct: true });
   * expect(trace).toPropagateAcross('orders', 'mailer', { via: 'link', sameTrace: false });
   */
  toPropagateAcross(from: string, ...to: readonly (string | readonly string[] | PathOptions)[]): R;
  /**
   * Nothing in the traces, spans, log records or metrics looks like personal data or a secret: names, attributes and their keys,
   * events, links, status, resources and scopes, and what is within them in URLs, SQL, JSON or encoded. On a trace that is
   * not complete it is `INCOMPLETE`. The text has masks and places, never the values.
   *
   * @param policy none, one, or the path of a JSON or YAML file that holds one
   * @throws {TracewrightError} INVALID_POLICY
   * @example
   * expect(trace).toBeFreeOfPii();
   * expect(receiver.metrics).toBeFreeOfPii();
   * expect(trace).toBeFreeOfPii({ kinds: ['gen-ai-content'] }); // no prompt and no answer is recorded
   * expect(trace).toBeFreeOfPii({ levels: { ip: 'error' }, allow: [{ key: 'user.email', value: '*@example.com', reason: 'seeded users' }] });
   */
  toBeFreeOfPii(policy?: PiiPolicy | string | URL): R;
  /**
   * Negated: no value of the canary is anywhere in the traces, spans, log records or metrics, plain, encoded, digested or cut off.
   * It is `INCOMPLETE` where the canary was never sent, the trace is not complete, or something was dropped.
   *
   * What cannot be found: an HMAC with a key that is not in `hmacKeys`, what is encrypted, the last four digits.
   *
   * @throws {TracewrightError} INVALID_CANARY, INVALID_OPTION, UNKNOWN_OPTION, UNDEFINED_EXPECTATION
   * @example
   * const person = canary.person();
   * const trace = await receiver.capture(({ headers }) => signUp(person.email, headers));
   * expect(trace).not.toLeak(person, { allow: [{ key: 'enduser.id', reason: 'an id by design' }] });
   */
  toLeak(canary: Canary | readonly Canary[], options?: LeakOptions): R;
  /**
   * The service kept the rules of W3C Trace Context (and of baggage or X-Ray, if they were checked). The subject is the
   * report of `checkTraceContext`. Negated: the service broke a rule that counts and is not known.
   *
   * It fails in both polarities when nothing is proven: the service could not be checked, or a case had no time.
   *
   * @throws {TracewrightError} INVALID_SUBJECT for anything but a report; INVALID_OPTION, UNKNOWN_OPTION
   * @example
   * const report = await checkTraceContext(orders, { path: '/test', strict: true });
   * expect(report).toHonorTraceContext({ known: { 'tracestate-member-count': 'the first 32 are kept' } });
   * @see https://www.w3.org/TR/trace-context/
   */
  toHonorTraceContext(options?: ConformanceOptions): R;
  /**
   * The service sampled this ratio of its requests, as far as the measurement can tell: the exact binomial interval
   * (Clopper-Pearson) around the measured ratio holds `ratio`, or lies within `margin` of it as a whole. The subject is the
   * report of `measureSampling`. A service that samples exactly `ratio` fails in at most `1 - confidence` of all runs.
   *
   * It fails in both polarities when it cannot be judged: too few requests for the claim (the text says how many it needs),
   * spans that were rejected or still arriving, more traces than requests, or nothing sampled by a service of which nothing
   * ever came.
   *
   * @param ratio from 0 to 1: 0.05 is 5 %
   * @throws {TracewrightError} INVALID_SUBJECT for anything but a report; INVALID_OPTION, UNKNOWN_OPTION,
   * UNDEFINED_EXPECTATION
   * @example
   * const report = await measureSampling(receiver, { requests: 2_000, request: () => fetch(url), root: 'GET /orders' });
   * expect(report).toSample(0.05, { margin: 0.025, confidence: 0.9999 });
   */
  toSample(ratio: number, options: SampleOptions): R;
  /**
   * The service sampled at most so many requests in a second, in every span of time within the measurement. The subject is
   * the report of `measureSampling`. In T seconds, `perSecond * (T + 2)` are allowed: limiters that count by whole seconds,
   * and those with a bucket of tokens, never pass more. The starts of the sampled roots count, by the clock of the service.
   *
   * It fails in both polarities when it cannot be judged: the measurement is too short or too slow (the text says what it
   * needs), and for the reasons of `toSample`.
   *
   * @param perSecond from 0.001 to 1,000,000
   * @throws {TracewrightError} INVALID_SUBJECT for anything but a report; INVALID_OPTION, UNDEFINED_EXPECTATION
   * @example
   * const report = await measureSampling(receiver, { requests: 500, requestsPerSecond: 100, request, root: 'GET /orders' });
   * expect(report).toSampleAtMost(1);
   */
  toSampleAtMost(perSecond: number): R;
  /**
   * All services of the trace, or of each of several traces, decided alike whether to record it. It fails for facts only:
   *
   * - a service recorded a trace that its caller handed on as not sampled, or handed on as not sampled what it recorded (seen
   *   by a probe or `recordHeaders`);
   * - spans are missing that another of these traces has for the same call: the caller's, or those of the service that was
   *   called;
   * - the flags of a span say "not sampled", while other spans of its service have the flag;
   * - with consistent probability sampling (`ot=th:...;rv:...` in tracestate): a threshold rejects the span that has it, is
   *   above that of the parent, or the randomness changes on the way.
   *
   * Give it many traces at once: one trace alone cannot show what is missing in it. It is `INCOMPLETE` where the parent of a
   * span never arrived and nothing shows who called it, and where spans may be missing.
   *
   * @throws {TracewrightError} INVALID_SUBJECT, INVALID_CRITERIA
   * @example
   * expect(await receiver.settled()).toBeSampledConsistently();
   * @see https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/
   */
  toBeSampledConsistently(): R;
  /**
   * The structure of the trace, or of several, equals the one that the runner has stored (Jest and Vitest: `-u` updates,
   * CI writes none, obsolete ones are reported).
   *
   * Stored are spans with their parents, names, kinds, services, statuses, attributes, events and links; ids become
   * positions, times and order are dropped, and what varies by nature (ports, process ids, versions, stack traces) is
   * masked. Cannot be negated.
   *
   * @throws {TracewrightError} NO_SNAPSHOT_SUPPORT where the runner keeps no snapshots; UNSUPPORTED_ASSERTION negated,
   * polled, or as an asymmetric matcher.
   * @example
   * expect(trace).toMatchTraceSnapshot();
   * expect(trace).toMatchTraceSnapshot('checkout', { mask: ['app.order.id', /ord-\d+/], keep: ['server.port'] });
   */
  toMatchTraceSnapshot(nameOrOptions?: string | TraceSnapshotOptions, options?: TraceSnapshotOptions): R;
  /**
   * No span of the trace, or of any of several, has the status ERROR or an exception event.
   *
   * @example
   * expect(trace).toHaveNoErrors();
   * expect(trace).toHaveNoErrors({ except: { name: 'GET /cache', service: 'orders' } });
   */
  toHaveNoErrors(options?: ErrorOptions): R;
  /**
   * Every error is recorded as the semantic conventions say. Every span is judged, so a trace without errors passes.
   *
   * - A span with an exception has the status ERROR. The exception is an event of the span, or a log record that names the
   *   span, of level ERROR or without a level.
   * - A SERVER span with a 5xx, and a CLIENT span with a 4xx or 5xx, have the status ERROR; so do gRPC's, by its own codes.
   * - A 4xx leaves the status of a SERVER span UNSET.
   * - A status ERROR has a description, an exception, `error.type` or a failing status code. In the stable conventions, a
   *   description alone does not do.
   *
   * Each deviation names its rule and the section of the conventions. It is `INCOMPLETE` when something is missing that
   * could break or keep a rule, and when every span is excepted.
   *
   * @example
   * expect(trace).toRecordErrors();
   * expect(trace).toRecordErrors({ except: { name: 'GET /cache', kind: 'CLIENT' } });
   * @see https://opentelemetry.io/docs/specs/semconv/general/recording-errors/
   */
  toRecordErrors(options?: ErrorRecordingOptions): R;
  /**
   * The resource of every span says who sent it: `service.name` (not the default `unknown_service`), `service.version`,
   * `telemetry.sdk.name`, `telemetry.sdk.language` and `telemetry.sdk.version`. The failure names what each service lacks.
   *
   * @example
   * expect(trace).toHaveServiceIdentity();
   * expect(receiver.traces).toHaveServiceIdentity({ except: { service: 'envoy' } });
   * @see https://opentelemetry.io/docs/specs/semconv/resource/
   */
  toHaveServiceIdentity(options?: ServiceIdentityOptions): R;
  /**
   * The attributes of every span are what a policy says: which are required, forbidden and allowed, their types and values,
   * and how many different values a key may have over all traces that the receiver holds.
   *
   * It is `INCOMPLETE` when something is missing that could deviate, and when no rule applies to the spans at all.
   *
   * @param policy a policy, or the path of a JSON or YAML file that holds one (`tracewright/attribute-policy.schema.json`)
   * @throws {TracewrightError} INVALID_POLICY, in a file with line and column; UNDEFINED_EXPECTATION
   * @example
   * expect(trace).toFollowAttributePolicy('attribute-policy.yaml');
   * expect(receiver.traces).toFollowAttributePolicy({
   *   attributes: {
   *     'app.tenant.id': { required: { kind: 'SERVER' }, type: 'string', cardinality: { max: 500 } },
   *     'app.order.status': { values: ['open', 'paid'] },
   *     'user.email': { forbidden: true },
   *   },
   *   allowed: { 'app.*': ['app.feature.*'] },
   * });
   */
  toFollowAttributePolicy(policy: AttributePolicy | string | URL): R;
  /**
   * No trace began during the capture that belongs to no capture: no service lost the trace context. Background work, such
   * as a poller that also runs between captures, does not count, and neither does work that `background` names. The failure
   * shows each stray and why it is one. The result is `INCOMPLETE` when other captures ran at the same time, because a stray
   * may belong to one of them.
   *
   * @throws {TracewrightError} INVALID_SUBJECT for a trace that was not captured.
   * @example
   * const trace = await receiver.capture(({ headers }) => fetch(url, { headers }));
   * expect(trace).toHaveNoStrays();
   * expect(trace).toHaveNoStrays({ except: { name: 'GET /metrics' } });
   */
  toHaveNoStrays(options?: StrayOptions): R;
  /**
   * Under no parent do more than `max` spans do the same work: the same service, kind, name, statement and address, ids
   * and literals aside. An N+1 fails it. `per` counts in a whole trace, or below an ancestor, however deep.
   *
   * @example
   * expect(trace).toHaveNoRepeats({ max: 3 });
   * expect(trace).toHaveNoRepeats({ max: 1, of: { operation: 'database' } });
   * expect(trace).toHaveNoRepeats({ max: 3, of: { operation: 'database' }, per: { ancestor: { kind: 'SERVER' } } });
   */
  toHaveNoRepeats(options: RepeatOptions): R;
  /**
   * The span, or every root of the trace, continues the given traceparent, X-Amzn-Trace-Id or b3 header; without one, the
   * context that the capture sent: the same trace id, parent id and sampled flag. Flags that a sender left out do not fail.
   *
   * @throws {TracewrightError} INVALID_HEADER with the rule that the header breaks.
   * @example
   * const trace = await receiver.capture(({ headers }) => fetch(url, { headers }), { formats: ['xray'] });
   * expect(trace).toContinue();
   * expect(span).toContinue('Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1');
   */
  toContinue(header?: string): R;
  /**
   * The span has an annotation in X-Ray, which can be searched for, and when a value is given, that value: the collector
   * indexes the attribute, and no annotation loses it. Of an array, every one has; negated, no one.
   *
   * Judged by `startReceiver({ xray })`. The key is the attribute's, or X-Ray's where characters are replaced
   * (`user_id` for `user-id`).
   *
   * @throws {TracewrightError} INVALID_OPTION when the receiver of the span has no option `xray`.
   * @example
   * const receiver = await startReceiver({ xray: { collectorConfig: 'collector.yaml' } });
   * expect(trace.get('charge card')).toHaveXRayAnnotation('app.order.id', 'ord-17');
   * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-annotations
   */
  toHaveXRayAnnotation(key: string, value?: unknown): R;
  /**
   * The span has metadata in X-Ray, which can be read and not searched for, and when a value is given, that value. The key is
   * the attribute's; `otel.resource.<key>` for the resource of a segment; `<namespace>.<key>` for other namespaces than
   * `default`. Of an array, every one has; negated, no one.
   *
   * @throws {TracewrightError} INVALID_OPTION when the receiver of the span has no option `xray`.
   * @example
   * expect(trace.get('charge card')).toHaveXRayMetadata('app.note');
   * expect(trace.get('POST /orders')).toHaveXRayMetadata('otel.resource.service.name', 'orders');
   */
  toHaveXRayMetadata(key: string, value?: unknown): R;
  /**
   * X-Ray gets all of the trace, or of each of several: at most 50 annotations, keys of 500 and values of 1,000 characters,
   * documents of 64 kB, names of 200; no attribute changes its key, loses its place to another or is dropped for its type. On
   * a trace that is not complete it is `INCOMPLETE`.
   *
   * Without `startReceiver({ xray })` it judges by the exporter's default, which indexes nothing.
   *
   * @throws {TracewrightError} INVALID_OPTION, UNKNOWN_OPTION
   * @example
   * expect(trace).toFitXRay();
   * expect(trace).toFitXRay({ epoch: true, except: { scope: /express/ } });
   * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html
   */
  toFitXRay(options?: XRayFitOptions): R;
  /**
   * The ids of the log record name a span of the trace: its trace id, and the id of one of its spans. Of an array, every
   * record's; negated, no record's. A record with a trace id and no span id does not correlate: it names no span. It is
   * `INCOMPLETE` where the span may be missing.
   *
   * @throws {TracewrightError} INVALID_SUBJECT for anything but log records, INVALID_CRITERIA for anything but a trace.
   * @example
   * expect(orders.logs.filter(({ body }) => body === 'order placed')).toCorrelateWith(trace);
   * @see https://opentelemetry.io/docs/specs/otel/logs/data-model/#trace-context-fields
   */
  toCorrelateWith(trace: Trace): R;
  /**
   * A matching log record names the trace, or one of several: it came over OTLP, or is a JSON line in the output of a
   * service that `startService` started. A record that came both ways counts once. Negated: none does, which is
   * `INCOMPLETE` where one may be missing, is in a stray, or was written without a trace id while a request was handled.
   *
   * @example
   * expect(trace).toHaveLogs('order placed');
   * expect(trace).toHaveLogs({ body: /declined/, severity: { min: 'WARN' }, span: 'charge card' }, { times: 1 });
   * expect(trace).not.toHaveLogs({ severity: { min: 'ERROR' } });
   */
  toHaveLogs(criteria: LogCriteria, options?: SpanCountOptions): R;
  /**
   * Every log record that the services wrote while they handled the trace's requests names the trace. A request is handled
   * from the start to the end of a SERVER or CONSUMER span, or of one whose parent is not of the service. Records that name
   * another trace and records outside of requests are not judged.
   *
   * It is `INCOMPLETE`, so that it fails in both polarities, when no record was judged, when a record without a trace id may
   * belong to another request that the service handled at the same time, and when its time is not exact enough.
   *
   * @example
   * expect(trace).toHaveCorrelatedLogs();
   * expect(trace).toHaveCorrelatedLogs({ services: ['orders', 'payments'], except: { body: /^cache/ } });
   */
  toHaveCorrelatedLogs(options?: CorrelatedLogsOptions): R;
  /**
   * The trace, or each of several, arrived whole and sound: no orphans, no problems, nothing dropped. It is `INCOMPLETE`
   * when only something was rejected, refused or cut off that may belong to the trace.
   *
   * @example
   * expect(trace).toBeComplete();
   */
  toBeComplete(): R;
  /**
   * The trace was captured with `{ sampled: false }`, the context was sent, and no span of it came.
   *
   * @example
   * const trace = await receiver.capture(({ headers }) => fetch(url, { headers }), { sampled: false });
   * expect(trace).toBeUnsampled();
   * @see https://www.w3.org/TR/trace-context/#sampled-flag
   */
  toBeUnsampled(): R;
  /**
   * The span took less than so many milliseconds; of a trace, from its first start to its last end. Of an array, every
   * span, or every trace. It is `INCOMPLETE` where a time cannot be right.
   *
   * @example
   * expect(trace.get('POST /charge')).toTakeLessThan(200);
   */
  toTakeLessThan(milliseconds: number): R;
}

import type { Attributes } from './attributes.ts';
import { buildTree, type Tree } from './build-tree.ts';
import type { Selector, SpanCriteria } from './criteria.ts';
import type { Crossing } from './crossing.ts';
import { type ExportPlaceOf, isExportedBefore } from './export-place.ts';
import type { HeldSpans } from './held-spans.ts';
import { spanTimeFaults } from './impossible-time.ts';
import type { Lateness } from './lateness.ts';
import type { LogRecord } from './log-record.ts';
import { type Loss, mayHoldSpans, shownLosses, withLosses } from './loss.ts';
import type { Overflow } from './overflow.ts';
import { type Problem, SHOWN_PROBLEMS } from './problem.ts';
import type { SentContext } from './sent-context.ts';
import { hideGettersOfCopies, keepOriginal, originalOf, showAs } from './shown-text.ts';
import {
  type Resource,
  type Scope,
  type SpanData,
  type SpanEvent,
  type SpanKind,
  type SpanLink,
  type Status,
  serviceOf,
} from './span-data.ts';
import type { StartedService } from './started-service.ts';
import { byTimes, orderInTrace } from './trace-order.ts';
import { shownUnendedSpans, type UnendedSpan } from './unended-span.ts';
import { defineValueGetters, frozen, hiddenValues, valueGetters } from './value-getters.ts';
import type { XRayIndexing } from './xray-indexing.ts';

// A span knows its trace and a trace its spans: neither type stands without the other, hence one file.

const SPAN_BRAND = Symbol.for('tracewright.Span');
const TRACE_BRAND = Symbol.for('tracewright.Trace');
/** In every copy of the package. */
const OVERFLOW_NOW: unique symbol = Symbol.for('tracewright.overflowNow') as never;
const HELD_SPANS: unique symbol = Symbol.for('tracewright.heldSpans') as never;
const PLACE_OF: unique symbol = Symbol.for('tracewright.placeOf') as never;
const EXPORTED_BEFORE: unique symbol = Symbol.for('tracewright.exportedBefore') as never;
const XRAY_INDEXING: unique symbol = Symbol.for('tracewright.xrayIndexing') as never;

/**
 * Which spans are meant: an exact name, a RegExp for the name, a predicate, a selector, or an object of fields.
 *
 * @example
 * trace.find('charge card');
 * trace.filter(/^SELECT/);
 * trace.filter(span => span.durationMs > 100);
 * trace.get({ kind: 'CLIENT', service: 'orders', attributes: { 'http.request.method': 'POST' } });
 */
export type Criteria = string | RegExp | ((span: Span) => boolean) | Selector | SpanCriteria;

interface Relations {
  readonly trace: Trace;
  readonly parent: Span | undefined;
  readonly children: readonly Span[];
}

/** The fields with values from telemetry, and the bigints, which Jest 29 cannot report. */
const SPAN_VALUES = [
  ...(['traceState', 'name', 'startTimeUnixNano', 'endTimeUnixNano', 'attributes', 'events'] as const),
  ...(['links', 'status', 'resource', 'scope'] as const),
] as const;

type SpanValues = Pick<SpanData, (typeof SPAN_VALUES)[number]>;

const HIDDEN_VALUES = hiddenValues<SpanValues>(SPAN_VALUES);

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** Shared: most spans have none. */
const NO_CHILDREN: readonly Span[] = Object.freeze([]);

/** Tells spans their places in the trace that is being built; called once, by the Trace. */
let placeSpans: (trace: Trace, spans: readonly Span[], parents: Int32Array) => void;

/**
 * A span of a trace: the fields that were sent, and its place among the spans that arrived with it. Immutable.
 *
 * Its own properties are exactly what was sent (see {@link SpanData}), so that two spans compare by `toEqual`;
 * `service`, `durationMs`, `parent`, `children` and `trace` are derived.
 *
 * @example
 * const charge = trace.get('charge card');
 * charge.parent?.name; // 'POST /charge'
 * charge.durationMs; // 80.2
 */
export class Span implements SpanData {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  declare readonly traceState: string;
  readonly flags: number;
  declare readonly name: string;
  readonly kind: SpanKind;
  declare readonly startTimeUnixNano: bigint;
  declare readonly endTimeUnixNano: bigint;
  declare readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
  declare readonly events: readonly SpanEvent[];
  readonly droppedEventsCount: number;
  declare readonly links: readonly SpanLink[];
  readonly droppedLinksCount: number;
  declare readonly status: Status;
  declare readonly resource: Resource;
  declare readonly scope: Scope;

  readonly #values: SpanValues;
  #relations: Relations | undefined;
  readonly #buildTrace: (() => unknown) | undefined;

  /** @param buildTrace for a span whose trace is not built yet: builds it, with this very span in it. */
  constructor(data: SpanData, buildTrace?: () => unknown) {
    // One by one: a query can make many, and Object.assign takes several times as long.
    this.traceId = data.traceId;
    this.spanId = data.spanId;
    this.parentSpanId = data.parentSpanId;
    this.flags = data.flags;
    this.kind = data.kind;
    this.droppedAttributesCount = data.droppedAttributesCount;
    this.droppedEventsCount = data.droppedEventsCount;
    this.droppedLinksCount = data.droppedLinksCount;
    this.#values = data;
    this.#buildTrace = buildTrace;
    defineValueGetters(this, Span.#valueGetters);
    Object.freeze(this);
  }

  static #valuesOf(span: object): SpanValues {
    return #values in span ? span.#values : HIDDEN_VALUES;
  }

  static readonly #valueGetters = valueGetters<SpanValues>({
    get traceState() {
      return Span.#valuesOf(this).traceState;
    },
    get name() {
      return Span.#valuesOf(this).name;
    },
    get startTimeUnixNano() {
      return Span.#valuesOf(this).startTimeUnixNano;
    },
    get endTimeUnixNano() {
      return Span.#valuesOf(this).endTimeUnixNano;
    },
    get attributes() {
      return frozen(Span.#valuesOf(this).attributes);
    },
    get events() {
      return frozen(Span.#valuesOf(this).events);
    },
    get links() {
      return frozen(Span.#valuesOf(this).links);
    },
    get status() {
      return frozen(Span.#valuesOf(this).status);
    },
    get resource() {
      return frozen(Span.#valuesOf(this).resource);
    },
    get scope() {
      return frozen(Span.#valuesOf(this).scope);
    },
  });

  static {
    placeSpans = (trace, spans, parents) => {
      const relations = spans.map((span, index): Mutable<Relations> => {
        const own = { trace, parent: spans[parents[index] as number], children: NO_CHILDREN };
        span.#relations = own;
        return own;
      });
      const placed: Mutable<Relations>[] = [];
      for (let index = 0; index < spans.length; index++) {
        const above = relations[parents[index] as number];
        if (above === undefined) continue;
        if (above.children === NO_CHILDREN) {
          above.children = [];
          placed.push(above);
        }
        (above.children as Span[]).push(spans[index] as Span);
      }
      for (const { children } of placed) Object.freeze(children);
    };
  }

  static #placeOf(span: Span): Relations {
    // A copy, which a runner made for a diff, has no place.
    if (!(#relations in (span as object))) return {} as Relations;
    if (span.#relations === undefined) span.#buildTrace?.();
    if (span.#relations === undefined) throw new Error(`span ${span.spanId} belongs to no trace`);
    return span.#relations;
  }

  get [SPAN_BRAND](): true {
    return true;
  }

  /** The resource's `service.name`; `unknown_service` when it has none. */
  get service(): string {
    return serviceOf(this.resource);
  }

  /**
   * End minus start in milliseconds, with fractions. It means nothing where a time cannot be right, which is one of the
   * trace's `problems`; it is negative for an end before the start.
   */
  get durationMs(): number {
    return Number(this.endTimeUnixNano - this.startTimeUnixNano) / 1e6;
  }

  /** The snapshot that this span is part of. */
  get trace(): Trace {
    return Span.#placeOf(this).trace;
  }

  /** The parent, when it arrived; undefined for a root and for an orphan (which has a `parentSpanId`). */
  get parent(): Span | undefined {
    return Span.#placeOf(this).parent;
  }

  /** The direct children that arrived, by start time. */
  get children(): readonly Span[] {
    return Span.#placeOf(this).children;
  }
}

/** Hands in the text that serialisers and runners print for a span. */
export const showSpansAs = showAs<Span>(Span.prototype, 'Span');

/** Whether a value is a Span, of this copy of the package or of the other. */
export function isSpan(value: unknown): value is Span {
  return typeof value === 'object' && value !== null && SPAN_BRAND in value;
}

/** Whether it is a copy, as runners make them for a diff: it has the fields of a span, and no trace or a copy of one. */
export function isSpanCopy(span: Span): boolean {
  const trace = span.trace as Trace | undefined;
  return trace === undefined || originalOf(trace) !== trace;
}

/** What a trace can do beyond holding spans; handed in by the layer above, which knows how. */
export interface TraceVerbs {
  get(spans: readonly Span[], criteria: Criteria, trace?: Trace): Span;
  find(spans: readonly Span[], criteria: Criteria): Span | undefined;
  filter(spans: readonly Span[], criteria: Criteria): Span[];
  text(trace: Trace, options?: PrintOptions): string;
}

/** What `trace.print` can be told. */
export interface PrintOptions {
  /** Shows the log records of each span below it. Default false. */
  readonly logs?: boolean;
}

/** What a capture adds to its trace. */
export interface Captured<Result> {
  readonly result: Result;
  readonly context: SentContext | undefined;
  /** Orphans are expected: they make nothing incomplete. */
  readonly allowOrphans: boolean;
  /** Spans were still arriving when the wait for it ended, or may have been. */
  readonly unsettled: boolean;
  /** A service that exports late, which made the wait for it longer. */
  readonly lateness?: Lateness | undefined;
  /** The context was sent with the flag 0, or was to be sent and nobody read it; undefined for a sampled one. */
  readonly unsampled?: 'sent' | 'unread';
  /** Looked up when first asked for. */
  readonly strays: () => readonly Trace[];
  /** Those of the strays that go on by themselves, by trace id: their root also began while no capture ran. */
  readonly background?: ReadonlySet<string>;
  /** Whether another capture owns this trace. */
  readonly isOfAnotherCapture?: (traceId: string) => boolean;
  /** Other captures ran at the same time, so a stray may be another's. */
  readonly straysShared: boolean;
  /** When it began, on the steady clock of its receiver. */
  readonly startedMs?: number;
  /** What was seen crossing between services while it ran. */
  readonly crossings?: readonly Crossing[];
}

/** What its receiver knows beside the spans that came. */
export interface Surroundings {
  /** What was seen crossing between services between two moments. */
  crossings(fromUnixNano: bigint, toUnixNano: bigint): readonly Crossing[];
  /** The services that have been started with it, by name; the map does not change any more. */
  startedServices(): ReadonlyMap<string, StartedService>;
  /** What the receiver was told of X-Ray; undefined when it was told nothing. */
  readonly xray?: XRayIndexing | undefined;
}

/** What a trace is built from. */
export interface TraceParts<Result = undefined> {
  readonly traceId: string;
  /** Those that are Spans already, and of no trace yet, are taken as they are. */
  readonly spans: readonly (SpanData | Span)[];
  readonly verbs: TraceVerbs;
  /** Where each of `spans` stood in what its exporter sent. */
  readonly exportPlaceOf?: ExportPlaceOf;
  /** Span ids that captures sent as parents in this trace. */
  readonly sentSpanIds?: ReadonlySet<string>;
  readonly problems?: readonly Problem[];
  /** What was sent to its receiver and is not stored, and may belong to it. */
  readonly losses?: readonly Loss[];
  /** Spans that SDKs of this process had started and not ended. */
  readonly unended?: readonly UnendedSpan[];
  readonly logs?: readonly LogRecord[];
  /** Spans were still arriving when the wait for it ended, or may have been. */
  readonly unsettled?: boolean;
  /** A service that exports late, which made the wait for it longer. */
  readonly lateness?: Lateness | undefined;
  /** The bound that its receiver had passed when the snapshot was made. */
  readonly overflow?: Overflow | undefined;
  /** The bound that its receiver has passed by now. */
  readonly overflowNow?: () => Overflow | undefined;
  /** Traces whose spans link into this one, looked up when first asked for. */
  readonly linked?: () => readonly Trace[];
  /** A span of another trace of the same receiver, as it stood when this snapshot was made. */
  readonly spanElsewhere?: (traceId: string, spanId: string) => Span | undefined;
  readonly captured?: Captured<Result>;
  readonly surroundings?: Surroundings;
  /** Whether a capture sent its context, or took it over by its root. */
  readonly isOwned?: () => boolean;
  /** The traces of no capture in which a service sent spans at about this time, as they stood at this moment. */
  readonly heldBeside?: (service: string) => readonly Trace[];
  /** All spans that its receiver held when this snapshot was made. */
  readonly heldSpans?: () => HeldSpans;
  /** All other traces in which a service sent spans at about this time, as they stood at this moment. */
  readonly servedBeside?: (service: string) => readonly Trace[];
  /** The JSON lines of `logs` that came over OTLP and were written to the output as well. */
  readonly lineOf?: ReadonlyMap<LogRecord, LogRecord>;
  /** All log records of a service that were held at this moment. */
  readonly recordsOf?: (service: string) => readonly LogRecord[];
}

/** What a probe saw belongs to a trace when it was so near in time, in nanoseconds. */
const AROUND = 1_000_000_000n;

/**
 * A snapshot of the spans of one trace that had arrived when it was made. Immutable: spans that arrive later are in
 * later snapshots.
 *
 * @example
 * const trace = await receiver.capture(({ headers }) => fetch(url, { headers }));
 * console.log(String(trace)); // the tree, one line a span
 * trace.get({ kind: 'SERVER', service: 'orders' }).children.length;
 */
export class Trace<Result = unknown> {
  /** 32 lower-case hex digits. */
  readonly traceId: string;
  /** Every span that arrived, by start time; of those that began together, a parent first, then the one that ended first. */
  readonly spans: readonly Span[];

  readonly #parts: TraceParts<Result>;
  readonly #tree: Tree<Span>;
  readonly #losses: readonly Loss[];
  readonly #crossings: readonly Crossing[];
  readonly #startedServices: ReadonlyMap<string, StartedService>;
  /** By the place of a span in `spans`: its place among those that it was built from. */
  readonly #order: readonly number[];
  #places: ReadonlyMap<Span, number> | undefined;

  constructor(parts: TraceParts<Result>) {
    this.traceId = parts.traceId;
    // Sorted first: the fields of a span are slower to read.
    this.#order = orderInTrace(parts.spans, parts.exportPlaceOf);
    const spans = this.#order.map(index => {
      const data = parts.spans[index] as SpanData | Span;
      return data instanceof Span ? data : new Span(data);
    });
    this.#losses = shownLosses(parts.losses);
    this.spans = Object.freeze(withLosses(spans, this.#losses));
    this.#parts = parts;
    this.#tree = buildTree(this.spans, parts.sentSpanIds ?? new Set());
    this.#crossings = Object.freeze(parts.captured?.crossings ?? this.#crossingsAround());
    this.#startedServices = parts.surroundings?.startedServices() ?? new Map();
    placeSpans(this, this.spans, this.#tree.parents);
    keepOriginal(this);
    Object.freeze(this);
  }

  get [TRACE_BRAND](): true {
    return true;
  }

  /** Spans without a parent, or with the captured context as parent, by start time. */
  get roots(): readonly Span[] {
    return this.#tree.roots;
  }

  /** Spans whose parent id names no span that arrived, by start time. */
  get orphans(): readonly Span[] {
    return this.#tree.orphans;
  }

  /** What is wrong with this trace's telemetry: duplicate ids, cycles, fields that break OTLP's rules. */
  get problems(): readonly Problem[] {
    return [...(this.#parts.problems ?? []).map(SHOWN_PROBLEMS.of), ...this.treeProblems];
  }

  /** Those of them that only the whole tree shows: duplicate ids and cycles. */
  get treeProblems(): readonly Problem[] {
    return this.#tree.problems.map(SHOWN_PROBLEMS.of);
  }

  /** The bound that its receiver had passed, if it had: spans were refused, of this trace or of others. */
  get overflow(): Overflow | undefined {
    return this.#parts.overflow;
  }

  get [OVERFLOW_NOW](): Overflow | undefined {
    return this.#parts.overflowNow?.() ?? this.overflow;
  }

  get [HELD_SPANS](): HeldSpans | undefined {
    return this.#parts.heldSpans?.();
  }

  /**
   * What was sent to the receiver, is not stored, and may belong to this trace: rejected spans and log records, refused
   * requests, requests that were cut off. Empty with `{ rejected: 'allow' }`.
   */
  get losses(): readonly Loss[] {
    return this.#losses;
  }

  get [XRAY_INDEXING](): XRayIndexing | undefined {
    return this.#parts.surroundings?.xray;
  }

  [PLACE_OF](span: Span): number | undefined {
    this.#places ??= new Map(this.spans.map((own, place) => [own, place]));
    return this.#places.get(span);
  }

  [EXPORTED_BEFORE](a: Span, b: Span): boolean {
    const placeOf = (span: Span) => {
      const index = this.#order[this[PLACE_OF](span) ?? -1];
      return index === undefined ? undefined : this.#parts.exportPlaceOf?.(index);
    };
    return isExportedBefore(placeOf(a), placeOf(b));
  }

  /**
   * Spans of this trace that had been started and not ended when the snapshot was made. Only the SDKs that `startSdk`
   * started or joined tell of them; an SDK in another process exports nothing before a span has ended.
   */
  get unended(): readonly UnendedSpan[] {
    return shownUnendedSpans(this.#parts.unended);
  }

  /**
   * Whether every parent arrived, no more spans were arriving, every span that was started in this process has ended, and
   * nothing was lost that may belong to the trace.
   */
  get complete(): boolean {
    const isWhole = this.#tree.orphans.length === 0 && this.unended.length === 0;
    return isWhole && !this.unsettled && !this.losses.some(mayHoldSpans);
  }

  /** Whether spans of it were still arriving when the wait for it ended, or may have been: a service exports that late. */
  get unsettled(): boolean {
    return this.#parts.unsettled ?? this.#parts.captured?.unsettled ?? false;
  }

  /** The service that exports latest of those that made the wait for it longer than `quiet`; undefined when none did. */
  get lateness(): Lateness | undefined {
    return this.#parts.lateness ?? this.#parts.captured?.lateness;
  }

  /** Whether it was captured with `{ orphans: 'allow' }`. */
  get allowsOrphans(): boolean {
    return this.#parts.captured?.allowOrphans ?? false;
  }

  /** For a capture with `{ sampled: false }`: whether its context was sent at all. */
  get unsampled(): 'sent' | 'unread' | undefined {
    return this.#parts.captured?.unsampled;
  }

  /** The services that sent spans, by first start time. */
  get services(): readonly string[] {
    return [...new Set(this.spans.map(span => span.service))];
  }

  /** Whether `capture` gave it, so that its strays are known. */
  get isCaptured(): boolean {
    return this.#parts.captured !== undefined;
  }

  /**
   * Traces that began during the capture, first arrived during it, and belong to no capture: work whose context was
   * lost, or that the capture did not cause.
   */
  get strays(): readonly Trace[] {
    return this.#parts.captured?.strays() ?? [];
  }

  /** Those of `strays` whose root (service, kind and name) also began while no capture ran, as a poller's does. */
  get backgroundStrays(): readonly Trace[] {
    const background = this.#parts.captured?.background;
    return background === undefined ? [] : this.strays.filter(({ traceId }) => background.has(traceId));
  }

  /** Whether a capture other than the one that gave this trace owns a trace. */
  isOfAnotherCapture(traceId: string): boolean {
    return this.#parts.captured?.isOfAnotherCapture?.(traceId) ?? false;
  }

  /** Whether other captures ran at the same time, so that a stray may have been caused by one of them. */
  get straysShared(): boolean {
    return this.#parts.captured?.straysShared ?? false;
  }

  /** Whether it is the trace of a capture, present or past: a capture sent its context, or took it over by its root. */
  get isOwned(): boolean {
    return this.#parts.isOwned?.() ?? this.context !== undefined;
  }

  /**
   * Other traces with spans of a service that its receiver held when this snapshot was made: some of these spans arrived
   * after this trace (or its capture) began. Traces of captures are left out.
   */
  heldBeside(service: string): readonly Trace[] {
    return this.#parts.heldBeside?.(service) ?? [];
  }

  /** Traces whose spans link into this one, as batch consumers do. */
  get linked(): readonly Trace[] {
    return this.#parts.linked?.() ?? [];
  }

  /**
   * The log records with its trace id that had arrived, in the order of arrival: those that came over OTLP, and those that
   * services started with `startService` wrote to their output as JSON lines. A record that came both ways is here once, as
   * it came over OTLP; {@link lineOf} has its line.
   */
  get logs(): readonly LogRecord[] {
    return this.#parts.logs ?? [];
  }

  /** The JSON line of a record of `logs` that came over OTLP, if the service wrote it to its output too. */
  lineOf(record: LogRecord): LogRecord | undefined {
    return this.#parts.lineOf?.get(record);
  }

  /** The log records of a service that its receiver held when this snapshot was made, whatever trace they name. */
  recordsOf(service: string): readonly LogRecord[] {
    return this.#parts.recordsOf?.(service) ?? this.logs.filter(record => record.service === service);
  }

  /** Other traces with spans of a service at about the time of this one, those of captures too. */
  servedBeside(service: string): readonly Trace[] {
    return this.#parts.servedBeside?.(service) ?? [];
  }

  /** The span that a link names, of this trace or of another that its receiver held; undefined when it did not arrive. */
  linkTarget({ traceId, spanId }: Pick<SpanLink, 'traceId' | 'spanId'>): Span | undefined {
    if (traceId === this.traceId) return this.#tree.byId(spanId);
    return this.#parts.spanElsewhere?.(traceId, spanId);
  }

  /**
   * What probes (`startProbe`) and `recordHeaders` saw crossing between services while the trace was captured or, for
   * one that was not, within a second of its spans.
   */
  get crossings(): readonly Crossing[] {
    return this.#crossings;
  }

  /** The services whose processes were started with its receiver, by name. */
  get startedServices(): ReadonlyMap<string, StartedService> {
    return new Map(this.#startedServices);
  }

  /**
   * From the earliest start to the latest end in milliseconds, with fractions; 0 when there is no span. Spans with times
   * that cannot be right (zero, in another unit, an end before the start) are left out.
   */
  get durationMs(): number {
    const possible = this.spans.filter(span => spanTimeFaults(span).length === 0);
    const first = possible[0];
    return first === undefined ? 0 : Number(latestEnd(possible, first) - first.startTimeUnixNano) / 1e6;
  }

  #crossingsAround(): readonly Crossing[] {
    const first = this.spans[0];
    if (first === undefined) return [];
    const [from, to] = [first.startTimeUnixNano - AROUND, latestEnd(this.spans, first) + AROUND];
    return this.#parts.surroundings?.crossings(from, to) ?? [];
  }

  /** What the captured function resolved to; undefined for a trace that was not captured. */
  get result(): Result {
    return this.#parts.captured?.result as Result;
  }

  /** The context that the capture sent; undefined for a trace that was not captured, or was adopted by its root. */
  get context(): SentContext | undefined {
    return this.#parts.captured?.context;
  }

  /**
   * The one span that matches.
   *
   * @throws {TracewrightError} NO_MATCH with the nearest spans, or SEVERAL_MATCHES with those that match.
   */
  get(criteria: Criteria): Span {
    return this.#parts.verbs.get(this.spans, criteria, this);
  }

  /** The first match by start time, or undefined. */
  find(criteria: Criteria): Span | undefined {
    return this.#parts.verbs.find(this.spans, criteria);
  }

  /** Every match, by start time. */
  filter(criteria: Criteria): Span[] {
    return this.#parts.verbs.filter(this.spans, criteria);
  }

  /**
   * The tree, one line a span; with `{ logs: true }` also each span's log records, one line each, below it. Personal data
   * and secrets are masked.
   *
   * @throws {TracewrightError} INVALID_OPTION, UNKNOWN_OPTION, UNDEFINED_EXPECTATION
   * @example
   * console.log(trace.print({ logs: true }));
   */
  print(options?: PrintOptions): string {
    const trace = originalOf<Trace<Result>>(this);
    return trace.#parts.verbs.text(trace, options);
  }

  /** The tree, one line a span. */
  toString(): string {
    return this.print();
  }
}

function latestEnd(spans: readonly Span[], first: Span): bigint {
  let end = first.endTimeUnixNano;
  for (const { endTimeUnixNano } of spans) if (endTimeUnixNano > end) end = endTimeUnixNano;
  return end;
}

/** Hands in the text that serialisers and runners print for a trace. */
export const showTracesAs = showAs<Trace>(Trace.prototype, 'Trace');
hideGettersOfCopies(Trace.prototype);

/** Whether a value is a Trace, of this copy of the package or of the other. */
export function isTrace(value: unknown): value is Trace {
  return typeof value === 'object' && value !== null && TRACE_BRAND in value;
}

/** The bound that a trace's receiver has passed by now, perhaps after this snapshot was made. */
export function overflowNow(trace: Trace): Overflow | undefined {
  return trace[OVERFLOW_NOW];
}

/** What the receiver of a trace was told of X-Ray; undefined when it was told nothing, and for a trace of no receiver. */
export function xrayIndexingOf(trace: Trace): XRayIndexing | undefined {
  return trace[XRAY_INDEXING];
}

/** All spans that a trace's receiver held when this snapshot was made; undefined for a trace without a receiver. */
export function heldSpansOf(trace: Trace): HeldSpans | undefined {
  return trace[HELD_SPANS];
}

/** Earlier first. Spans of one trace have the order that they have there; of traces that share a moment, one comes as a whole. */
export function byStartTime(a: Span, b: Span): number {
  if (a.startTimeUnixNano !== b.startTimeUnixNano) return a.startTimeUnixNano < b.startTimeUnixNano ? -1 : 1;
  if (a.traceId !== b.traceId) return a.traceId < b.traceId ? -1 : 1;
  const { trace } = a;
  const [placeOfA, placeOfB] = [trace[PLACE_OF](a), trace[PLACE_OF](b)];
  return placeOfA === undefined || placeOfB === undefined ? byTimes(a, b) : placeOfA - placeOfB;
}

/** Whether one exporter is known to have sent `a` before `b`, spans of one snapshot: `a` ended first. */
export function wasExportedBefore(a: Span, b: Span): boolean {
  return a.trace === b.trace && a.trace[EXPORTED_BEFORE](a, b);
}

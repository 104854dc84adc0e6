import type { Crossing } from '../../model/crossing.ts';
import type { LogRecord } from '../../model/log-record.ts';
import type { Metric } from '../../model/metric.ts';
import type { Resource, Scope } from '../../model/span-data.ts';
import { isOfAnotherTime, isStartKnown } from '../../model/span-times.ts';
import { isSpan, type Span } from '../../model/trace.ts';
import { hasGaps } from '../../query/gaps.ts';
import { visitAllHeaders } from '../scan/crossings.ts';
import { type Looked, recordsOf } from '../scan/looked.ts';
import { type PlacedText, visitLogRecord, visitResource, visitScope, visitSpan } from '../scan/places.ts';
import { visitMetric } from '../scan/visit-metric.ts';
import type { PiiOrigin } from '../verdict.ts';
import type { CanarySearch } from './canary-search.ts';
import { compileSearch } from './compile-search.ts';
import type { CanaryContents } from './contents.ts';
import type { CompiledLeakOptions } from './leak-options.ts';
import type { Leak, LeakVerdict } from './leak-verdict.ts';
import { listedTexts } from './listed-texts.ts';

/**
 * Judges whether a value of the canaries is in what is looked through. That none is, is known only where they were sent
 * and everything arrived.
 */
export function judgeLeak(
  { traces, spans: own, records: ownRecords, metrics, crossings, beside, gaps }: Looked,
  canaries: readonly CanaryContents[],
  options: CompiledLeakOptions,
): LeakVerdict {
  const look = new LeakLook(canaries, options);
  // A canary is unique to its test: wherever it is, this test put it there.
  const spans = [...own, ...beside.flatMap(({ trace }) => trace.spans)];
  const records = [...ownRecords, ...beside.flatMap(({ trace }) => recordsOf(trace))];
  for (const span of [...spans].sort(byStart)) look.span(span);
  for (const record of [...records].sort(byTime)) look.logRecord(record);
  for (const metric of metrics) look.metric(metric);
  for (const crossing of crossings) look.crossing(crossing);
  const { leaks } = look;
  const unsent = canaries.filter(({ wasSent }) => !wasSent).map(({ name }) => name);
  const isUnknown = unsent.length > 0 || hasGaps(gaps);
  return {
    outcome: leaks.length > 0 ? 'pass' : isUnknown ? 'incomplete' : 'fail',
    traces,
    beside,
    leaks,
    canaries: canaries.map(({ name, isPerson, values }) => ({ name, isPerson, values: values.length })),
    unsent,
    scanned: { spans: spans.length, records: records.length, metrics: metrics.length },
    allowances: options.uses(),
    gaps,
    isInNames: look.isInNames,
    conceal: text => look.shown(text),
  };
}

class LeakLook {
  readonly leaks: Leak[] = [];
  isInNames = false;
  readonly #search: CanarySearch;
  readonly #entries: readonly Pick<Leak, 'canary' | 'isPerson' | 'label'>[];
  readonly #options: CompiledLeakOptions;
  /** Those that were visited already, as spans share them. */
  readonly #shared = new Set<Resource | Scope>();

  constructor(canaries: readonly CanaryContents[], options: CompiledLeakOptions) {
    this.#search = compileSearch(canaries, options.hmacKeys);
    this.#options = options;
    this.#entries = canaries.flatMap(({ name, isPerson, values: own }) =>
      own.map(({ label }) => ({ canary: name, isPerson, label })),
    );
  }

  span(span: Span): void {
    visitSpan(span, placed => this.#look(placed, span));
    this.#lists(span, span);
    this.#sharedPlaces(span);
  }

  logRecord(record: LogRecord): void {
    visitLogRecord(record, placed => this.#look(placed, record));
    this.#lists(record, record);
    this.#sharedPlaces(record);
  }

  metric(metric: Metric): void {
    visitMetric(metric, placed => this.#look(placed, metric));
    this.#lists(metric, metric);
    this.#sharedPlaces(metric);
  }

  crossing(crossing: Crossing): void {
    visitAllHeaders(crossing, placed => this.#look(placed, crossing));
  }

  #sharedPlaces(source: Span | LogRecord | Metric): void {
    const { resource, scope } = source;
    if (this.#isNew(resource)) {
      visitResource(resource, placed => this.#look(placed, source));
      this.#lists(resource, source);
    }
    if (this.#isNew(scope)) {
      visitScope(scope, placed => this.#look(placed, source));
      this.#lists(scope, source);
    }
  }

  /** Only what no element holds by itself. */
  #lists(holder: Parameters<typeof listedTexts>[0], source: PiiOrigin): void {
    for (const placed of listedTexts(holder)) {
      const path = placed.path.replace(/ as one text$/, '');
      const known = new Set(
        this.leaks.filter(leak => leak.source === source && leak.path.startsWith(path)).map(({ label }) => label),
      );
      this.#look(placed, source, known);
    }
  }

  #isNew(shared: Resource | Scope): boolean {
    const isNew = !this.#shared.has(shared);
    this.#shared.add(shared);
    return isNew;
  }

  #look({ text, keys, path }: PlacedText, source: PiiOrigin, known?: ReadonlySet<string>): void {
    for (const { entry, encoding } of this.#search.find(text)) {
      if (path === 'name' || keys[0] === 'service.name') this.isInNames = true;
      const of = this.#entries[entry];
      if (of === undefined || known?.has(of.label) === true) continue;
      const service = 'service' in source ? source.service : undefined;
      if (this.#options.allows({ keys, label: of.label, service: service ?? '', path })) continue;
      const name = nameOf(source);
      this.leaks.push({
        ...of,
        source,
        service: service === undefined ? undefined : this.shown(service),
        name: name === undefined ? undefined : this.shown(name),
        path: this.shown(path),
        key: keys[0] === undefined ? undefined : this.shown(keys[0]),
        encoding: this.shown(encoding),
        afterMs: isSpan(source) ? msAfterFirst(source) : undefined,
      });
    }
  }

  shown(text: string): string {
    return this.#search.conceal(text);
  }
}

/** Of what crossed, what was asked for; undefined for a log record. */
function nameOf(source: PiiOrigin): string | undefined {
  if ('name' in source) return source.name;
  if (!('transport' in source)) return undefined;
  return source.path === undefined ? source.destination : `${source.method ?? ''} ${source.path}`.trim();
}

/** Undefined where it is not known when the span began. */
function msAfterFirst(span: Span): number | undefined {
  const isLike = isStartKnown(span) ? isStartKnown : isOfAnotherTime;
  const first = isLike(span) ? span.trace.spans.find(isLike) : undefined;
  return first === undefined ? undefined : Number(span.startTimeUnixNano - first.startTimeUnixNano) / 1e6;
}

function byStart(a: Span, b: Span): number {
  return order(a.startTimeUnixNano, b.startTimeUnixNano);
}

function byTime(a: LogRecord, b: LogRecord): number {
  return order(a.timeUnixNano || a.observedTimeUnixNano, b.timeUnixNano || b.observedTimeUnixNano);
}

function order(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

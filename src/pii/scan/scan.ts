import type { Crossing } from '../../model/crossing.ts';
import type { LogRecord } from '../../model/log-record.ts';
import { isMetric, type Metric } from '../../model/metric.ts';
import type { Resource, Scope } from '../../model/span-data.ts';
import { isSpan, type Span } from '../../model/trace.ts';
import { markOf, sliceMarked, withoutMarks } from '../masking/marks.ts';
import { maskMatches } from '../masking/mask-matches.ts';
import { maskOf } from '../masking/mask-of.ts';
import { plainValue } from '../masking/plain-value.ts';
import type { CompiledPolicy } from '../policy/compile-policy.ts';
import type { Finding, FoundIn, PiiOrigin } from '../verdict.ts';
import { visitCrossing } from './crossings.ts';
import { type PlacedText, visitLogRecord, visitResource, visitScope, visitSpan, visitValue } from './places.ts';
import { type Match, scanText } from './scan-text.ts';
import { visitMetric } from './visit-metric.ts';

/** What a scan found, and how much it looked at. */
export interface Scanned {
  readonly found: readonly FoundIn[];
  readonly values: number;
}

/** Where a text belongs. */
interface Owner {
  readonly source: PiiOrigin | undefined;
  readonly service: string | undefined;
}

/** Values that are remembered with what was found in them: telemetry repeats itself. */
const REMEMBERED = 50_000;

/** Looks through spans, log records, metrics and headers, each resource and scope once a service. */
export class Scan {
  readonly #policy: CompiledPolicy;
  readonly #known = new Map<string, readonly Match[]>();
  readonly #found: FoundIn[] = [];
  readonly #shared = new Map<Resource | Scope, Set<string | undefined>>();
  #values = 0;
  /** A value that is scanned by itself is not scanned again, so its matches are not kept. */
  #remembers = true;

  constructor(policy: CompiledPolicy) {
    this.#policy = policy;
  }

  get result(): Scanned {
    return { found: this.#found, values: this.#values };
  }

  span(span: Span): void {
    const owner = { source: span, service: span.service };
    visitSpan(span, placed => this.#look(placed, owner));
    this.#sharedPlaces(span, owner);
  }

  logRecord(record: LogRecord): void {
    const owner = { source: record, service: record.service };
    visitLogRecord(record, placed => this.#look(placed, owner));
    this.#sharedPlaces(record, owner);
  }

  metric(metric: Metric): void {
    const owner = { source: metric, service: metric.service };
    visitMetric(metric, placed => this.#look(placed, owner));
    this.#sharedPlaces(metric, owner);
  }

  /** The service that sent the headers is unknown. */
  crossing(crossing: Crossing): void {
    visitCrossing(crossing, placed => this.#look(placed, { source: crossing, service: undefined }));
  }

  /** A value by itself, as an attribute under this key would have it. */
  value(key: string | undefined, value: Parameters<typeof visitValue>[0]): void {
    const owner = { source: undefined, service: undefined };
    this.#remembers = false;
    if (key !== undefined) this.#look({ text: key, keys: [], path: 'the key' }, owner);
    visitValue(value, key === undefined ? [] : [key], 'value', placed => this.#look(placed, owner));
    this.#remembers = true;
  }

  #sharedPlaces({ resource, scope }: Span | LogRecord | Metric, owner: Owner): void {
    const isNew = (shared: Resource | Scope): boolean => {
      const services = this.#shared.get(shared) ?? new Set();
      this.#shared.set(shared, services);
      if (services.has(owner.service)) return false;
      services.add(owner.service);
      return true;
    };
    if (isNew(resource)) visitResource(resource, placed => this.#look(placed, owner));
    if (isNew(scope)) visitScope(scope, placed => this.#look(placed, owner));
  }

  #look(placed: PlacedText, owner: Owner): void {
    this.#values += 1;
    const matches = this.#matchesIn(placed.text, placed.keys);
    for (const match of matches) {
      const finding = this.#findingOf(match, placed, owner);
      if (finding === undefined) continue;
      if (this.#policy.allows(finding, match)) continue;
      this.#found.push({
        finding,
        source: owner.source,
        mark: markOf(match.value),
        valueId: markOf(`${match.detector.kind}\0${plainValue(match.value)}`),
        excerpt: () => excerptOf(placed.text, matches, match),
      });
    }
  }

  #matchesIn(text: string, keys: readonly string[]): readonly Match[] {
    if (!this.#remembers) return scanText(text, keys, this.#policy.detectors);
    const id = `${keys.join('\0')}\0\0${text}`;
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const matches = scanText(text, keys, this.#policy.detectors);
    if (this.#known.size < REMEMBERED && text.length < 1_000) this.#known.set(id, matches);
    return matches;
  }

  #findingOf(match: Match, placed: PlacedText, { source, service }: Owner): Finding | undefined {
    const { detector, value, position } = match;
    const level = this.#policy.level(detector.kind);
    if (level === 'off') return undefined;
    const key = match.keys[0];
    return {
      kind: detector.kind,
      detector: detector.name,
      form: match.form,
      confidence: match.confidence,
      level,
      service: service === undefined ? undefined : this.#masked(service),
      span: isSpan(source) ? this.#masked(source.name) : undefined,
      metric: isMetric(source) ? this.#masked(source.name) : undefined,
      ...idsOf(source),
      key: key === undefined ? undefined : this.#masked(key),
      path: this.#masked([placed.path, ...match.steps].join(', ')).replaceAll(value, '***'),
      position: position ?? positionIn(placed.text, value),
      mask: maskOf(match),
      fingerprint: this.#policy.fingerprint(match),
    };
  }

  /** Names, keys and the paths that are made of them can hold personal data themselves. */
  #masked(text: string): string {
    return withoutMarks(maskMatches(text, this.#matchesIn(text, [])));
  }
}

function idsOf(source: PiiOrigin | undefined): Pick<Finding, 'traceId' | 'spanId'> {
  const hasIds = source !== undefined && 'traceId' in source;
  return hasIds ? { traceId: source.traceId, spanId: source.spanId } : { traceId: undefined, spanId: undefined };
}

/** Where a value stands that was found in a part; undefined where it had to be decoded. */
function positionIn(text: string, value: string): Finding['position'] {
  const start = value.length < 4 ? -1 : text.indexOf(value);
  return start < 0 ? undefined : { start, end: start + value.length };
}

/** Characters of the text that are shown before what was found, and in all. */
const BEFORE = 60;
const LONGEST = 140;

/** The text around what was found. It is cut after it was masked: what is cut through would not be found. */
function excerptOf(text: string, matches: readonly Match[], { position, value }: Match): string | undefined {
  if (value === text) return undefined;
  const masked = maskMatches(text, matches);
  const before = matches.filter(match => match.position !== undefined && match.position.end <= (position?.start ?? 0));
  const start = position === undefined ? 0 : maskMatches(text.slice(0, position.start), before).length - BEFORE;
  const from = Math.max(0, Math.min(start, masked.length - LONGEST));
  const shown = sliceMarked(masked, from, from + LONGEST);
  return `${from > 0 ? '...' : ''}${shown}${from + LONGEST < masked.length ? '...' : ''}`;
}

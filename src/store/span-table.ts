import { contentText } from '../model/content-text.ts';
import type { ExportPlace } from '../model/export-place.ts';
import { type PackedSpans, type SpanOrigin, WORDS_A_SPAN } from '../model/packed-spans.ts';
import type { Problem } from '../model/problem.ts';
import { type SpanData, serviceOf } from '../model/span-data.ts';
import { Arrivals } from './arrivals.ts';
import { contentKey } from './content-key.ts';
import { type ExportConnection, ExportLog } from './export-log.ts';
import { HeldContent } from './held-content.ts';
import { idOf, wordOf } from './id-words.ts';
import { NameTable } from './name-table.ts';
import type { SpanDecoder, SpanFields } from './span-decoder.ts';
import { SpanIndexes } from './span-indexes.ts';
import { indexOf, NO_ROW, SpanRows } from './span-rows.ts';
import { TraceLinks } from './trace-links.ts';
import { TraceRows } from './trace-rows.ts';

/** What became of the spans of a request. */
export interface AddedSpans {
  /** The rows of those that were stored: from the first up to, not including, the last. */
  readonly from: number;
  readonly to: number;
  readonly duplicates: number;
}

const MIN_INT32 = -(2 ** 31);
const MAX_INT32 = 2 ** 31 - 1;
/** Spans of a trace that are looked through one by one: most traces are small, and near together. */
const WALKED = 16;

/**
 * Every span that a receiver holds: in rows of columns by which it is found, and content that is decoded when somebody
 * looks at it. Only grows; `clear()` begins a new one, and snapshots keep the one that they were taken of.
 */
export class SpanTable {
  readonly rows: SpanRows = new SpanRows();
  readonly traces: TraceRows = new TraceRows();
  readonly arrivals: Arrivals = new Arrivals();
  readonly links: TraceLinks = new TraceLinks();
  readonly exports: ExportLog = new ExportLog();
  readonly indexes: SpanIndexes = new SpanIndexes(this);
  readonly problems: Problem[] = [];
  /** Indexes of `problems`, by trace id. */
  readonly #problemsOf = new Map<string, number[]>();
  readonly #content = new HeldContent();
  readonly #names = new NameTable();
  readonly #origins: SpanOrigin[] = [];
  readonly #originNumbers = new Map<SpanOrigin, number>();
  /** By the first row of those that share their ids: the keys of the different contents. */
  readonly #twins = new Map<number, Set<string>>();
  readonly #decoder: SpanDecoder;
  readonly #firstMs: number;

  /** @param firstMs whole milliseconds since the epoch, from which start times are counted */
  constructor(decoder: SpanDecoder, firstMs: number) {
    this.#decoder = decoder;
    this.#firstMs = firstMs;
  }

  /** The distinct names of spans, by the numbers in `SpanPage.nameOf`. */
  get names(): readonly string[] {
    return this.#names.names;
  }

  /** The number of a name; undefined for one that has none, which {@link ANY_NAME} may stand for. */
  nameNumber(name: string): number | undefined {
    return this.#names.find(name);
  }

  /** Resources and scopes, by the numbers in `SpanPage.originOf`. */
  get origins(): readonly SpanOrigin[] {
    return this.#origins;
  }

  /** Stores spans that were not decoded. */
  addPacked(packed: PackedSpans, nowMs: number, connection?: ExportConnection): AddedSpans {
    const { rows } = this;
    const { ids, starts, nameStarts, nameEnds, namePrints, startMs, originOf } = packed.columns;
    let origin: SpanOrigin | undefined;
    let originNumber = 0;
    const from = rows.size;
    let offset = -1;
    let trace = NO_ROW;
    for (let index = 0; index < packed.size; index++) {
      const word = index * WORDS_A_SPAN;
      if (index === 0 || !isSameTrace(ids, word, word - WORDS_A_SPAN)) {
        trace = this.#traceRow(
          ids[word] as number,
          ids[word + 1] as number,
          ids[word + 2] as number,
          ids[word + 3] as number,
        );
      }
      const high = ids[word + 4] as number;
      const low = ids[word + 5] as number;
      const found = this.findSpan(trace, high, low);
      if (found >= 0 && this.#holdsPacked(found, packed, index)) continue;
      if (offset === -1) offset = this.#content.keepBytes(from, packed.bytes);
      const row = this.#append(trace, found, high, low);
      const page = rows.page(row);
      const at = indexOf(row);
      page.parentIds[2 * at] = ids[word + 6] as number;
      page.parentIds[2 * at + 1] = ids[word + 7] as number;
      page.place[at] = offset + (starts[index] as number);
      const of = packed.origins[originOf[index] as number] as SpanOrigin;
      if (of !== origin) {
        origin = of;
        originNumber = this.#originNumber(of);
      }
      page.originOf[at] = originNumber;
      page.startMs[at] = this.#relativeMs(startMs[index] as number);
      page.nameOf[at] = this.#names.numberOfBytes(
        packed.bytes,
        nameStarts[index] as number,
        nameEnds[index] as number,
        namePrints[index] as number,
      );
    }
    for (const { span, traceId } of packed.links) {
      this.links.note(packedTraceId(ids, span), traceId, rows.size);
    }
    const { origins } = packed;
    this.exports.note(from, rows.size, nowMs, new Set(origins).size < origins.length, connection);
    return this.#added(from, packed.size, nowMs);
  }

  /** Stores spans that the full decoder has read, and what it found wrong. */
  addDecoded(
    spans: readonly SpanData[],
    problems: readonly Problem[],
    nowMs: number,
    connection?: ExportConnection,
  ): AddedSpans {
    const from = this.rows.size;
    const resent = new Set<string>();
    for (const span of spans) if (!this.#addDecoded(span)) resent.add(span.traceId + span.spanId);
    // What is wrong with a span is known since it first came.
    for (const problem of problems) if (!resent.has(problem.traceId + problem.spanId)) this.#addProblem(problem);
    this.exports.note(from, this.rows.size, nowMs, areJoined(spans), connection);
    return this.#added(from, spans.length, nowMs);
  }

  /** The row of a trace, or undefined when no span of it is held. */
  traceRow(traceId: string): number | undefined {
    const row = this.traces.find(wordOf(traceId, 0), wordOf(traceId, 1), wordOf(traceId, 2), wordOf(traceId, 3));
    return row < 0 ? undefined : row;
  }

  /** The row of the first span of a trace that arrived with this id. */
  spanRow(trace: number, spanId: string): number | undefined {
    const row = this.findSpan(trace, wordOf(spanId, 0), wordOf(spanId, 1));
    return row < 0 ? undefined : row;
  }

  /** The same by the words of the id; -1 when it did not arrive. */
  findSpan(trace: number, high: number, low: number): number {
    const { rows } = this;
    const page = this.traces.page(trace);
    const at = this.traces.indexOf(trace);
    if ((page.count[at] as number) > WALKED) return rows.find(trace, high, low);
    for (let row = page.firstSpan[at] as number; row !== NO_ROW; row = rows.page(row).next[indexOf(row)] as number) {
      if (rows.isSpan(row, high, low)) return row;
    }
    return -1;
  }

  /** Decodes a span; each time anew. */
  span(row: number): SpanData {
    const page = this.rows.page(row);
    const at = indexOf(row);
    const bytes = this.#content.bytesOf(row);
    const place = page.place[at] as number;
    return bytes === undefined
      ? this.#content.decodedAt(place)
      : this.#decoder.decode(bytes, place, this.originOf(row));
  }

  /** Single fields of a span, good until the next call; undefined for one that is held decoded: {@link span} costs nothing. */
  fields(row: number): SpanFields | undefined {
    const bytes = this.#content.bytesOf(row);
    if (bytes === undefined) return undefined;
    return this.#decoder.probe(bytes, this.rows.page(row).place[indexOf(row)] as number);
  }

  /** Whether a span is held decoded: its request was unusual. */
  isDecoded(row: number): boolean {
    return this.#content.bytesOf(row) === undefined;
  }

  nameOf(row: number): string {
    const number = this.rows.page(row).nameOf[indexOf(row)] as number;
    return this.names[number] ?? this.fields(row)?.name ?? this.span(row).name;
  }

  /** The id of the trace in this row of `traces`. */
  traceId(trace: number): string {
    const { ids } = this.traces.page(trace);
    const word = 4 * this.traces.indexOf(trace);
    return idOf(ids[word] as number, ids[word + 1] as number, ids[word + 2] as number, ids[word + 3] as number);
  }

  /** The ids of the span in a row. */
  idsOf(row: number): Pick<SpanData, 'traceId' | 'spanId'> {
    const { traceOf, spanIds } = this.rows.page(row);
    const at = indexOf(row);
    return {
      traceId: this.traceId(traceOf[at] as number),
      spanId: idOf(spanIds[2 * at] as number, spanIds[2 * at + 1] as number),
    };
  }

  originOf(row: number): SpanOrigin {
    return this.#origins[this.rows.page(row).originOf[indexOf(row)] as number] as SpanOrigin;
  }

  /** Where a span stood in what its exporter sent. */
  exportPlaceOf(row: number): ExportPlace | undefined {
    return this.exports.placeOf(row, this.rows.page(row).originOf[indexOf(row)] as number);
  }

  /** When a span began, in whole milliseconds since the epoch. */
  startMs(row: number): number {
    return this.#firstMs + (this.rows.page(row).startMs[indexOf(row)] as number);
  }

  /** The same for spans of any age, though read from the span itself for one that the column does not reach. */
  beganMs(row: number): number {
    const relative = this.rows.page(row).startMs[indexOf(row)] as number;
    if (relative !== MIN_INT32 && relative !== MAX_INT32) return this.#firstMs + relative;
    return Number(this.startTimeUnixNano(row) / 1_000_000n);
  }

  /** The exact start, read from the bytes of the span. */
  startTimeUnixNano(row: number): bigint {
    return (this.fields(row) ?? this.span(row)).startTimeUnixNano;
  }

  /** Whether other spans came with the ids of this one, and other content. */
  hasTwins(row: number): boolean {
    return this.#twins.has(row);
  }

  /** What is wrong with spans of one trace, of the first `before` problems. */
  problemsOf(traceId: string, before: number = Number.POSITIVE_INFINITY): readonly Problem[] {
    const indexes = this.#problemsOf.get(traceId) ?? [];
    return indexes.filter(index => index < before).map(index => this.problems[index] as Problem);
  }

  /** Stores a span unless it is held. */
  #addDecoded(span: SpanData): boolean {
    const { traceId, spanId, parentSpanId } = span;
    const high = wordOf(spanId, 0);
    const low = wordOf(spanId, 1);
    const trace = this.#traceRow(wordOf(traceId, 0), wordOf(traceId, 1), wordOf(traceId, 2), wordOf(traceId, 3));
    const found = this.findSpan(trace, high, low);
    if (found >= 0 && !this.#isNewTwin(found, span)) return false;
    const row = this.#append(trace, found, high, low);
    const page = this.rows.page(row);
    const at = indexOf(row);
    page.parentIds[2 * at] = parentSpanId === undefined ? 0 : wordOf(parentSpanId, 0);
    page.parentIds[2 * at + 1] = parentSpanId === undefined ? 0 : wordOf(parentSpanId, 1);
    page.place[at] = this.#content.keepDecoded(row, span);
    page.originOf[at] = this.#originNumber(this.#decodedOrigin(span));
    page.startMs[at] = this.#relativeMs(Number(span.startTimeUnixNano / 1_000_000n));
    page.nameOf[at] = this.#names.numberOf(span.name);
    for (const link of span.links) this.links.note(traceId, link.traceId, this.rows.size);
    return true;
  }

  #addProblem(problem: Problem): void {
    const index = this.problems.push(problem) - 1;
    const others = this.#problemsOf.get(problem.traceId);
    if (others === undefined) this.#problemsOf.set(problem.traceId, [index]);
    else others.push(index);
  }

  #traceRow(a: number, b: number, c: number, d: number): number {
    const found = this.traces.find(a, b, c, d);
    return found >= 0 ? found : this.traces.append(~found, a, b, c, d);
  }

  /** Adds a row at the end of its trace; `found` is what `findSpan` gave for its ids. */
  #append(trace: number, found: number, high: number, low: number): number {
    const row = this.rows.append(trace, high, low);
    const page = this.traces.page(trace);
    const at = this.traces.indexOf(trace);
    if (page.count[at] === 0) page.firstSpan[at] = row;
    else {
      const last = page.lastSpan[at] as number;
      this.rows.page(last).next[indexOf(last)] = row;
    }
    page.lastSpan[at] = row;
    const count = (page.count[at] as number) + 1;
    page.count[at] = count;
    if (count === WALKED + 1) this.#indexAll(trace);
    else if (count > WALKED && found < 0) this.rows.index(row);
    return row;
  }

  /** Makes the spans of a trace that became large be found without walking over all of them. */
  #indexAll(trace: number): void {
    const { rows } = this;
    const first = this.traces.page(trace).firstSpan[this.traces.indexOf(trace)] as number;
    for (let row = first; row !== NO_ROW; row = rows.page(row).next[indexOf(row)] as number) {
      const { spanIds } = rows.page(row);
      const word = 2 * indexOf(row);
      const [high, low] = [spanIds[word] as number, spanIds[word + 1] as number];
      if (rows.find(trace, high, low) < 0) rows.index(row);
    }
  }

  #added(from: number, received: number, nowMs: number): AddedSpans {
    const to = this.rows.size;
    if (to > from) this.arrivals.note(from, nowMs);
    return { from, to, duplicates: received - (to - from) };
  }

  /** Whether the very same span is held under the ids of this row. */
  #holdsPacked(row: number, packed: PackedSpans, index: number): boolean {
    const { starts, originOf } = packed.columns;
    const start = starts[index] as number;
    const origin = packed.origins[originOf[index] as number] as SpanOrigin;
    const bytes = this.#content.bytesOf(row);
    // An exporter that sends again sends the same bytes.
    if (bytes !== undefined && this.originOf(row) === origin) {
      const place = this.rows.page(row).place[indexOf(row)] as number;
      if (this.#decoder.isSame(bytes, place, packed.bytes, start)) return true;
    }
    return !this.#isNewTwin(row, this.#decoder.decode(packed.bytes, start, origin));
  }

  /** Notes a span that came with the ids of this row; false when the very same one is held already. */
  #isNewTwin(row: number, span: SpanData): boolean {
    const twins = this.#twins.get(row) ?? new Set([contentKey(this.span(row))]);
    const { size } = twins;
    twins.add(contentKey(span));
    if (twins.size > 1) this.#twins.set(row, twins);
    return twins.size > size;
  }

  #originNumber(origin: SpanOrigin): number {
    const known = this.#originNumbers.get(origin);
    if (known !== undefined) return known;
    const number = this.#origins.push(origin) - 1;
    this.#originNumbers.set(origin, number);
    return number;
  }

  /** Spans of one request share the objects of their resource and scope, and come one after the other. */
  #decodedOrigin({ resource, scope }: SpanData): SpanOrigin {
    const last = this.#origins.at(-1);
    if (last?.resource === resource && last.scope === scope) return last;
    return { resource, scope, service: serviceOf(resource) };
  }

  /** Milliseconds since this table's first moment; the 24 days about it are exact, more is as good as never. */
  #relativeMs(ms: number): number {
    // The nanoseconds came by way of a double: what should be a whole millisecond may lack some hundred of them.
    return Math.max(MIN_INT32, Math.min(MAX_INT32, Math.floor(ms + 0.001) - this.#firstMs));
  }
}

/** Whether several groups of spans have the same resource and scope. */
function areJoined(spans: readonly SpanData[]): boolean {
  const seen = new Set<string>();
  let last: SpanData | undefined;
  for (const span of spans) {
    const { resource, scope } = span;
    if (last?.resource === resource && last.scope === scope) continue;
    last = span;
    const key = contentText([resource, scope]);
    if (seen.has(key)) return true;
    seen.add(key);
  }
  return false;
}

function isSameTrace(ids: Uint32Array, word: number, other: number): boolean {
  return (
    ids[word + 3] === ids[other + 3] &&
    ids[word + 2] === ids[other + 2] &&
    ids[word + 1] === ids[other + 1] &&
    ids[word] === ids[other]
  );
}

function packedTraceId(ids: Uint32Array, span: number): string {
  const word = span * WORDS_A_SPAN;
  return idOf(ids[word] as number, ids[word + 1] as number, ids[word + 2] as number, ids[word + 3] as number);
}

import { type PossibleWords, possibleWords } from '../../model/impossible-time.ts';
import {
  type PackedLink,
  type PackedSpans,
  type SpanColumns,
  type SpanOrigin,
  WORDS_A_SPAN,
} from '../../model/packed-spans.ts';
import { type ByteRange, type OriginRanges, OriginTable } from './origin-table.ts';
import { ValueWalker } from './value-walker.ts';

const ABSENT: ByteRange = { start: 0, end: 0 };
/** Rows that the columns keep room for between requests. */
const KEPT_ROOM = 65_536;
const NOTHING = Buffer.alloc(0);
const FIRST_ROOM = 1_024;

/**
 * Finds the spans of requests in one pass that decodes none of them: where each is, and what a store must know at once.
 *
 * A request is taken whole or not at all: where anything is malformed, unusual or a problem, the full decoder
 * (decode-protobuf.ts) has to read it. The field maps stand there; a tag is `field number * 8 + wire type`.
 */
export class TraceIndex extends ValueWalker implements PackedSpans {
  columns: SpanColumns = spanColumns(0);
  size = 0;
  readonly origins: SpanOrigin[] = [];
  readonly links: PackedLink[] = [];
  readonly #table = new OriginTable();
  #possible: PossibleWords = possibleWords(undefined);

  /**
   * Indexes an `ExportTraceServiceRequest`; false when the full decoder must read it.
   *
   * @param arrivedMs when it arrived; undefined for one whose spans may have any age
   */
  read(bytes: Buffer, arrivedMs?: number): boolean {
    this.close();
    this.#possible = possibleWords(arrivedMs);
    const isPlain = this.#request(bytes);
    if (!isPlain) this.close();
    return isPlain;
  }

  /** Lets go of the request that was read last. */
  close(): void {
    this.open(NOTHING);
    this.size = 0;
    this.origins.length = 0;
    this.links.length = 0;
  }

  /** Forgets the resources and scopes that came up to now. */
  forget(): void {
    this.#table.clear();
  }

  #request(bytes: Buffer): boolean {
    this.open(bytes);
    if (this.columns.starts.length > KEPT_ROOM) this.columns = spanColumns(0);
    while (this.at < bytes.length) {
      if (bytes[this.at++] !== 10 || !this.#resourceSpans(bytes.length)) return false;
    }
    return true;
  }

  /** ResourceSpans: `1 resource · 2 scope_spans · 3 schema_url`. */
  #resourceSpans(limit: number): boolean {
    const end = this.enter(limit);
    if (end < 0) return false;
    const { bytes } = this;
    const groups: { scope: ByteRange; scopeSchema: ByteRange }[] = [];
    let resource = ABSENT;
    let resourceSchema = ABSENT;
    while (this.at < end) {
      const tag = bytes[this.at++];
      if (tag === 18) {
        const group = this.#scopeSpans(end, this.origins.length + groups.length);
        if (group === undefined) return false;
        groups.push(group);
      } else if (tag === 10 && resource === ABSENT) {
        resource = this.#range(end);
      } else if (tag === 26 && resourceSchema === ABSENT) {
        resourceSchema = this.#range(end);
      } else {
        return false;
      }
      if (this.at < 0) return false;
    }
    // A resource without spans can be a problem all the same.
    if (groups.length === 0) {
      const ranges = { resource, resourceSchema, scope: ABSENT, scopeSchema: ABSENT };
      return this.#table.origin(bytes, ranges) !== undefined;
    }
    // A resource without scopes is nobody's origin: nothing here would look at it.
    if (groups.length === 0 && (resource !== ABSENT || resourceSchema !== ABSENT)) return false;
    for (const group of groups) {
      const ranges: OriginRanges = { resource, resourceSchema, ...group };
      const origin = this.#table.origin(bytes, ranges);
      if (origin === undefined) return false;
      this.origins.push(origin);
    }
    return true;
  }

  /** ScopeSpans: `1 scope · 2 spans · 3 schema_url`; its spans get this index of `origins`. */
  #scopeSpans(limit: number, index: number): { scope: ByteRange; scopeSchema: ByteRange } | undefined {
    const end = this.enter(limit);
    if (end < 0) return undefined;
    const { bytes } = this;
    const from = this.size;
    let scope = ABSENT;
    let scopeSchema = ABSENT;
    while (this.at < end) {
      const tag = bytes[this.at++];
      if (tag === 18) {
        if (!this.#span(end)) return undefined;
      } else if (tag === 10 && scope === ABSENT) {
        scope = this.#range(end);
      } else if (tag === 26 && scopeSchema === ABSENT) {
        scopeSchema = this.#range(end);
      } else {
        return undefined;
      }
      if (this.at < 0) return undefined;
    }
    this.columns.originOf.fill(index, from, this.size);
    return { scope, scopeSchema };
  }

  /** Steps over a nested message or text, its length included; `at` is -1 when it is cut off. */
  #range(limit: number): ByteRange {
    const start = this.at;
    const end = this.enter(limit);
    this.at = end;
    return { start, end };
  }

  #span(limit: number): boolean {
    const start = this.at;
    const end = this.enter(limit);
    if (end < 0) return false;
    const { bytes, view, size } = this;
    if (size === this.columns.starts.length) this.columns = spanColumns(Math.max(FIRST_ROOM, 2 * size), this.columns);
    const { columns } = this;
    const { ids } = columns;
    const word = size * WORDS_A_SPAN;
    for (let index = word; index < word + WORDS_A_SPAN; index++) ids[index] = 0;
    const keys = this.openKeys();
    columns.nameStarts[size] = start;
    columns.nameEnds[size] = start;
    columns.namePrints[size] = 0;
    let beganLow = 0;
    let beganHigh = 0;
    let endedLow = 0;
    let endedHigh = 0;
    while (this.at < end) {
      switch (bytes[this.at++]) {
        case 10: // trace_id
          if (!this.#id(end, 16)) return false;
          ids[word] = view.getUint32(this.at - 16);
          ids[word + 1] = view.getUint32(this.at - 12);
          ids[word + 2] = view.getUint32(this.at - 8);
          ids[word + 3] = view.getUint32(this.at - 4);
          break;
        case 18: // span_id
          if (!this.#id(end, 8)) return false;
          ids[word + 4] = view.getUint32(this.at - 8);
          ids[word + 5] = view.getUint32(this.at - 4);
          break;
        case 34: // parent_span_id, which may be empty
          if (this.at < end && bytes[this.at] === 0) {
            this.at++;
            ids[word + 6] = 0;
            ids[word + 7] = 0;
            break;
          }
          if (!this.#id(end, 8)) return false;
          ids[word + 6] = view.getUint32(this.at - 8);
          ids[word + 7] = view.getUint32(this.at - 4);
          if (ids[word + 6] === 0 && ids[word + 7] === 0) return false;
          break;
        case 26: // trace_state
          if (!this.text(end)) return false;
          break;
        case 42: // name
          if (!this.text(end)) return false;
          columns.nameStarts[size] = this.textStart;
          columns.nameEnds[size] = this.at;
          columns.namePrints[size] = this.print;
          break;
        case 48: // kind
          if (this.at >= end || (bytes[this.at++] as number) > 5) return false;
          break;
        case 57: // start_time_unix_nano
          if (!this.skip(8, end)) return false;
          beganLow = view.getUint32(this.at - 8, true);
          beganHigh = view.getUint32(this.at - 4, true);
          break;
        case 65: // end_time_unix_nano
          if (!this.skip(8, end)) return false;
          endedLow = view.getUint32(this.at - 8, true);
          endedHigh = view.getUint32(this.at - 4, true);
          break;
        case 74: // attributes
          if (!this.attribute(end, keys, 1)) return false;
          break;
        case 80: // dropped_attributes_count
        case 96: // dropped_events_count
        case 112: // dropped_links_count
          if (this.at >= end || bytes[this.at++] !== 0) return false;
          break;
        case 90: // events
          if (!this.#event(end)) return false;
          break;
        case 106: // links
          if (!this.#link(end, size)) return false;
          break;
        case 122: // status
          if (!this.#status(end)) return false;
          break;
        case 133: // flags: 16 << 3 | 5, a tag of two bytes
          if (this.at >= end || bytes[this.at++] !== 1 || !this.skip(4, end)) return false;
          break;
        default:
          return false;
      }
    }
    this.closeKeys(keys);
    const hasTraceId =
      (ids[word] as number) | (ids[word + 1] as number) | (ids[word + 2] as number) | (ids[word + 3] as number);
    const hasSpanId = (ids[word + 4] as number) | (ids[word + 5] as number);
    const endsBefore = endedHigh < beganHigh || (endedHigh === beganHigh && endedLow < beganLow);
    if (hasTraceId === 0 || hasSpanId === 0 || endsBefore) return false;
    // With the end not before the start, two comparisons are enough for both.
    if (beganHigh < this.#possible.first || endedHigh > this.#possible.last) return false;
    columns.starts[size] = start;
    columns.startMs[size] = (beganHigh * 2 ** 32 + beganLow) / 1e6;
    columns.endMs[size] = (endedHigh * 2 ** 32 + endedLow) / 1e6;
    this.size = size + 1;
    return true;
  }

  /** Steps over an id of exactly this many bytes. */
  #id(limit: number, bytes: number): boolean {
    return this.bytes[this.at++] === bytes && this.skip(bytes, limit);
  }

  /** Event: `1 time_unix_nano · 2 name · 3 attributes · 4 dropped_attributes_count`. */
  #event(limit: number): boolean {
    const end = this.enter(limit);
    if (end < 0) return false;
    const keys = this.openKeys();
    while (this.at < end) {
      switch (this.bytes[this.at++]) {
        case 9:
          if (!this.skip(8, end) || !this.#isPossible(this.at - 8)) return false;
          break;
        case 18:
          if (!this.text(end)) return false;
          break;
        case 26:
          if (!this.attribute(end, keys, 1)) return false;
          break;
        case 32:
          if (this.at >= end || this.bytes[this.at++] !== 0) return false;
          break;
        default:
          return false;
      }
    }
    this.closeKeys(keys);
    return true;
  }

  /** Whether the time at this place is one that may be right; 0 says nothing. */
  #isPossible(at: number): boolean {
    const high = this.view.getUint32(at + 4, true);
    if (high >= this.#possible.first && high <= this.#possible.last) return true;
    return high === 0 && this.view.getUint32(at, true) === 0;
  }

  /** Link: `1 trace_id · 2 span_id · 3 trace_state · 4 attributes · 5 dropped_attributes_count · 6 flags`. */
  #link(limit: number, span: number): boolean {
    const end = this.enter(limit);
    if (end < 0) return false;
    const keys = this.openKeys();
    let traceId = '';
    let spanId = '';
    while (this.at < end) {
      switch (this.bytes[this.at++]) {
        case 10:
          if (!this.#id(end, 16)) return false;
          traceId = this.bytes.toString('hex', this.at - 16, this.at);
          break;
        case 18:
          if (!this.#id(end, 8)) return false;
          spanId = this.bytes.toString('hex', this.at - 8, this.at);
          break;
        case 26:
          if (!this.text(end)) return false;
          break;
        case 34:
          if (!this.attribute(end, keys, 1)) return false;
          break;
        case 40:
          if (this.at >= end || this.bytes[this.at++] !== 0) return false;
          break;
        case 53:
          if (!this.skip(4, end)) return false;
          break;
        default:
          return false;
      }
    }
    this.closeKeys(keys);
    if (/^0*$/.test(traceId) || /^0*$/.test(spanId)) return false;
    this.links.push({ span, traceId });
    return true;
  }

  /** Status: `2 message · 3 code`. */
  #status(limit: number): boolean {
    const end = this.enter(limit);
    if (end < 0) return false;
    while (this.at < end) {
      const tag = this.bytes[this.at++];
      if (tag === 18) {
        if (!this.text(end)) return false;
      } else if (tag !== 24 || this.at >= end || (this.bytes[this.at++] as number) > 2) {
        return false;
      }
    }
    return true;
  }
}

/** Columns with room for this many spans, and what was in those before. */
function spanColumns(room: number, before?: SpanColumns): SpanColumns {
  const columns = {
    starts: new Uint32Array(room),
    ids: new Uint32Array(room * WORDS_A_SPAN),
    nameStarts: new Uint32Array(room),
    nameEnds: new Uint32Array(room),
    namePrints: new Int32Array(room),
    startMs: new Float64Array(room),
    endMs: new Float64Array(room),
    originOf: new Uint32Array(room),
  };
  if (before === undefined) return columns;
  for (const name of Object.keys(columns) as (keyof SpanColumns)[]) columns[name].set(before[name]);
  return columns;
}

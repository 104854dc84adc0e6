import type { DecodedTraces } from '../otlp/decoded-traces.ts';
import { excerpt } from '../otlp/excerpt.ts';
import { decodePieces, type Fragment, refuseFault } from './decode-pieces.ts';
import { malformed, type Place } from './faults.ts';
import type { Gathering, HeldTrace } from './held-trace.ts';
import { type EndPiece, JsonPieces, type Piece, STREAMED, type ValuePiece } from './json-pieces.ts';
import { OtherSignalCounts } from './other-signals.ts';
import type { RejectedRecordedSpan } from './read-options.ts';
import { heldTraces } from './to-trace.ts';
import { foreignContent, formatOf, JAEGER, OTLP, type TraceFormat, ZIPKIN } from './trace-formats.ts';
import { NOTE_KEY, parseNote } from './trace-note.ts';
import { withoutRepeats } from './without-repeats.ts';

/** Spans of Zipkin are decoded many at a time: each by itself takes twice as long. */
const BATCH_FRAGMENTS = 500;
const BATCH_BYTES = 1024 * 1024;
const OPEN_ARRAY = 0x5b;

/** Tells which format the pieces of a file are of, and has them decoded. */
export class DocumentReader {
  readonly #file: string;
  readonly #gathering: Gathering;
  readonly #reject: (rejected: RejectedRecordedSpan) => void;
  #format: TraceFormat | undefined;
  /** Spans read so far. */
  spans = 0;
  /** What was found of other signals so far. */
  readonly otherSignals: OtherSignalCounts = new OtherSignalCounts();
  /** Members of the object at top level. */
  #members = new Map<string, ValuePiece>();
  #batch: Fragment[] = [];
  #batchBytes = 0;

  constructor(file: string, gathering: Gathering, reject: (rejected: RejectedRecordedSpan) => void) {
    this.#file = file;
    this.#gathering = gathering;
    this.#reject = reject;
  }

  /** The traces that are whole with this piece. */
  *read(piece: Piece): Generator<HeldTrace> {
    if (piece.type === 'end') yield* this.#readEnd(piece);
    else if (piece.type === 'member') this.#keepMember(piece);
    else yield* this.#readElement(piece);
  }

  /** Decodes what is left, now that the file has been read. */
  *end(): Generator<HeldTrace> {
    yield* this.#flush();
  }

  /** The traces that are whole because the file has been read. */
  *rest(): Generator<HeldTrace> {
    for (const trace of this.#gathering.rest()) yield this.#completed(trace);
  }

  *#readElement(piece: ValuePiece): Generator<HeldTrace> {
    this.#refuseForeign(piece);
    const { key, index, bytes, place } = piece;
    const fragment: Fragment = { bytes, place, path: `${key}[${index}]` };
    if (key === 'resourceSpans') {
      this.#be(OTLP, place);
      yield* this.#gather([fragment]);
    } else if (OtherSignalCounts.holds(key)) {
      this.#be(OTLP, place);
      this.#countOther(key, fragment);
    } else if (key === 'data') {
      this.#be(JAEGER, place);
      yield* this.#wholeTraces([fragment]);
    } else if (bytes[0] === OPEN_ARRAY) {
      this.#be(ZIPKIN, place);
      yield* this.#wholeTraces(elementsOf(this.#file, fragment));
    } else {
      this.#format ??= this.#recognise(fragment);
      if (this.#format === ZIPKIN) yield* this.#addToBatch(fragment);
      else yield* this.#wholeTraces([fragment]);
    }
  }

  #countOther(key: string, { bytes, place, path }: Fragment): void {
    refuseFault(this.#file, bytes, place);
    const element: unknown = JSON.parse(bytes.toString());
    if (typeof element !== 'object' || element === null || Array.isArray(element)) {
      const text = `${path} must be an object; found ${excerpt(bytes.toString('utf8', 0, 100))}.`;
      throw malformed(this.#file, { line: place.line }, text);
    }
    this.otherSignals.addElement(key, element);
  }

  #keepMember(piece: ValuePiece): void {
    this.#refuseForeign(piece);
    refuseFault(this.#file, piece.bytes, piece.place);
    this.#members.set(piece.key, piece);
  }

  #refuseForeign({ key, place }: Pick<ValuePiece, 'key' | 'place'>): void {
    const foreign = OtherSignalCounts.holds(key) ? undefined : foreignContent(key);
    if (foreign !== undefined) throw malformed(this.#file, { line: place.line }, `the file holds ${foreign}`);
  }

  *#readEnd({ opener, lists, place }: EndPiece): Generator<HeldTrace> {
    const members = this.#members;
    this.#members = new Map();
    if (opener === '[') return;
    const note = members.get(NOTE_KEY);
    const noted = note === undefined ? undefined : parseNote(JSON.parse(note.bytes.toString()));
    if (noted !== undefined) this.#gathering.note(noted);
    for (const key of lists) {
      this.#refuseForeign({ key, place });
      if (OtherSignalCounts.holds(key)) this.#be(OTLP, place);
      this.otherSignals.addLine(key);
    }
    for (const key of STREAMED) this.#refuseNoList(members.get(key));
    const format = formatOf(new Set(members.keys()));
    if (format === undefined) {
      // An object without members is a TracesData without spans.
      const isEmpty = lists.length > 0 || members.size === 0 || [...STREAMED].some(key => members.has(key));
      if (!isEmpty) throw this.#unrecognised([...members.keys()], place);
      return;
    }
    this.#be(format, place);
    const fragment: Fragment = { bytes: objectOf(members), place, path: '' };
    if (format === ZIPKIN) yield* this.#addToBatch(fragment);
    else yield* this.#wholeTraces([fragment]);
  }

  /** Takes the file to be of this format; one file holds one. */
  #be(format: TraceFormat, place: Place): void {
    if (this.#format !== undefined && this.#format !== format) {
      const text = `found ${format.title} in a file that began as ${this.#format.title}.`;
      throw malformed(this.#file, { line: place.line }, text);
    }
    this.#format = format;
  }

  /** A list that is null is an empty one. */
  #refuseNoList(member: ValuePiece | undefined): void {
    if (member === undefined || member.bytes.toString() === 'null') return;
    const text = `${member.key} must be an array; found ${excerpt(member.bytes.toString('utf8', 0, 100))}.`;
    throw malformed(this.#file, { line: member.place.line }, text);
  }

  /** The format of the first element of an array. */
  #recognise({ bytes, place }: Fragment): TraceFormat {
    refuseFault(this.#file, bytes, place);
    const value: unknown = JSON.parse(bytes.toString());
    const isObject = typeof value === 'object' && value !== null;
    if (!isObject) {
      const text = `an array of traces or spans holds objects; found ${excerpt(bytes.toString('utf8', 0, 100))}.`;
      throw malformed(this.#file, { line: place.line }, text);
    }
    const format = formatOf(new Set(Object.keys(value)));
    if (format === undefined) throw this.#unrecognised(Object.keys(value), place);
    return format;
  }

  *#addToBatch(fragment: Fragment): Generator<HeldTrace> {
    this.#batch.push(fragment);
    this.#batchBytes += fragment.bytes.length;
    if (this.#batch.length >= BATCH_FRAGMENTS || this.#batchBytes >= BATCH_BYTES) yield* this.#flush();
  }

  *#flush(): Generator<HeldTrace> {
    const batch = this.#batch;
    this.#batch = [];
    this.#batchBytes = 0;
    if (batch.length > 0) yield* this.#gather(batch);
  }

  /** Spans of traces that may go on later in the file. */
  *#gather(fragments: readonly Fragment[]): Generator<HeldTrace> {
    for (const trace of this.#gathering.add(this.#decode(fragments))) yield this.#completed(trace);
  }

  /** Fragments that hold all spans of their traces. */
  *#wholeTraces(fragments: readonly Fragment[]): Generator<HeldTrace> {
    for (const trace of heldTraces(this.#decode(fragments))) yield this.#completed(trace);
  }

  #completed(trace: HeldTrace): HeldTrace {
    const spans = withoutRepeats(trace.spans);
    return { ...trace, spans: this.#format?.complete?.(spans) ?? spans };
  }

  #decode(fragments: readonly Fragment[]): DecodedTraces {
    const { decoder } = this.#format ?? OTLP;
    const decoded = decodePieces(this.#file, fragments, decoder);
    this.spans += decoded.spans.length;
    if (decoded.rejected.length > 0) {
      // One by one, to know the line of each.
      for (const fragment of fragments) {
        const { rejected } = fragments.length === 1 ? decoded : decodePieces(this.#file, [fragment], decoder);
        for (const { reason, service, span } of rejected)
          this.#reject({ reason, service, span, line: fragment.place.line });
      }
    }
    return decoded;
  }

  #unrecognised(keys: readonly string[], place: Place): Error {
    const foreign = keys.map(foreignContent).find(text => text !== undefined);
    if (foreign !== undefined) return malformed(this.#file, { line: place.line }, `the file holds ${foreign}`);
    const names = keys.slice(0, 5).map(excerpt).join(', ');
    const more = keys.length > 5 ? ', ...' : '';
    const found = keys.length === 0 ? 'an object without members' : `an object with ${names}${more}`;
    return malformed(
      this.#file,
      { line: place.line },
      `found ${found}. What can be read: OTLP JSON lines (resourceSpans), Jaeger JSON (data, or traceID, spans and ` +
        'processes), Zipkin v2 JSON (an array of spans with traceId and id).',
    );
  }
}

/** The object that members were of. */
function objectOf(members: ReadonlyMap<string, ValuePiece>): Buffer {
  const parts = Array.from(members, ([key, { bytes }], index) => [
    Buffer.from(`${index === 0 ? '{' : ','}${JSON.stringify(key)}:`),
    bytes,
  ]);
  return Buffer.concat([...parts.flat(), Buffer.from('}')]);
}

/** The elements of a fragment that is an array: its spans. */
function elementsOf(file: string, { bytes, place, path }: Fragment): Fragment[] {
  refuseFault(file, bytes, place);
  const elements: Fragment[] = [];
  for (const piece of new JsonPieces(file).push(bytes)) {
    if (piece.type !== 'element') continue;
    const line = place.line + piece.place.line - 1;
    const column = piece.place.column + (piece.place.line === 1 ? place.column - 1 : 0);
    elements.push({ bytes: piece.bytes, place: { line, column }, path: `${path}[${piece.index}]` });
  }
  return elements;
}

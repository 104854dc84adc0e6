import { syntaxFault } from '../model/json-syntax-fault.ts';
import { excerpt } from '../otlp/excerpt.ts';
import { describeFault, malformed, type Place, placeIn } from './faults.ts';
import { OTHER_SIGNAL_LISTS } from './other-signals.ts';
import { BYTE, isPunctuation, ValueEnd } from './value-end.ts';

/** A value that is small enough to be parsed at once: an element of a list that is streamed, or a member. */
export interface ValuePiece {
  readonly type: 'element' | 'member';
  /** Of an element the list's key, empty for an array at top level; of a member its own. */
  readonly key: string;
  /** Of an element. */
  readonly index: number;
  /** Where its first byte is. */
  readonly place: Place;
  readonly bytes: Buffer;
}

/** A value at top level has ended. */
export interface EndPiece {
  readonly type: 'end';
  readonly opener: '{' | '[';
  /** The streamed lists that it had. */
  readonly lists: readonly string[];
  /** Where it began. */
  readonly place: Place;
}

export type Piece = ValuePiece | EndPiece;

type State =
  | 'top'
  | 'key or }'
  | 'key'
  | 'colon'
  | 'value'
  | 'element or ]'
  | 'element'
  | 'next member'
  | 'next element';

/** Lists of these names in an object at top level are streamed element by element. */
export const STREAMED: ReadonlySet<string> = new Set([
  ...['resourceSpans', 'data', ...OTHER_SIGNAL_LISTS],
  // Not to be read, and not to be gathered as one value either.
  'traceEvents',
]);

/** A value of this size has no end in sight; V8 holds no string above 512 MiB. */
const MAX_PIECE_BYTES = 256 * 1024 * 1024;

const EXPECTED: Readonly<Record<State, string>> = {
  top: '"{" or "["',
  'key or }': 'a name in quotes or "}"',
  key: 'a name in quotes',
  colon: '":"',
  value: 'a value',
  'element or ]': 'a value or "]"',
  element: 'a value',
  'next member': '"," or "}"',
  'next element': '"," or "]"',
};

/**
 * Cuts JSON that may be larger than the memory into pieces, without parsing them.
 *
 * Takes any number of values one after another (JSON lines), each an object or an array. It only follows brackets and
 * quotes; whether a piece is JSON is for JSON.parse to say. Not a streaming parser of a library: those make values, with
 * doubles for 64-bit integers, where the bytes are wanted.
 */
export class JsonPieces {
  readonly #file: string;
  #state: State = 'top';
  /** Bytes before the chunk, and the place. */
  #base = 0;
  #line = 1;
  #lineStart = 0;
  /** The value at top level that is open. */
  #opener: '{' | '[' = '{';
  #opened: Place = { line: 1, column: 1 };
  /** Whether values are one a line: known once the first has ended. */
  #lines: boolean | undefined;
  #lists: string[] = [];
  #key = '';
  #index = 0;
  /** The piece that is being read: what the chunks before held of it, and where it ends. */
  #kind: 'key' | 'member' | 'element' | undefined;
  #parts: Buffer[] = [];
  #partsBytes = 0;
  #piecePlace: Place = { line: 1, column: 1 };
  #valueEnd = new ValueEnd(BYTE.openObject);

  constructor(file: string) {
    this.#file = file;
  }

  /** The pieces that have ended with this chunk. The chunk must not change afterwards. */
  *push(chunk: Buffer): Generator<Piece> {
    for (let at = 0; at < chunk.length; ) {
      if (this.#kind !== undefined) {
        const from = at;
        const end = this.#valueEnd.find(chunk, from, lineFeed => this.#newLine(lineFeed, chunk, from));
        if (end === undefined) {
          this.#keep(chunk.subarray(at));
          break;
        }
        const piece = this.#finish(chunk.subarray(at, end));
        at = end;
        if (piece !== undefined) yield piece;
        continue;
      }
      const byte = chunk[at] as number;
      if (byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === BYTE.lineFeed) {
        if (byte === BYTE.lineFeed) this.#newLine(at, chunk, at);
        at++;
        continue;
      }
      if (this.#begins(byte)) {
        this.#start(byte, at);
        continue;
      }
      const closed = this.#step(byte, at, chunk);
      at++;
      if (closed !== undefined) yield closed;
    }
    this.#base += chunk.length;
  }

  /** Throws when the file ended in the middle of a value. */
  end(): void {
    if (this.#kind !== undefined) this.#failInPiece(Buffer.concat(this.#parts), 'the file ends');
    if (this.#state !== 'top') this.#fail(this.#placeAt(0), EXPECTED[this.#state], 'the file ends');
  }

  /** Whether a value begins here, that is a piece. */
  #begins(byte: number): boolean {
    switch (this.#state) {
      case 'key':
      case 'key or }':
        return byte === BYTE.quote;
      case 'value':
        return !isPunctuation(byte) && !(byte === BYTE.openArray && STREAMED.has(this.#key));
      case 'element':
      case 'element or ]':
        return !isPunctuation(byte);
      default:
        return false;
    }
  }

  #start(byte: number, at: number): void {
    const isKey = this.#state === 'key' || this.#state === 'key or }';
    this.#kind = isKey ? 'key' : this.#state === 'value' ? 'member' : 'element';
    this.#piecePlace = this.#placeAt(at);
    this.#valueEnd = new ValueEnd(byte);
  }

  /** A byte between the pieces. */
  #step(byte: number, at: number, chunk: Buffer): EndPiece | undefined {
    const state = this.#state;
    const inObject = state === 'key or }' || state === 'next member';
    const inList = state === 'element or ]' || state === 'next element';
    if (state === 'top' && (byte === BYTE.openObject || byte === BYTE.openArray)) {
      this.#opened = this.#placeAt(at);
      this.#opener = byte === BYTE.openObject ? '{' : '[';
      this.#lists = [];
      this.#key = '';
      this.#index = 0;
      this.#state = byte === BYTE.openObject ? 'key or }' : 'element or ]';
    } else if (state === 'colon' && byte === BYTE.colon) {
      this.#state = 'value';
    } else if (state === 'value' && byte === BYTE.openArray) {
      this.#index = 0;
      this.#lists.push(this.#key);
      this.#state = 'element or ]';
    } else if (state === 'next member' && byte === BYTE.comma) {
      this.#state = 'key';
    } else if (state === 'next element' && byte === BYTE.comma) {
      this.#state = 'element';
    } else if (inList && byte === BYTE.closeArray) {
      if (this.#opener === '[') return this.#close();
      this.#state = 'next member';
    } else if (inObject && byte === BYTE.closeObject) {
      return this.#close();
    } else {
      this.#fail(this.#placeAt(at), EXPECTED[state], `found ${excerpt(chunk.toString('utf8', at, at + 20))}`);
    }
    return undefined;
  }

  #close(): EndPiece {
    this.#state = 'top';
    this.#lines ??= this.#opener === '{' && this.#opened.line === this.#line;
    return { type: 'end', opener: this.#opener, lists: this.#lists, place: this.#opened };
  }

  #keep(bytes: Buffer): void {
    this.#parts.push(bytes);
    this.#partsBytes += bytes.length;
    if (this.#partsBytes <= MAX_PIECE_BYTES) return;
    const text = `the value that begins here is larger than ${MAX_PIECE_BYTES / 1024 / 1024} MiB.`;
    throw malformed(this.#file, this.#piecePlace, text);
  }

  #finish(last: Buffer): ValuePiece | undefined {
    const bytes = this.#parts.length === 0 ? last : Buffer.concat([...this.#parts, last]);
    const kind = this.#kind;
    this.#kind = undefined;
    this.#parts = [];
    this.#partsBytes = 0;
    if (kind === 'key') {
      this.#key = this.#parseKey(bytes);
      this.#state = 'colon';
      return undefined;
    }
    const place = this.#piecePlace;
    if (kind === 'member') {
      this.#state = 'next member';
      return { type: 'member', key: this.#key, index: 0, place, bytes };
    }
    this.#state = 'next element';
    return { type: 'element', key: this.#key, index: this.#index++, place, bytes };
  }

  #parseKey(bytes: Buffer): string {
    try {
      return JSON.parse(bytes.toString()) as string;
    } catch {
      return this.#failInPiece(bytes, 'the name ends');
    }
  }

  #placeAt(at: number): Place {
    return { line: this.#line, column: this.#base + at - this.#lineStart + 1 };
  }

  /** @param from where in the chunk the piece began or went on */
  #newLine(at: number, chunk: Buffer, from: number): void {
    if (this.#lines === true && this.#state !== 'top') {
      if (this.#kind !== undefined)
        this.#failInPiece(Buffer.concat([...this.#parts, chunk.subarray(from, at)]), 'the line ends');
      this.#fail(this.#placeAt(at), EXPECTED[this.#state], 'the line ends');
    }
    this.#line++;
    this.#lineStart = this.#base + at + 1;
  }

  /** A piece has no end, or is not JSON. */
  #failInPiece(bytes: Buffer, ends: string): never {
    const text = bytes.toString('utf8');
    const fault = syntaxFault(text) ?? { position: text.length, expected: EXPECTED['next element'] };
    throw malformed(this.#file, placeIn(this.#piecePlace, text, fault.position), describeFault(text, fault, ends));
  }

  #fail(place: Place, expected: string, found: string): never {
    throw malformed(this.#file, place, `expected ${expected}; ${found}.`);
  }
}

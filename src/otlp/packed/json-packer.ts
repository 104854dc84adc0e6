import { isUtf8 } from 'node:buffer';
import { MAX_VALUE_DEPTH } from '../attribute-rules.ts';
import { enumNames, SPAN_KIND, STATUS_CODE, type WireEnum } from '../enum-values.ts';
import { END, JsonScanner, jsonFields, UNKNOWN } from './json-scanner.ts';
import { NOT_PLAIN, PackWriter } from './pack-writer.ts';

const KEPT_BYTES = 4 * 1024 * 1024;
const FLAGS = 0x85;

const REQUEST = jsonFields('resourceSpans');
const RESOURCE_SPANS = jsonFields('resource', 'scopeSpans', 'schemaUrl');
const RESOURCE = jsonFields('attributes', 'droppedAttributesCount', 'entityRefs');
const SCOPE_SPANS = jsonFields('scope', 'spans', 'schemaUrl');
const SCOPE = jsonFields('name', 'version', 'attributes', 'droppedAttributesCount');
const SPAN = jsonFields(
  'traceId',
  'spanId',
  'traceState',
  'parentSpanId',
  'name',
  'kind',
  'startTimeUnixNano',
  'endTimeUnixNano',
  'attributes',
  'droppedAttributesCount',
  'events',
  'droppedEventsCount',
  'links',
  'droppedLinksCount',
  'status',
  'flags',
);
const EVENT = jsonFields('timeUnixNano', 'name', 'attributes', 'droppedAttributesCount');
const LINK = jsonFields('traceId', 'spanId', 'traceState', 'attributes', 'droppedAttributesCount', 'flags');
const STATUS = jsonFields('message', 'code');
const KEY_VALUE = jsonFields('key', 'value', 'keyStrindex');
const ANY_VALUE = jsonFields(
  'stringValue',
  'boolValue',
  'intValue',
  'doubleValue',
  'arrayValue',
  'kvlistValue',
  'bytesValue',
  'stringValueStrindex',
);
const LIST = jsonFields('values');

/**
 * Turns requests in JSON into the same requests in protobuf, so that the store holds one kind of bytes. From bytes to
 * bytes: nothing of the JSON is built, which alone would take most of the time.
 *
 * Only what is plain: whatever is unusual, wrong or imprecise, the full decoder (decode-json.ts) has to read. What is
 * well-formed and a problem all the same, TraceIndex finds in the bytes that are written here. A key that comes twice in
 * one object is not plain: in JSON the last one counts, in protobuf they would be merged.
 */
export class JsonPacker extends JsonScanner {
  readonly #writer = new PackWriter();
  /** Whether the request that was packed last has an unknown member above its spans. */
  hasUnknownMembers = false;

  /** The request in protobuf, or undefined when the full decoder must read it. */
  pack(body: Buffer): Buffer | undefined {
    if (!isUtf8(body)) return undefined;
    this.bytes = body;
    this.at = 0;
    this.hasUnknownMembers = false;
    this.#writer.begin(body.length);
    try {
      this.#request();
      this.finish();
      return this.#writer.end(KEPT_BYTES);
    } catch (error) {
      if (error === NOT_PLAIN || error instanceof SyntaxError) return undefined;
      throw error;
    } finally {
      this.bytes = NOTHING;
    }
  }

  #request(): void {
    let seen = 0;
    for (let field = this.firstKey(REQUEST); field !== END; field = this.nextKey(REQUEST)) {
      if (field === UNKNOWN) this.hasUnknownMembers = true;
      seen = this.#once(field, seen);
      if (this.#isAbsent(field)) continue;
      for (let more = this.firstElement(); more; more = this.nextElement()) this.#resourceSpans();
    }
  }

  #resourceSpans(): void {
    const start = this.#writer.open(10);
    let seen = 0;
    for (let field = this.firstKey(RESOURCE_SPANS); field !== END; field = this.nextKey(RESOURCE_SPANS)) {
      if (field === UNKNOWN) this.hasUnknownMembers = true;
      seen = this.#once(field, seen);
      if (this.#isAbsent(field)) continue;
      if (field === 0) this.#resource();
      else if (field === 2) this.#text(26);
      else for (let more = this.firstElement(); more; more = this.nextElement()) this.#scopeSpans();
    }
    this.#writer.close(start);
  }

  #resource(): void {
    const start = this.#writer.open(10);
    let seen = 0;
    for (let field = this.firstKey(RESOURCE); field !== END; field = this.nextKey(RESOURCE)) {
      seen = this.#once(field, seen);
      if (this.#isAbsent(field)) continue;
      if (field === 0) this.#attributes(10, 1);
      else if (field === 1) this.#uint32(16);
      else throw NOT_PLAIN;
    }
    this.#writer.close(start);
  }

  #scopeSpans(): void {
    const start = this.#writer.open(18);
    let seen = 0;
    for (let field = this.firstKey(SCOPE_SPANS); field !== END; field = this.nextKey(SCOPE_SPANS)) {
      seen = this.#once(field, seen);
      if (this.#isAbsent(field)) continue;
      if (field === 0) this.#scope();
      else if (field === 2) this.#text(26);
      else for (let more = this.firstElement(); more; more = this.nextElement()) this.#span();
    }
    this.#writer.close(start);
  }

  #scope(): void {
    const start = this.#writer.open(10);
    let seen = 0;
    for (let field = this.firstKey(SCOPE); field !== END; field = this.nextKey(SCOPE)) {
      seen = this.#once(field, seen);
      if (this.#isAbsent(field)) continue;
      if (field === 0) this.#text(10);
      else if (field === 1) this.#text(18);
      else if (field === 2) this.#attributes(26, 1);
      else this.#uint32(32);
    }
    this.#writer.close(start);
  }

  #span(): void {
    const start = this.#writer.open(18);
    let seen = 0;
    for (let field = this.firstKey(SPAN); field !== END; field = this.nextKey(SPAN)) {
      seen = this.#once(field, seen);
      if (!this.#isAbsent(field)) this.#spanField(field);
    }
    this.#writer.close(start);
  }

  #spanField(field: number): void {
    switch (field) {
      case 0:
        this.#hex(10);
        break;
      case 1:
        this.#hex(18);
        break;
      case 2:
        this.#text(26);
        break;
      case 3:
        this.#hex(34);
        break;
      case 4:
        this.#text(42);
        break;
      case 5:
        this.#enumeration(48, SPAN_KIND);
        break;
      case 6:
        this.#time(57);
        break;
      case 7:
        this.#time(65);
        break;
      case 8:
        this.#attributes(74, 1);
        break;
      case 9:
        this.#uint32(80);
        break;
      case 10:
        for (let more = this.firstElement(); more; more = this.nextElement()) this.#event();
        break;
      case 11:
        this.#uint32(96);
        break;
      case 12:
        for (let more = this.firstElement(); more; more = this.nextElement()) this.#link();
        break;
      case 13:
        this.#uint32(112);
        break;
      case 14:
        this.#status();
        break;
      default:
        this.#writer.fixed32([FLAGS, 1], this.#unsigned32());
    }
  }

  #event(): void {
    const start = this.#writer.open(90);
    let seen = 0;
    for (let field = this.firstKey(EVENT); field !== END; field = this.nextKey(EVENT)) {
      seen = this.#once(field, seen);
      if (this.#isAbsent(field)) continue;
      if (field === 0) this.#time(9);
      else if (field === 1) this.#text(18);
      else if (field === 2) this.#attributes(26, 1);
      else this.#uint32(32);
    }
    this.#writer.close(start);
  }

  #link(): void {
    const start = this.#writer.open(106);
    let seen = 0;
    for (let field = this.firstKey(LINK); field !== END; field = this.nextKey(LINK)) {
      seen = this.#once(field, seen);
      if (this.#isAbsent(field)) continue;
      if (field === 0) this.#hex(10);
      else if (field === 1) this.#hex(18);
      else if (field === 2) this.#text(26);
      else if (field === 3) this.#attributes(34, 1);
      else if (field === 4) this.#uint32(40);
      else this.#writer.fixed32([53], this.#unsigned32());
    }
    this.#writer.close(start);
  }

  #status(): void {
    const start = this.#writer.open(122);
    let seen = 0;
    for (let field = this.firstKey(STATUS); field !== END; field = this.nextKey(STATUS)) {
      seen = this.#once(field, seen);
      if (this.#isAbsent(field)) continue;
      if (field === 0) this.#text(18);
      else this.#enumeration(24, STATUS_CODE);
    }
    this.#writer.closeUnlessEmpty(start);
  }

  /** `depth`: the level of the values, of which an attribute's own is 1. */
  #attributes(tag: number, depth: number): void {
    for (let more = this.firstElement(); more; more = this.nextElement()) {
      const start = this.#writer.open(tag);
      let seen = 0;
      for (let field = this.firstKey(KEY_VALUE); field !== END; field = this.nextKey(KEY_VALUE)) {
        seen = this.#once(field, seen);
        if (this.#isAbsent(field)) continue;
        if (field === 0) this.#text(10);
        else if (field === 1) this.#anyValue(18, depth);
        else throw NOT_PLAIN;
      }
      this.#writer.close(start);
    }
  }

  #anyValue(tag: number, depth: number): void {
    if (depth > MAX_VALUE_DEPTH) throw NOT_PLAIN;
    const start = this.#writer.open(tag);
    let isSet = false;
    for (let kind = this.firstKey(ANY_VALUE); kind !== END; kind = this.nextKey(ANY_VALUE)) {
      if (this.#isAbsent(kind)) continue;
      if (isSet) throw NOT_PLAIN;
      isSet = true;
      this.#kind(kind, depth);
    }
    this.#writer.close(start);
  }

  #kind(kind: number, depth: number): void {
    const writer = this.#writer;
    switch (kind) {
      case 0:
        this.string();
        this.#write(10);
        break;
      case 1:
        writer.varint(16, this.boolean() ? 1 : 0);
        break;
      case 2:
        writer.varint(24, this.#integer());
        break;
      case 3:
        writer.double(33, this.double());
        break;
      case 4:
        this.#list(42, depth, false);
        break;
      case 5:
        this.#list(50, depth, true);
        break;
      default:
        throw NOT_PLAIN;
    }
  }

  /** ArrayValue, KeyValueList. */
  #list(tag: number, depth: number, isKeyed: boolean): void {
    const start = this.#writer.open(tag);
    let seen = 0;
    for (let field = this.firstKey(LIST); field !== END; field = this.nextKey(LIST)) {
      seen = this.#once(field, seen);
      if (this.#isAbsent(field)) continue;
      if (isKeyed) this.#attributes(10, depth + 1);
      else for (let more = this.firstElement(); more; more = this.nextElement()) this.#anyValue(10, depth + 1);
    }
    this.#writer.close(start);
  }

  /** Steps over a value that says nothing: null, or that of an unknown key. */
  #isAbsent(field: number): boolean {
    if (field !== UNKNOWN) return this.isNull();
    this.skip();
    return true;
  }

  #once(field: number, seen: number): number {
    if (field === UNKNOWN) return seen;
    const bit = 1 << field;
    if ((seen & bit) !== 0) throw NOT_PLAIN;
    return seen | bit;
  }

  #text(tag: number): void {
    this.string();
    if (this.start < this.end) this.#write(tag);
  }

  /** Writes the string that was read last. */
  #write(tag: number): void {
    if (this.isEscaped) this.#writer.text(tag, this.unescaped());
    else this.#writer.slice(tag, this.bytes, this.start, this.end);
  }

  #hex(tag: number): void {
    this.string();
    if (this.start < this.end) this.#writer.hex(tag, this.bytes, this.start, this.end);
  }

  #uint32(tag: number): void {
    const value = this.#unsigned32();
    if (value !== 0) this.#writer.varint(tag, value);
  }

  #unsigned32(): number {
    const value = this.#integer();
    if (value < 0 || value > 0xffffffff) throw NOT_PLAIN;
    return value;
  }

  /** An integer that a double holds exactly. */
  #integer(): number {
    const isNegative = this.digits(16);
    let value = 0;
    for (let index = this.start; index < this.end; index++) value = value * 10 + ((this.bytes[index] as number) - 48);
    if (!Number.isSafeInteger(value)) throw NOT_PLAIN;
    return isNegative ? 0 - value : value;
  }

  #enumeration(tag: number, type: WireEnum<string>): void {
    let number = -1;
    if (this.isString()) {
      this.string();
      number = enumNames(type).indexOf(this.bytes.toString('latin1', this.start, this.end));
    } else {
      number = this.#integer();
    }
    if (type.values[number] === undefined) throw NOT_PLAIN;
    // 0 is what an absent field means.
    if (number !== 0) this.#writer.varint(tag, number);
  }

  /** Nanoseconds, of which a double would lose some: the digits are added up in two halves. */
  #time(tag: number): void {
    if (this.digits(19)) throw NOT_PLAIN;
    let low = 0;
    let high = 0;
    for (let index = this.start; index < this.end; index++) {
      low = low * 10 + (this.bytes[index] as number) - 48;
      const carry = Math.floor(low / 2 ** 32);
      low -= carry * 2 ** 32;
      high = high * 10 + carry;
    }
    this.#writer.fixed64(tag, low, high);
  }
}

const NOTHING = Buffer.alloc(0);

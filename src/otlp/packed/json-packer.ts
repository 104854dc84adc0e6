import { isUtf8 } from 'node:buffer';
import { MAX_VALUE_DEPTH } from '../attribute-rules.ts';
import { enumNames, SPAN_KIND, STATUS_CODE, type WireEnum } from '../enum-values.ts';
import { NOT_PLAIN, PackWriter } from './pack-writer.ts';

type JsonObject = Readonly<Record<string, unknown>>;

const KEPT_BYTES = 4 * 1024 * 1024;

/**
 * Turns requests in JSON into the same requests in protobuf, so that the store holds one kind of bytes.
 *
 * Only what is plain: whatever is unusual, wrong or imprecise, the full decoder (decode-json.ts) has to read. What is
 * well-formed and a problem all the same, TraceIndex finds in the bytes that are written here.
 */
export class JsonPacker {
  readonly #writer = new PackWriter();

  /** The request in protobuf, or undefined when the full decoder must read it. */
  pack(body: Buffer): Buffer | undefined {
    if (!isUtf8(body)) return undefined;
    try {
      const request: unknown = JSON.parse(body.toString('utf8'));
      this.#writer.begin(body.length);
      for (const resourceSpans of listOf(objectOf(request).resourceSpans)) this.#resourceSpans(objectOf(resourceSpans));
      return this.#writer.end(KEPT_BYTES);
    } catch (error) {
      if (error === NOT_PLAIN || error instanceof SyntaxError) return undefined;
      throw error;
    }
  }

  #resourceSpans(object: JsonObject): void {
    const writer = this.#writer;
    const start = writer.open(10);
    const resource = given(object.resource);
    if (resource !== undefined) this.#resource(objectOf(resource));
    for (const scopeSpans of listOf(object.scopeSpans)) this.#scopeSpans(objectOf(scopeSpans));
    this.#text(26, object.schemaUrl);
    writer.close(start);
  }

  #resource(object: JsonObject): void {
    const start = this.#writer.open(10);
    this.#attributes(10, object.attributes, 1);
    this.#uint32(16, object.droppedAttributesCount);
    if (given(object.entityRefs) !== undefined) throw NOT_PLAIN;
    this.#writer.close(start);
  }

  #scopeSpans(object: JsonObject): void {
    const start = this.#writer.open(18);
    const scope = given(object.scope);
    if (scope !== undefined) this.#scope(objectOf(scope));
    for (const span of listOf(object.spans)) this.#span(objectOf(span));
    this.#text(26, object.schemaUrl);
    this.#writer.close(start);
  }

  #scope(object: JsonObject): void {
    const start = this.#writer.open(10);
    this.#text(10, object.name);
    this.#text(18, object.version);
    this.#attributes(26, object.attributes, 1);
    this.#uint32(32, object.droppedAttributesCount);
    this.#writer.close(start);
  }

  #span(object: JsonObject): void {
    const start = this.#writer.open(18);
    this.#hex(10, object.traceId);
    this.#hex(18, object.spanId);
    this.#text(26, object.traceState);
    this.#hex(34, object.parentSpanId);
    this.#text(42, object.name);
    this.#enumeration(48, object.kind, SPAN_KIND);
    this.#time(57, object.startTimeUnixNano);
    this.#time(65, object.endTimeUnixNano);
    this.#attributes(74, object.attributes, 1);
    this.#uint32(80, object.droppedAttributesCount);
    for (const event of listOf(object.events)) this.#event(objectOf(event));
    this.#uint32(96, object.droppedEventsCount);
    for (const link of listOf(object.links)) this.#link(objectOf(link));
    this.#uint32(112, object.droppedLinksCount);
    const status = given(object.status);
    if (status !== undefined) this.#status(objectOf(status));
    this.#flags([0x85, 1], object.flags);
    this.#writer.close(start);
  }

  #event(object: JsonObject): void {
    const start = this.#writer.open(90);
    this.#time(9, object.timeUnixNano);
    this.#text(18, object.name);
    this.#attributes(26, object.attributes, 1);
    this.#uint32(32, object.droppedAttributesCount);
    this.#writer.close(start);
  }

  #link(object: JsonObject): void {
    const start = this.#writer.open(106);
    this.#hex(10, object.traceId);
    this.#hex(18, object.spanId);
    this.#text(26, object.traceState);
    this.#attributes(34, object.attributes, 1);
    this.#uint32(40, object.droppedAttributesCount);
    this.#flags([53], object.flags);
    this.#writer.close(start);
  }

  #status(object: JsonObject): void {
    const start = this.#writer.open(122);
    this.#text(18, object.message);
    this.#enumeration(24, object.code, STATUS_CODE);
    this.#writer.close(start);
  }

  /** `depth`: the level of the values, of which an attribute's own is 1. */
  #attributes(tag: number, list: unknown, depth: number): void {
    const writer = this.#writer;
    for (const entry of listOf(list)) {
      const { key, value, keyStrindex } = objectOf(entry);
      if (typeof key !== 'string' || given(keyStrindex) !== undefined) throw NOT_PLAIN;
      const start = writer.open(tag);
      writer.text(10, key);
      if (given(value) !== undefined) this.#anyValue(18, objectOf(value), depth);
      writer.close(start);
    }
  }

  #anyValue(tag: number, object: JsonObject, depth: number): void {
    if (depth > MAX_VALUE_DEPTH) throw NOT_PLAIN;
    const start = this.#writer.open(tag);
    let isSet = false;
    for (const kind in object) {
      const value = object[kind];
      if (value === null || !this.#kind(kind, value, depth)) continue;
      if (isSet) throw NOT_PLAIN;
      isSet = true;
    }
    this.#writer.close(start);
  }

  /** Writes a value of this kind; false when there is no such kind. */
  #kind(kind: string, value: unknown, depth: number): boolean {
    const writer = this.#writer;
    switch (kind) {
      case 'stringValue':
        if (typeof value !== 'string') throw NOT_PLAIN;
        writer.text(10, value);
        return true;
      case 'boolValue':
        if (typeof value !== 'boolean') throw NOT_PLAIN;
        writer.varint(16, value ? 1 : 0);
        return true;
      case 'intValue':
        writer.varint(24, safeInteger(value));
        return true;
      case 'doubleValue':
        if (typeof value !== 'number') throw NOT_PLAIN;
        writer.double(33, value);
        return true;
      case 'arrayValue': {
        const start = writer.open(42);
        for (const element of listOf(objectOf(value).values)) this.#anyValue(10, objectOf(element), depth + 1);
        writer.close(start);
        return true;
      }
      case 'kvlistValue': {
        const start = writer.open(50);
        this.#attributes(10, objectOf(value).values, depth + 1);
        writer.close(start);
        return true;
      }
      case 'bytesValue':
      case 'stringValueStrindex':
        throw NOT_PLAIN;
      default:
        return false;
    }
  }

  #text(tag: number, value: unknown): void {
    if (given(value) === undefined || value === '') return;
    if (typeof value !== 'string') throw NOT_PLAIN;
    this.#writer.text(tag, value);
  }

  #hex(tag: number, value: unknown): void {
    if (given(value) === undefined || value === '') return;
    if (typeof value !== 'string') throw NOT_PLAIN;
    this.#writer.hex(tag, value);
  }

  #uint32(tag: number, value: unknown): void {
    if (given(value) === undefined || value === 0) return;
    this.#writer.varint(tag, uint32(value));
  }

  #flags(tag: readonly number[], value: unknown): void {
    if (given(value) === undefined || value === 0) return;
    this.#writer.fixed32(tag, uint32(value));
  }

  #enumeration(tag: number, value: unknown, type: WireEnum<string>): void {
    if (given(value) === undefined) return;
    const number = typeof value === 'string' ? enumNames(type).indexOf(value) : value;
    if (typeof number !== 'number' || type.values[number] === undefined) throw NOT_PLAIN;
    this.#writer.varint(tag, number);
  }

  /** Nanoseconds as a string of digits, as all SDKs send them: a number has lost some. */
  #time(tag: number, value: unknown): void {
    if (given(value) === undefined) return;
    if (typeof value !== 'string' || value.length === 0 || value.length > 19) throw NOT_PLAIN;
    let low = 0;
    let high = 0;
    for (let index = 0; index < value.length; index++) {
      const digit = value.charCodeAt(index) - 48;
      if (digit < 0 || digit > 9) throw NOT_PLAIN;
      low = low * 10 + digit;
      const carry = Math.floor(low / 2 ** 32);
      low -= carry * 2 ** 32;
      high = high * 10 + carry;
    }
    this.#writer.fixed64(tag, low, high);
  }
}

function given(value: unknown): unknown {
  return value === null ? undefined : value;
}

function objectOf(value: unknown): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw NOT_PLAIN;
  return value as JsonObject;
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw NOT_PLAIN;
  return value;
}

function uint32(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > 0xffffffff) throw NOT_PLAIN;
  return value;
}

const SHORT_INTEGER = /^-?\d{1,15}$/;

function safeInteger(value: unknown): number {
  const number = typeof value === 'string' && SHORT_INTEGER.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isSafeInteger(number)) throw NOT_PLAIN;
  return number + 0;
}

import type { PackedSpans } from '../../src/model/packed-spans.ts';
import { decodeTracesProtobuf } from '../../src/otlp/decode-protobuf.ts';
import { PackedSpanDecoder } from '../../src/otlp/packed/packed-span.ts';
import { TraceIndex } from '../../src/otlp/packed/trace-index.ts';
import { traceVerbs } from '../../src/receiver/trace-verbs.ts';
import { LogStore } from '../../src/store/log-store.ts';
import { Snapshots } from '../../src/store/snapshot.ts';
import { SpanStore } from '../../src/store/span-store.ts';
import type { AddedSpans } from '../../src/store/span-table.ts';
import { bytes, fixed64Field, lenField, type Part } from '../otlp/wire-builder.ts';

/** What small numbers of milliseconds are counted from. */
export const FIRST_MS = 1_700_000_000_000;

const index = new TraceIndex();

export function newStore(): { store: SpanStore; snapshots: Snapshots } {
  const store = new SpanStore(new PackedSpanDecoder());
  return { store, snapshots: new Snapshots(store, new LogStore(), traceVerbs, () => undefined) };
}

/** A number as an id of this many bytes. */
export function idOf(number: number | bigint, length: number): Buffer {
  return Buffer.from(
    BigInt(number)
      .toString(16)
      .padStart(2 * length, '0'),
    'hex',
  );
}

export interface SpanToPack {
  /** Ids as numbers, or as bytes. */
  readonly trace?: number | bigint | Buffer;
  readonly id: number | bigint | Buffer;
  readonly parent?: number;
  readonly name?: string;
  /** Milliseconds since the epoch; of small numbers, since a day in 2023. */
  readonly startMs?: number;
  readonly endMs?: number;
  /** Links to these traces. */
  readonly links?: readonly number[];
  readonly more?: Part;
}

export function packSpan({
  trace = 1,
  id,
  parent,
  name,
  startMs = 0,
  endMs = startMs,
  links = [],
  more = [],
}: SpanToPack): Uint8Array {
  return bytes(
    lenField(1, Buffer.isBuffer(trace) ? trace : idOf(trace, 16)),
    lenField(2, Buffer.isBuffer(id) ? id : idOf(id, 8)),
    parent === undefined ? [] : lenField(4, idOf(parent, 8)),
    name === undefined ? [] : lenField(5, name),
    fixed64Field(7, unixNano(startMs)),
    fixed64Field(8, unixNano(endMs)),
    ...links.map(to => lenField(13, lenField(1, idOf(to, 16)), lenField(2, idOf(1, 8)))),
    more,
  );
}

function unixNano(ms: number): bigint {
  return BigInt(ms < 1e12 ? ms + FIRST_MS : ms) * 1_000_000n;
}

/** A request of a resource, and a scope with these spans. */
export function packRequest(spans: readonly SpanToPack[], resource: Part = []): Buffer {
  const held = spans.map(span => lenField(2, packSpan(span)));
  return Buffer.from(lenField(1, lenField(1, resource), lenField(2, Buffer.concat(held))));
}

/** The attribute `service.name` of a resource. */
export function service(name: string): Uint8Array {
  return lenField(1, lenField(1, 'service.name'), lenField(2, lenField(1, name)));
}

/** Reads a body with the index, which must take it. */
export function packed(body: Buffer): PackedSpans {
  if (!index.read(body)) throw new Error('the index does not take this body');
  return index;
}

export function addPacked(store: SpanStore, spans: readonly SpanToPack[], resource?: Part): AddedSpans {
  return store.addPacked(packed(packRequest(spans, resource)));
}

/** The same, by way of the full decoder. */
export function addDecoded(store: SpanStore, spans: readonly SpanToPack[], resource?: Part): AddedSpans {
  const body = packRequest(spans, resource);
  const decoded = decodeTracesProtobuf(body);
  return store.addDecoded(decoded.spans, decoded.problems, body.length);
}

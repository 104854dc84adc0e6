import type { SpanOrigin } from '../../model/packed-spans.ts';
import { type Resource, serviceOf } from '../../model/span-data.ts';
import { emptyResource, emptyScope } from '../draft.ts';
import { Findings } from '../findings.ts';
import { readResource } from '../protobuf/resource.ts';
import { readScope } from '../protobuf/scope.ts';
import { WireReader } from '../protobuf/wire-reader.ts';

/** Part of a body; a length and what it measures. Empty where the field is absent. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Where a resource and a scope, and the URLs of their schemas, stand in a body. */
export interface OriginRanges {
  readonly resource: ByteRange;
  readonly resourceSchema: ByteRange;
  readonly scope: ByteRange;
  readonly scopeSchema: ByteRange;
}

interface KnownResource {
  readonly resource: Resource;
  readonly service: string;
  readonly origins: Map<string, SpanOrigin>;
}

/** Bytes of distinct resources and scopes that are remembered; a sender of more is not worth remembering. */
const MAX_BYTES = 1024 * 1024;

/** Decodes resources and scopes once, however many requests repeat them. */
export class OriginTable {
  readonly #resources = new Map<string, KnownResource>();
  #bytes = 0;

  /** Forgets all of them. */
  clear(): void {
    this.#resources.clear();
    this.#bytes = 0;
  }

  /** The origin that these bytes mean; undefined when something in them is wrong. */
  origin(bytes: Buffer, ranges: OriginRanges): SpanOrigin | undefined {
    const known = this.#resourceOf(bytes, ranges);
    if (known === undefined) return undefined;
    const key = keyOf(bytes, ranges.scope, ranges.scopeSchema);
    const origin = known.origins.get(key);
    if (origin !== undefined) return origin;
    const scope = emptyScope();
    const made = decoded(bytes, ranges.scope, reader => readScope(reader, scope));
    const schema = decoded(bytes, ranges.scopeSchema, reader => {
      scope.schemaUrl = reader.readString('scope.schemaUrl');
    });
    if (!made || !schema) return undefined;
    const fresh: SpanOrigin = { resource: known.resource, scope, service: known.service };
    if (this.#hasRoom(key)) known.origins.set(key, fresh);
    return fresh;
  }

  #resourceOf(bytes: Buffer, ranges: OriginRanges): KnownResource | undefined {
    const key = keyOf(bytes, ranges.resource, ranges.resourceSchema);
    const known = this.#resources.get(key);
    if (known !== undefined) return known;
    const resource = emptyResource();
    const made = decoded(bytes, ranges.resource, reader => readResource(reader, resource));
    const schema = decoded(bytes, ranges.resourceSchema, reader => {
      resource.schemaUrl = reader.readString('resource.schemaUrl');
    });
    if (!made || !schema) return undefined;
    const fresh: KnownResource = { resource, service: serviceOf(resource), origins: new Map() };
    if (this.#hasRoom(key)) this.#resources.set(key, fresh);
    return fresh;
  }

  /** Makes room for a key, unless it alone takes too much. */
  #hasRoom(key: string): boolean {
    if (key.length > MAX_BYTES / 4) return false;
    if (this.#bytes + key.length > MAX_BYTES) this.clear();
    this.#bytes += key.length;
    return true;
  }
}

function keyOf(bytes: Buffer, message: ByteRange, schema: ByteRange): string {
  const { start, end } = message;
  return `${end - start}:${bytes.toString('latin1', start, end)}${bytes.toString('latin1', schema.start, schema.end)}`;
}

/** Reads a range; false when it is malformed or something in it is a problem. */
function decoded(bytes: Buffer, { start, end }: ByteRange, read: (reader: WireReader) => void): boolean {
  if (start === end) return true;
  const findings = new Findings();
  try {
    read(new WireReader(bytes.subarray(start, end), findings));
  } catch {
    return false;
  }
  return findings.size === 0;
}

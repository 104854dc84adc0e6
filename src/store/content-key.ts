import { createHash } from 'node:crypto';
import type { SpanData } from '../model/span-data.ts';

/** A digest of all that a span holds: equal for spans that are deeply equal, whatever the order of their keys. */
export function contentKey(span: SpanData): string {
  return createHash('sha256').update(canonical(span)).digest('base64');
}

/** A text for a value that no other value has: each begins with its type. */
function canonical(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'bigint':
      return `${value}n`;
    case 'object':
      return canonicalObject(value);
    default:
      return String(value);
  }
}

function canonicalObject(value: object | null): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value instanceof Uint8Array) return `x${Buffer.from(value).toString('hex')}`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, held]) => `${JSON.stringify(key)}:${canonical(held)}`).join()}}`;
}

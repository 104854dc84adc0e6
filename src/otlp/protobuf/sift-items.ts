import { LEN } from './message-type.ts';
import { wireFields } from './wire-fields.ts';

/** The fields that lead from the request of every signal to its items: resource, scope, item. */
const PATH = [1, 2, 2] as const;

/** A request without the items (spans, log records or metrics) that are not kept, and without resources that are empty then. */
export function siftItems(request: Buffer, isKept: (item: Buffer) => boolean): Buffer {
  return sift(request, 0, isKept).bytes;
}

function sift(message: Buffer, depth: number, isKept: (item: Buffer) => boolean): { bytes: Buffer; items: number } {
  const parts: Buffer[] = [];
  let items = 0;
  for (const { number, type, start, value, end } of wireFields(message)) {
    const field = message.subarray(start, end);
    if (type !== LEN || number !== PATH[depth]) {
      parts.push(field);
      continue;
    }
    const inner = message.subarray(value, end);
    if (depth === PATH.length - 1) {
      if (!isKept(inner)) continue;
      items++;
      parts.push(field);
      continue;
    }
    const kept = sift(inner, depth + 1, isKept);
    if (kept.items === 0) continue;
    items += kept.items;
    parts.push(Buffer.from([number * 8 + LEN, ...varintBytes(kept.bytes.length)]), kept.bytes);
  }
  return { bytes: Buffer.concat(parts), items };
}

function varintBytes(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  for (; left > 127; left = Math.floor(left / 128)) bytes.push((left % 128) + 128);
  return [...bytes, left];
}

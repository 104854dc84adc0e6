import { attribute } from '../model/attributes.ts';
import type { HeldSpan, HeldSpans } from '../model/held-spans.ts';
import type { SpanTable } from './span-table.ts';

/** The first `count` spans of a table: those that it held at a moment. */
export function heldSpans(table: SpanTable, count: number): HeldSpans {
  return {
    store: table,
    count,
    *spans() {
      const keys = new Map<string, Buffer>();
      for (let row = 0; row < count; row++) yield heldSpan(table, row, keys);
    },
  };
}

/** @param keys the keys that were asked for, as bytes */
function heldSpan(table: SpanTable, row: number, keys: Map<string, Buffer>): HeldSpan {
  return {
    resource: table.originOf(row).resource,
    attribute: key => {
      const fields = table.fields(row);
      if (fields === undefined) return attribute(table.span(row).attributes, key);
      let bytes = keys.get(key);
      if (bytes === undefined) {
        bytes = Buffer.from(key);
        keys.set(key, bytes);
      }
      return fields.attribute(bytes);
    },
    get attributes() {
      return table.span(row).attributes;
    },
  };
}

import type { Span } from '../model/trace.ts';
import { indexOf } from '../store/span-rows.ts';
import type { SpanStore } from '../store/span-store.ts';
import type { RunningCaptures } from './running-capture.ts';

/** More than any test suite has. */
const MAX_REMEMBERED = 10_000;

/** Finds out which roots also begin while no capture runs: what they begin is not caused by a capture. */
export class BackgroundRoots {
  readonly #store: SpanStore;
  readonly #captures: RunningCaptures;
  /** Those that were seen before the store was cleared. */
  readonly #remembered = new Set<string>();

  constructor(store: SpanStore, captures: RunningCaptures) {
    this.#store = store;
    this.#captures = captures;
  }

  /** Whether a root of this service, kind and name has begun while no capture ran. */
  includes(root: Span): boolean {
    if (this.#remembered.has(keyOf(root))) return true;
    const { table } = this.#store;
    for (const row of this.#rowsNamed(root.name)) {
      if (this.#beganAlone(row) && table.originOf(row).service === root.service && this.#kindOf(row) === root.kind)
        return table.nameOf(row) === root.name;
    }
    return false;
  }

  /** Remembers them before the store forgets its spans. */
  remember(): void {
    const { table } = this.#store;
    const seen = new Set<string>();
    for (let row = 0; row < table.rows.size; row++) {
      const page = table.rows.page(row);
      const id = `${page.originOf[indexOf(row)]} ${page.nameOf[indexOf(row)]}`;
      if (seen.has(id) || !this.#beganAlone(row)) continue;
      seen.add(id);
      if (this.#remembered.size >= MAX_REMEMBERED) return;
      this.#remembered.add(
        keyOf({ service: table.originOf(row).service, kind: this.#kindOf(row), name: table.nameOf(row) }),
      );
    }
  }

  #rowsNamed(name: string): Iterable<number> {
    const { table } = this.#store;
    const number = table.nameNumber(name);
    if (number === undefined) return [];
    const { rows, size } = table.indexes.ofName(number);
    return rows.subarray(0, size);
  }

  /** Whether the span in a row is a root, of no capture, that began while no capture ran. */
  #beganAlone(row: number): boolean {
    const { table } = this.#store;
    const { parentIds, traceOf } = table.rows.page(row);
    const at = indexOf(row);
    if (((parentIds[2 * at] as number) | (parentIds[2 * at + 1] as number)) !== 0) return false;
    return !this.#captures.ranAt(table.startMs(row)) && !this.#store.owns(table.traceId(traceOf[at] as number));
  }

  #kindOf(row: number): string {
    const { table } = this.#store;
    return (table.fields(row) ?? table.span(row)).kind;
  }
}

function keyOf({
  service,
  kind,
  name,
}: {
  readonly service: string;
  readonly kind: string;
  readonly name: string;
}): string {
  return JSON.stringify([service, kind, name]);
}

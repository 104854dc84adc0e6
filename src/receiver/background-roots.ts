import { isReadinessRequest } from '../model/readiness-agent.ts';
import type { Span } from '../model/trace.ts';
import { indexOf } from '../store/span-rows.ts';
import type { SpanStore } from '../store/span-store.ts';
import type { RunningCaptures } from './running-capture.ts';

/** A span that says that it began this long before it arrived has no clock that can be compared, in milliseconds. */
export const ABSURD_MS = 86_400_000;

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

  /**
   * Whether a root of this service, kind and name has begun while no capture ran, in another trace.
   *
   * @param isBehind the clock of the service is behind: then only what also arrived while no capture ran counts
   */
  includes(root: Span, isBehind = false): boolean {
    if (this.#remembered.has(keyOf(root))) return true;
    const { table } = this.#store;
    const own = table.traceRow(root.traceId);
    for (const row of this.#rowsNamed(root.name)) {
      if (table.rows.page(row).traceOf[indexOf(row)] === own || !this.#beganAlone(row)) continue;
      if (table.originOf(row).service !== root.service || this.#kindOf(row) !== root.kind) continue;
      if (table.nameOf(row) !== root.name || (isBehind && this.#captures.ranAt(this.#arrivedMs(row)))) continue;
      if (!this.#isReadiness(row)) return true;
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
      if (seen.has(id) || !this.#beganAlone(row) || this.#isReadiness(row)) continue;
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
    const beganMs = table.startMs(row);
    if (this.#captures.ranAt(beganMs) || Math.abs(this.#arrivedMs(row) - beganMs) > ABSURD_MS) return false;
    return !this.#store.owns(table.traceId(traceOf[at] as number));
  }

  /** `startService` asks only until the service is ready: that says nothing of work that goes on by itself. */
  #isReadiness(row: number): boolean {
    return isReadinessRequest(this.#store.table.span(row));
  }

  /** In milliseconds since the epoch. */
  #arrivedMs(row: number): number {
    const { table, started } = this.#store;
    return Math.floor(started.wallMs + table.arrivals.of(row) - started.steadyMs);
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

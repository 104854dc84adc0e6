import { wordOf } from './id-words.ts';
import { indexOf, NO_ROW } from './span-rows.ts';
import type { SpanTable } from './span-table.ts';

/** All that arrived of one trace, and what can be told of it without decoding a span. */
export class TraceRecord {
  readonly #table: SpanTable;
  readonly #row: number;

  constructor(table: SpanTable, row: number) {
    this.#table = table;
    this.#row = row;
  }

  get traceId(): string {
    return this.#table.traceId(this.#row);
  }

  /** How many spans arrived. */
  get size(): number {
    return this.#page.count[this.#at] as number;
  }

  /** When its first and its latest span arrived, on the steady clock. */
  get firstArrivalMs(): number {
    return this.#table.arrivals.of(this.#page.firstSpan[this.#at] as number);
  }

  get lastArrivalMs(): number {
    return this.#table.arrivals.of(this.#page.lastSpan[this.#at] as number);
  }

  /** The rows of its spans, in the order in which they arrived. */
  rows(): number[] {
    const rows: number[] = [];
    const { rows: spans } = this.#table;
    for (let row = this.#page.firstSpan[this.#at] as number; row !== NO_ROW; ) {
      rows.push(row);
      row = spans.page(row).next[indexOf(row)] as number;
    }
    return rows;
  }

  /** The services that sent its spans. */
  get services(): ReadonlySet<string> {
    return new Set(this.rows().map(row => this.#table.originOf(row).service));
  }

  /** Traces that spans of this one link to. */
  get linksTo(): readonly string[] {
    return this.#table.links.outOf(this.traceId);
  }

  /** Whether every parent id is that of a span that arrived, or of a context that was sent. */
  knowsEveryParent(sentSpanIds: ReadonlySet<string>): boolean {
    const { knownAt } = this.#page;
    if (knownAt[this.#at] === this.size) return true;
    const sent = Array.from(sentSpanIds, id => ({ high: wordOf(id, 0), low: wordOf(id, 1) }));
    const table = this.#table;
    const { rows } = table;
    for (const row of this.rows()) {
      const { parentIds } = rows.page(row);
      const high = parentIds[2 * indexOf(row)] as number;
      const low = parentIds[2 * indexOf(row) + 1] as number;
      if ((high | low) === 0 || table.findSpan(this.#row, high, low) >= 0) continue;
      if (!sent.some(id => id.high === high && id.low === low)) return false;
    }
    knownAt[this.#at] = this.size;
    return true;
  }

  /**
   * Whether its tree, once built, may have problems: spans that share an id, or parents that form a cycle.
   *
   * Walks up from each span; who walks more steps than there are spans goes in a circle.
   */
  mayHaveTreeProblems(): boolean {
    const table = this.#table;
    const { rows } = table;
    const cleared = new Set<number>();
    for (const start of this.rows()) {
      if (table.hasTwins(start)) return true;
      const walk: number[] = [];
      for (let row = start; !cleared.has(row); ) {
        if (walk.length > this.size) return true;
        walk.push(row);
        const { parentIds } = rows.page(row);
        const high = parentIds[2 * indexOf(row)] as number;
        const low = parentIds[2 * indexOf(row) + 1] as number;
        const parent = (high | low) === 0 ? -1 : table.findSpan(this.#row, high, low);
        if (parent < 0) break;
        row = parent;
      }
      for (const row of walk) cleared.add(row);
    }
    return false;
  }

  get #page() {
    return this.#table.traces.page(this.#row);
  }

  get #at(): number {
    return this.#table.traces.indexOf(this.#row);
  }
}

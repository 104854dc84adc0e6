import type { CompiledCriteria } from '../query/compile-criteria.ts';
import { compareRanks, nearMissesAmong, type Rank, rankOf } from '../query/near-misses.ts';
import type { NearMisses } from '../query/verdict.ts';
import { FirstRows } from './first-rows.ts';
import type { Judge, Judgement } from './judgement.ts';
import { ANY_NAME } from './name-table.ts';
import { type RowJudges, rowJudges } from './row-filter.ts';
import { compareRows } from './row-order.ts';
import type { Beginning } from './since.ts';
import type { Snapshot, Snapshots } from './snapshot.ts';
import type { SpanFields } from './span-decoder.ts';
import { indexOf } from './span-rows.ts';
import type { SpanStore } from './span-store.ts';
import type { SpanTable } from './span-table.ts';

/** Spans that are decoded for one report, where columns and single fields do not tell how near they are. */
const MAX_DECODED = 250_000;

/**
 * What there is instead of a match among all that is held: the same as `nearMisses` of `receiver.spans`, of which none
 * may match, without decoding more than can be among the nearest.
 *
 * Exact while no more than {@link MAX_DECODED} spans need decoding: see docs/decisions/0017.
 */
export function nearMissesHeld(
  store: SpanStore,
  snapshots: Snapshots,
  criteria: CompiledCriteria,
  beginning?: Beginning,
): NearMisses {
  const { table } = store;
  const names = new FirstRows<string>(table);
  const services = new FirstRows<string>(table);
  let count = 0;
  for (let row = 0; row < table.rows.size; row++) {
    if (beginning?.countsRow(row) === false) continue;
    count++;
    names.note(table.nameOf(row), row);
    services.note(table.originOf(row).service, row);
  }
  const snapshotOf = (row: number) => snapshots.ofRow(table.rows.page(row).traceOf[indexOf(row)] as number);
  return nearMissesAmong(criteria, {
    count,
    names: new Map(names.inOrder()),
    services: services.inOrder().map(([service]) => service),
    nearest: (distances, atMost) => {
      const search = new NearestRows(table, criteria, distances, atMost, snapshotOf);
      for (let row = 0; row < table.rows.size; row++) if (beginning?.countsRow(row) !== false) search.consider(row);
      return search.rows.map(row => snapshotOf(row).span(row));
    },
  });
}

/** Keeps the few rows that are nearest, and looks at others no longer than they may be among them. */
class NearestRows {
  readonly #table: SpanTable;
  readonly #criteria: CompiledCriteria;
  readonly #distances: ReadonlyMap<string, number>;
  /** By the number of a name. */
  readonly #distanceOf: (number | undefined)[] = [];
  readonly #atMost: number;
  readonly #snapshotOf: (row: number) => Snapshot;
  readonly #judges: RowJudges;
  /** What the fields that only a span has differ by at least, when no other differs: the span does not match. */
  readonly #leastOthers: number;
  readonly #best: { readonly row: number; readonly rank: Rank }[] = [];
  #decoded = 0;

  constructor(
    table: SpanTable,
    criteria: CompiledCriteria,
    distances: ReadonlyMap<string, number>,
    atMost: number,
    snapshotOf: (row: number) => Snapshot,
  ) {
    this.#table = table;
    this.#criteria = criteria;
    this.#distances = distances;
    this.#atMost = atMost;
    this.#snapshotOf = snapshotOf;
    this.#judges = rowJudges(table, criteria.conditions ?? []);
    const { contents, others } = this.#judges;
    const mayBeRenamed = others.some(({ renamed }) => renamed !== undefined) || contents.length > 0;
    this.#leastOthers = criteria.conditions === undefined || mayBeRenamed ? 0.5 : 1;
  }

  /** Nearest first. */
  get rows(): number[] {
    return this.#best.map(({ row }) => row);
  }

  consider(row: number): void {
    const rank = this.#rank(row);
    if (rank === undefined || this.#isTooFar(row, rank)) return;
    const at = this.#best.findIndex(other => this.#compare({ row, rank }, other) < 0);
    this.#best.splice(at === -1 ? this.#best.length : at, 0, { row, rank });
    if (this.#best.length > this.#atMost) this.#best.pop();
  }

  /** Undefined as soon as it is known that others are nearer. */
  #rank(row: number): Rank | undefined {
    const { columns, contents, others } = this.#judges;
    const sum = new Differences(this.#distance(row));
    for (const column of columns) sum.add(column.judge(row));
    if (this.#isTooFar(row, sum.rank)) return undefined;
    const isKnown = this.#criteria.conditions !== undefined;
    if (isKnown && (contents.length === 0 || !this.#table.isDecoded(row))) {
      if (!this.#addContents(row, contents, sum)) return undefined;
      if (others.length === 0) return sum.rank;
    }
    const [differing, distance, absent] = sum.rank;
    if (this.#isTooFar(row, [differing === 0 ? this.#leastOthers : differing, distance, absent])) return undefined;
    if (this.#decoded === MAX_DECODED) return undefined;
    this.#decoded++;
    const snapshot = this.#snapshotOf(row);
    const rank = rankOf(this.#criteria, snapshot.span(row), this.#distances);
    snapshot.forget(row);
    return rank;
  }

  #addContents(row: number, contents: readonly Judge<SpanFields>[], sum: Differences): boolean {
    for (const content of contents) {
      // Asked for each time: who compares rows in between may have read another.
      const fields = this.#table.fields(row);
      if (fields !== undefined) sum.add(content.judge(fields));
      if (this.#isTooFar(row, sum.rank)) return false;
    }
    return true;
  }

  #distance(row: number): number {
    const number = this.#table.rows.page(row).nameOf[indexOf(row)] as number;
    const known = this.#distanceOf[number];
    if (known !== undefined) return known;
    const distance = this.#distances.get(this.#table.nameOf(row)) ?? 0;
    if (number !== ANY_NAME) this.#distanceOf[number] = distance;
    return distance;
  }

  /** Whether a row of this rank, or of a farther one, is not among the best. */
  #isTooFar(row: number, rank: Rank): boolean {
    const last = this.#best[this.#atMost - 1];
    return last !== undefined && this.#compare({ row, rank }, last) > 0;
  }

  #compare(a: { readonly row: number; readonly rank: Rank }, b: { readonly row: number; readonly rank: Rank }): number {
    return compareRanks(a.rank, b.rank) || compareRows(this.#table, a.row, b.row);
  }
}

/** The rank of a row, field by field. */
class Differences {
  #differing = 0;
  #absent = 0;
  readonly #distance: number;

  constructor(distance: number) {
    this.#distance = distance;
  }

  get rank(): Rank {
    return [this.#differing, this.#distance, this.#absent];
  }

  add(judgement: Judgement): void {
    if (judgement === 'holds') return;
    this.#differing += judgement === 'renamed' ? 0.5 : 1;
    if (judgement === 'absent') this.#absent++;
  }
}

import { isEndKnown, isStartKnown } from '../model/span-times.ts';
import { byStartTime, type Span } from '../model/trace.ts';
import { MILLISECOND } from '../model/whole-milliseconds.ts';
import { sequenceOf } from './happens-before.ts';

/** A way to the first steps: the span of the last of them, and the way before. */
interface Way {
  readonly span: Span;
  readonly before: Way | undefined;
}

/**
 * Looks for a span for each step so that each one ended before the next began, whatever spans match several steps.
 *
 * Goes from step to step and keeps, for each number of spans used that have to occur, every span at which a way can end.
 * To know whether a span can follow, the way that ends first is enough, and those that end within a millisecond after the
 * span's start: so the effort grows with spans times steps.
 */
export class SequenceSearch {
  readonly #matching: readonly (readonly Span[])[];
  /** Spans that all have to be steps, in the order in which they then come. */
  readonly #all: readonly Span[];
  readonly #rank: ReadonlyMap<Span, number>;
  readonly #isPossible: boolean;

  constructor(matching: readonly (readonly Span[])[], all: readonly Span[], certainty: 'sure' | 'possible') {
    this.#matching = matching;
    this.#all = [...all].sort(byStartTime);
    this.#rank = new Map(this.#all.map((span, rank) => [span, rank]));
    this.#isPossible = certainty === 'possible';
  }

  /** A span for every step. */
  find(): readonly Span[] | undefined {
    if (this.#all.length > this.#matching.length) return undefined;
    const ways = this.#follow(this.#matching.length);
    const found = ways?.get(this.#all.length)?.ways[0];
    return found === undefined ? undefined : spansOf(found);
  }

  /** Spans for as many of the first steps as can be. */
  longest(): readonly Span[] {
    let best: readonly Span[] = [];
    this.#follow(this.#matching.length, ways => {
      const [first] = [...ways.values()].flatMap(ends => ends.ways.slice(0, 1));
      if (first !== undefined) best = spansOf(first);
    });
    return best;
  }

  #follow(steps: number, each?: (ways: ReadonlyMap<number, Ends>) => void): ReadonlyMap<number, Ends> | undefined {
    let ways = new Map<number, Ends>();
    for (let step = 0; step < steps; step++) {
      const next = new Map<number, Way[]>();
      for (const span of this.#matching[step] ?? []) {
        const rank = this.#rank.get(span);
        // Where their order is not known, it is enough that all are used.
        const isInOrder = rank !== undefined && !this.#isPossible;
        for (const used of isInOrder ? [rank] : step === 0 ? [0] : ways.keys()) {
          const before = step === 0 ? undefined : ways.get(used)?.before(span, this.#isPossible);
          if (step === 0 ? used !== 0 : before === undefined) continue;
          const key = rank === undefined ? used : used + 1;
          const others = next.get(key);
          if (others === undefined) next.set(key, [{ span, before }]);
          else others.push({ span, before });
        }
      }
      if (next.size === 0) return undefined;
      ways = new Map(Array.from(next, ([used, found]) => [used, new Ends(found)]));
      each?.(ways);
    }
    return ways;
  }
}

/** Ways of one length. */
class Ends {
  /** By the end of their last span. */
  readonly ways: readonly Way[];
  /** Those of which it is not known when their last span ended. */
  readonly #endless: readonly Way[];

  constructor(ways: readonly Way[]) {
    this.ways = [...ways].sort((a, b) => byEnd(a.span, b.span));
    this.#endless = this.ways.filter(({ span }) => !isEndKnown(span));
  }

  /** A way after which a span comes, or may come, and that does not use it. */
  before(span: Span, isPossible: boolean): Way | undefined {
    if (isPossible) {
      const some = isStartKnown(span) ? this.#endless : this.ways;
      const way = some.find(one => !uses(one, span));
      if (way !== undefined) return way;
    }
    const latest = span.startTimeUnixNano + MILLISECOND;
    for (const way of this.ways) {
      if (way.span.endTimeUnixNano > latest) return undefined;
      const sequence = sequenceOf(way.span, span);
      const follows = sequence === 'before' || (isPossible && sequence === 'overlap');
      if (follows && !uses(way, span)) return way;
    }
    return undefined;
  }
}

function uses(way: Way, span: Span): boolean {
  for (let at: Way | undefined = way; at !== undefined; at = at.before) if (at.span === span) return true;
  return false;
}

function byEnd(a: Span, b: Span): number {
  if (a.endTimeUnixNano !== b.endTimeUnixNano) return a.endTimeUnixNano < b.endTimeUnixNano ? -1 : 1;
  return a.startTimeUnixNano < b.startTimeUnixNano ? -1 : a.startTimeUnixNano > b.startTimeUnixNano ? 1 : 0;
}

function spansOf(last: Way): Span[] {
  const spans: Span[] = [];
  for (let at: Way | undefined = last; at !== undefined; at = at.before) spans.push(at.span);
  return spans.reverse();
}

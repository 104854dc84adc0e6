import type { Span, Trace } from '../model/trace.ts';
import type { Leaf } from './criteria-fields.ts';
import { conditionLeaves } from './selector-leaves.ts';
import type { Combinator, Complex, Compound, Pseudo } from './selector-syntax.ts';

/**
 * What counts as holding: `sure` what is there; `renamed` also what has the other generation's name; `possible` also what
 * may have been dropped. Inside `:not` the weakest is asked where the surest counts, and the other way round.
 */
export type Certainty = 'sure' | 'renamed' | 'possible';

/** The spans of traces that a selector's parts match, found once for each trace. */
export class SelectorSets {
  readonly #source: string;
  readonly #leaves = new Map<Compound, readonly Leaf[]>();
  readonly #sets = new Map<string, WeakMap<Trace, ReadonlySet<Span>>>();
  readonly #ids = new Map<object, number>();
  readonly #places = new WeakMap<Trace, ReadonlyMap<Span, number>>();

  constructor(source: string) {
    this.#source = source;
  }

  /** The conditions of a compound, as criteria have them. */
  leavesOf(compound: Compound): readonly Leaf[] {
    const known = this.#leaves.get(compound);
    if (known !== undefined) return known;
    const leaves = compound.conditions.flatMap(condition => conditionLeaves(condition, this.#source));
    this.#leaves.set(compound, leaves);
    return leaves;
  }

  /** The spans that a complex selector matches. */
  complex(complex: Complex, trace: Trace, certainty: Certainty): ReadonlySet<Span> {
    return this.prefix(complex, complex.compounds.length - 1, trace, certainty);
  }

  /** The spans that match up to and with the compound at `index`. */
  prefix(complex: Complex, index: number, trace: Trace, certainty: Certainty): ReadonlySet<Span> {
    return this.#remembered(complex, `${index} ${certainty}`, trace, () => {
      const compound = complex.compounds[index];
      if (compound === undefined) return new Set();
      const combinator = complex.combinators[index - 1];
      const candidates =
        combinator === undefined ? trace.spans : this.#after(combinator, complex, index - 1, trace, certainty);
      return this.#narrow(compound, candidates, trace, certainty);
    });
  }

  /** The spans that stand behind a combinator, right of those that match before it. */
  #after(combinator: Combinator, complex: Complex, index: number, trace: Trace, certainty: Certainty): readonly Span[] {
    if (combinator === '~>') {
      const isMatched = (target: Span) => this.prefix(complex, index, target.trace, certainty).has(target);
      return trace.spans.filter(span => span.links.some(link => isTargetMatched(trace.linkTarget(link), isMatched)));
    }
    const before = this.prefix(complex, index, trace, certainty);
    if (combinator === '>') return trace.spans.filter(({ parent }) => parent !== undefined && before.has(parent));
    const below = spansBelow(before);
    return trace.spans.filter(span => below.has(span));
  }

  /** Those candidates that the compound matches by itself: its conditions, then its pseudo-classes from left to right. */
  #narrow(compound: Compound, candidates: readonly Span[], trace: Trace, certainty: Certainty): ReadonlySet<Span> {
    const leaves = this.leavesOf(compound);
    let spans = candidates.filter(span => leaves.every(leaf => isLeafHeld(leaf, span, certainty)));
    for (const pseudo of compound.pseudos) spans = this.#narrowBy(pseudo, spans, trace, certainty);
    return new Set(spans);
  }

  #narrowBy(pseudo: Pseudo, spans: readonly Span[], trace: Trace, certainty: Certainty): Span[] {
    switch (pseudo.kind) {
      case 'first':
        return spans.slice(0, 1);
      case 'last':
        return spans.slice(-1);
      case 'nth-child': {
        const places = this.#placesIn(trace);
        return spans.filter(span => isNth(places.get(span) ?? 0, pseudo.a, pseudo.b));
      }
      case 'not': {
        const asked = certainty === 'sure' ? 'possible' : 'sure';
        const refused = pseudo.list.map(complex => this.complex(complex, trace, asked));
        return spans.filter(span => !refused.some(set => set.has(span)));
      }
      case 'has': {
        const held = pseudo.list.map(({ combinator, complex }) =>
          this.#having(combinator, complex, 0, trace, certainty),
        );
        return spans.filter(span => held.some(set => set.has(span)));
      }
    }
  }

  /** The spans from which the combinator leads to one that matches from the compound at `index` on. */
  #having(
    combinator: Combinator,
    complex: Complex,
    index: number,
    trace: Trace,
    certainty: Certainty,
  ): ReadonlySet<Span> {
    return this.#remembered(complex, `has ${index} ${combinator} ${certainty}`, trace, () => {
      const inTrace = this.#suffix(complex, index, trace, certainty);
      if (combinator === '>') return new Set([...inTrace].flatMap(({ parent }) => parent ?? []));
      if (combinator === ' ') return spansAbove(inTrace);
      const elsewhere = trace.linked.flatMap(other => [...this.#suffix(complex, index, other, certainty)]);
      const targets = [...inTrace, ...elsewhere].flatMap(({ links }) =>
        links.flatMap(link => (link.traceId === trace.traceId ? (trace.linkTarget(link) ?? []) : [])),
      );
      return new Set(targets);
    });
  }

  /** The spans that match the compound at `index`, and from which the rest of the selector follows. */
  #suffix(complex: Complex, index: number, trace: Trace, certainty: Certainty): ReadonlySet<Span> {
    return this.#remembered(complex, `suffix ${index} ${certainty}`, trace, () => {
      const compound = complex.compounds[index];
      if (compound === undefined) return new Set();
      const combinator = complex.combinators[index];
      const matching = this.#narrow(compound, trace.spans, trace, certainty);
      if (combinator === undefined) return matching;
      const leading = this.#having(combinator, complex, index + 1, trace, certainty);
      return new Set([...matching].filter(span => leading.has(span)));
    });
  }

  /** Each span's place among its siblings, from 1 on; roots and others without a parent are siblings of their like. */
  #placesIn(trace: Trace): ReadonlyMap<Span, number> {
    const known = this.#places.get(trace);
    if (known !== undefined) return known;
    const places = new Map<Span, number>();
    const siblings = new Map<string, number>();
    for (const span of trace.spans) {
      const under = span.parent === undefined ? (trace.roots.includes(span) ? 'root' : 'cut off') : span.parent.spanId;
      const place = (siblings.get(under) ?? 0) + 1;
      siblings.set(under, place);
      places.set(span, place);
    }
    this.#places.set(trace, places);
    return places;
  }

  #remembered(part: object, key: string, trace: Trace, find: () => ReadonlySet<Span>): ReadonlySet<Span> {
    const id = this.#ids.get(part) ?? this.#ids.size;
    this.#ids.set(part, id);
    const sets = this.#sets.get(`${id} ${key}`) ?? new WeakMap<Trace, ReadonlySet<Span>>();
    this.#sets.set(`${id} ${key}`, sets);
    const known = sets.get(trace);
    if (known !== undefined) return known;
    const found = find();
    sets.set(trace, found);
    return found;
  }
}

function isLeafHeld(leaf: Leaf, span: Span, certainty: Certainty): boolean {
  const reading = leaf.read(span);
  if (reading !== undefined && leaf.accepts(reading.value)) return true;
  if (certainty === 'sure') return false;
  if (leaf.renamed?.(span) !== undefined) return true;
  return certainty === 'possible' && leaf.mayBeDropped?.(span) === true;
}

function isTargetMatched(target: Span | undefined, isMatched: (target: Span) => boolean): boolean {
  return target !== undefined && isMatched(target);
}

function isNth(place: number, a: number, b: number): boolean {
  if (a === 0) return place === b;
  const n = (place - b) / a;
  return Number.isInteger(n) && n >= 0;
}

/** Every span that has one of these above it. Without recursion: a chain can be 10,000 deep. */
function spansBelow(spans: ReadonlySet<Span>): ReadonlySet<Span> {
  const below = new Set<Span>();
  const pending = [...spans].flatMap(({ children }) => children);
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (below.has(at)) continue;
    below.add(at);
    for (const child of at.children) pending.push(child);
  }
  return below;
}

/** Every span that has one of these below it. */
function spansAbove(spans: ReadonlySet<Span>): ReadonlySet<Span> {
  const above = new Set<Span>();
  for (const span of spans)
    for (let at = span.parent; at !== undefined && !above.has(at); at = at.parent) above.add(at);
  return above;
}

import { isStartKnown } from '../model/span-times.ts';
import type { Span, Trace } from '../model/trace.ts';
import type { Leaf } from './criteria-fields.ts';
import {
  type Bounds,
  endOf,
  mapBounds,
  meeting,
  NO_SPANS,
  orPossibly,
  sameFor,
  unionOf,
  within,
  without,
} from './selector-bounds.ts';
import { conditionLeaves } from './selector-leaves.ts';
import type { Combinator, Complex, Compound, Pseudo } from './selector-syntax.ts';
import { areLinksKnown, isGappy, placesIn, spansAbove, spansBelow, withUnknownParents } from './span-places.ts';

/** The spans of traces that a selector's parts match, found once for each trace. */
export class SelectorSets {
  readonly #source: string;
  readonly #leaves = new Map<Compound, readonly Leaf[]>();
  readonly #found = new Map<string, WeakMap<Trace, Bounds>>();
  readonly #ids = new Map<object, number>();

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
  complex(complex: Complex, trace: Trace): Bounds {
    return this.prefix(complex, complex.compounds.length - 1, trace);
  }

  /** The spans that match up to and with the compound at `index`. */
  prefix(complex: Complex, index: number, trace: Trace): Bounds {
    return this.#remembered(complex, `up to ${index}`, trace, () => {
      const compound = complex.compounds[index];
      if (compound === undefined) return NO_SPANS;
      const combinator = complex.combinators[index - 1];
      const candidates =
        combinator === undefined ? sameFor(new Set(trace.spans)) : this.#after(combinator, complex, index - 1, trace);
      return this.#narrow(compound, candidates, trace);
    });
  }

  /** The spans that stand behind a combinator, right of those that match before it. */
  #after(combinator: Combinator, complex: Complex, index: number, trace: Trace): Bounds {
    if (combinator === '~>') return this.#linkedTo(complex, index, trace);
    const before = this.prefix(complex, index, trace);
    if (combinator === '>') {
      const children = mapBounds(before, spans =>
        trace.spans.filter(({ parent }) => parent !== undefined && spans.has(parent)),
      );
      return orPossibly(children, withUnknownParents(trace), trace);
    }
    const descendants = mapBounds(before, spans => {
      const below = spansBelow(spans);
      return trace.spans.filter(span => below.has(span));
    });
    const cutOff = withUnknownParents(trace);
    return orPossibly(descendants, new Set([...cutOff, ...spansBelow(cutOff)]), trace);
  }

  #linkedTo(complex: Complex, index: number, trace: Trace): Bounds {
    const found = { sure: new Set<Span>(), renamed: new Set<Span>(), possible: new Set<Span>() };
    for (const span of trace.spans) {
      if (span.droppedLinksCount > 0) found.possible.add(span);
      for (const link of span.links) {
        const target = trace.linkTarget(link);
        const before = target === undefined ? undefined : this.prefix(complex, index, target.trace);
        if (target === undefined || before?.possible.has(target)) found.possible.add(span);
        if (target !== undefined && before?.renamed.has(target)) found.renamed.add(span);
        if (target !== undefined && before?.sure.has(target)) found.sure.add(span);
      }
    }
    return found;
  }

  /** Those candidates that the compound matches by itself: its conditions, then its pseudo-classes from left to right. */
  #narrow(compound: Compound, candidates: Bounds, trace: Trace): Bounds {
    let spans = meeting(candidates, this.leavesOf(compound));
    for (const pseudo of compound.pseudos) spans = this.#narrowBy(pseudo, spans, trace);
    return spans;
  }

  #narrowBy(pseudo: Pseudo, spans: Bounds, trace: Trace): Bounds {
    switch (pseudo.kind) {
      case 'first':
      case 'last':
        return withDoubtfulOrder(endOf(spans, pseudo.kind), spans, trace);
      case 'nth-child': {
        const places = placesIn(trace);
        const there = mapBounds(spans, some =>
          [...some].filter(span => isNth(places.get(span) ?? 0, pseudo.a, pseudo.b)),
        );
        const isOrderKnown = trace.spans.every(isStartKnown);
        if (!isOrderKnown) return orPossibly({ ...there, sure: NO_SPANS.sure }, spans.possible, trace);
        return isGappy(trace) ? orPossibly(there, spans.possible, trace) : there;
      }
      case 'not':
        return without(spans, unionOf(pseudo.list.map(complex => this.complex(complex, trace))));
      case 'has':
        return within(
          spans,
          unionOf(pseudo.list.map(({ combinator, complex }) => this.#having(combinator, complex, 0, trace))),
        );
    }
  }

  /** The spans from which the combinator leads to one that matches from the compound at `index` on. */
  #having(combinator: Combinator, complex: Complex, index: number, trace: Trace): Bounds {
    return this.#remembered(complex, `${combinator} from ${index}`, trace, () => {
      const inTrace = this.#suffix(complex, index, trace);
      const found =
        combinator === '~>'
          ? this.#linkedFrom(complex, index, trace)
          : mapBounds(inTrace, spans =>
              combinator === '>' ? [...spans].flatMap(({ parent }) => parent ?? []) : spansAbove(spans),
            );
      const isKnown = !isGappy(trace) && (combinator !== '~>' || areLinksKnown(inTrace.possible));
      // What is missing may stand below any span, and what was dropped may link to any.
      return isKnown ? found : { ...found, possible: new Set(trace.spans) };
    });
  }

  /** The spans that are linked to by one that matches, of this trace or of those that link into it. */
  #linkedFrom(complex: Complex, index: number, trace: Trace): Bounds {
    const targets = (spans: ReadonlySet<Span>) =>
      [...spans].flatMap(({ links }) =>
        links.flatMap(link => (link.traceId === trace.traceId ? (trace.linkTarget(link) ?? []) : [])),
      );
    return unionOf([trace, ...trace.linked].map(one => mapBounds(this.#suffix(complex, index, one), targets)));
  }

  /** The spans that match the compound at `index`, and from which the rest of the selector follows. */
  #suffix(complex: Complex, index: number, trace: Trace): Bounds {
    return this.#remembered(complex, `from ${index}`, trace, () => {
      const compound = complex.compounds[index];
      if (compound === undefined) return NO_SPANS;
      const combinator = complex.combinators[index];
      const matching = this.#narrow(compound, sameFor(new Set(trace.spans)), trace);
      return combinator === undefined
        ? matching
        : within(matching, this.#having(combinator, complex, index + 1, trace));
    });
  }

  #remembered(part: object, key: string, trace: Trace, find: () => Bounds): Bounds {
    const id = this.#ids.get(part) ?? this.#ids.size;
    this.#ids.set(part, id);
    const bounds = this.#found.get(`${id} ${key}`) ?? new WeakMap<Trace, Bounds>();
    this.#found.set(`${id} ${key}`, bounds);
    const known = bounds.get(trace);
    if (known !== undefined) return known;
    const found = find();
    bounds.set(trace, found);
    return found;
  }
}

/** Where it is not known when one of the spans began, no place among them is sure. */
function withDoubtfulOrder(chosen: Bounds, among: Bounds, trace: Trace): Bounds {
  if (among.possible.size < 2) return chosen;
  for (const span of among.possible) {
    if (!isStartKnown(span)) return orPossibly({ ...chosen, sure: NO_SPANS.sure }, among.possible, trace);
  }
  return chosen;
}

function isNth(place: number, a: number, b: number): boolean {
  if (a === 0) return place === b;
  const n = (place - b) / a;
  return Number.isInteger(n) && n >= 0;
}

import type { Selector } from '../model/criteria.ts';
import type { Span, Trace } from '../model/trace.ts';
import type { Leaf } from './criteria-fields.ts';
import type { Certainty } from './selector-bounds.ts';
import { parseSelector } from './selector-parser.ts';
import { SelectorSets } from './selector-sets.ts';
import type { Combinator, Complex, Compound, Pseudo } from './selector-syntax.ts';
import { placesIn } from './span-places.ts';
import type { Renamed, Standing } from './verdict.ts';

const compiled = new WeakMap<Selector, readonly Leaf[]>();

/**
 * A selector as criteria have it: a leaf for each condition of its last compound, one for its place, one for each pseudo-class.
 *
 * @throws {TracewrightError} INVALID_SELECTOR, UNKNOWN_KIND, UNKNOWN_STATUS or UNKNOWN_OPERATION, with the column.
 */
export function selectorLeaves(selector: Selector): readonly Leaf[] {
  const known = compiled.get(selector);
  if (known !== undefined) return known;
  const leaves = compileSelector(selector.selector);
  compiled.set(selector, leaves);
  return leaves;
}

function compileSelector(source: string): readonly Leaf[] {
  const list = parseSelector(source);
  const sets = new SelectorSets(source);
  checkConditions(list, sets);
  const [only, ...others] = list;
  if (only === undefined || others.length > 0) return [belowLeaf(list, sets, source, 'below')];
  const last = only.compounds.at(-1);
  if (last === undefined) return [];
  const pseudos = last.pseudos.map((_pseudo, index) => pseudoLeaf(only, last, index, sets));
  return [...sets.leavesOf(last), ...relationLeaves(only, sets), ...pseudos];
}

const RELATIONS: Readonly<Record<Combinator, string>> = {
  ' ': 'descendant of',
  '>': 'child of',
  '~>': 'linked to',
};

/**
 * Where the span has to stand, without the conditions of its last compound, which are leaves of their own: so a span that
 * is in its place but of another kind differs in the kind alone.
 */
function relationLeaves(complex: Complex, sets: SelectorSets): readonly Leaf[] {
  const combinator = complex.combinators.at(-1);
  const before = complex.sources.at(-2);
  if (combinator === undefined || before === undefined) return [];
  const bare = withLast(complex, { conditions: [], pseudos: [] });
  return [belowLeaf([bare], sets, `${RELATIONS[combinator]} ${before}`, combinator === '~>' ? 'linked' : 'below')];
}

function withLast(complex: Complex, last: Compound): Complex {
  return { ...complex, compounds: [...complex.compounds.slice(0, -1), last] };
}

function belowLeaf(list: readonly Complex[], sets: SelectorSets, wanted: string, kind: 'below' | 'linked'): Leaf {
  return placeLeaf(list, sets, wanted, span => ({ kind, span, wanted }));
}

/** What a pseudo-class asks of the span; `:first` and `:last` are the first and last of what meets all that is before. */
function pseudoLeaf(complex: Complex, last: Compound, index: number, sets: SelectorSets): Leaf {
  const pseudo = last.pseudos[index] as Pseudo;
  const wanted = 'source' in pseudo ? `:${pseudo.kind}(${pseudo.source})` : `:${pseudo.kind}`;
  const isEnd = pseudo.kind === 'first' || pseudo.kind === 'last';
  const asked: Complex = isEnd
    ? withLast(complex, { ...last, pseudos: last.pseudos.slice(0, index + 1) })
    : { at: 0, compounds: [{ conditions: [], pseudos: [pseudo] }], combinators: [], sources: [wanted] };
  const boundsIn = ({ trace }: Span) => sets.complex(asked, trace);
  const outcomeOf = (span: Span) => () => {
    const { sure, possible } = boundsIn(span);
    return sure.has(span) ? 'pass' : possible.has(span) ? 'incomplete' : 'fail';
  };
  const standing = (span: Span): Standing => {
    switch (pseudo.kind) {
      case 'nth-child':
        return { kind: 'nth', span, wanted, place: () => placesIn(span.trace).get(span) ?? 0 };
      case 'has':
        return { kind: 'has', span, wanted, reach: reachOf(pseudo), outcome: outcomeOf(span) };
      case 'not':
        return { kind: 'not', span, wanted, refused: pseudo.source, outcome: outcomeOf(span) };
      default:
        return { kind: 'end', span, wanted, holder: () => [...boundsIn(span).sure][0] };
    }
  };
  return placeLeaf([asked], sets, wanted, standing, `:${pseudo.kind}`);
}

const REACHES = { ' ': 'below', '>': 'child', '~>': 'link' } as const;

function reachOf({ list }: Extract<Pseudo, { readonly kind: 'has' }>): 'below' | 'child' | 'link' | undefined {
  const [first] = list;
  const isOne = first !== undefined && list.every(({ combinator }) => combinator === first.combinator);
  return isOne ? REACHES[first.combinator] : undefined;
}

/** Compiles every condition: what is wrong with one is said at once. */
function checkConditions(list: readonly Complex[], sets: SelectorSets): void {
  for (const compound of allCompounds(list)) sets.leavesOf(compound);
}

/** Every compound, those inside of `:not` and `:has` too. */
function allCompounds(list: readonly Complex[]): Compound[] {
  return list.flatMap(({ compounds }) =>
    compounds.flatMap(compound => [compound, ...compound.pseudos.flatMap(pseudo => allCompounds(insideOf(pseudo)))]),
  );
}

function insideOf(pseudo: Pseudo): readonly Complex[] {
  if (pseudo.kind === 'not') return pseudo.list;
  return pseudo.kind === 'has' ? pseudo.list.map(({ complex }) => complex) : [];
}

/** Where the span has to stand; read from its whole trace. */
function placeLeaf(
  list: readonly Complex[],
  sets: SelectorSets,
  expected: string,
  standing: (span: Span) => Standing,
  key?: string,
): Leaf {
  const isIn = (span: Span, certainty: Certainty) =>
    list.some(complex => sets.complex(complex, span.trace)[certainty].has(span));
  const renamed = new WeakMap<Trace, readonly Renamed[]>();
  return {
    field: key === undefined ? { name: 'place' } : { name: 'place', key },
    expected,
    read: span => ({ value: standing(span) }),
    accepts: value => isIn((value as Standing).span, 'sure'),
    renamed: span => {
      if (isIn(span, 'sure') || !isIn(span, 'renamed')) return undefined;
      const known = renamed.get(span.trace) ?? renamedIn(list, sets, span.trace);
      renamed.set(span.trace, known);
      return known[0];
    },
    mayBeDropped: span => isIn(span, 'possible'),
  };
}

/** The first attribute of a trace that a condition asks for under its other name. */
function renamedIn(list: readonly Complex[], sets: SelectorSets, { spans }: Trace): readonly Renamed[] {
  for (const leaf of allCompounds(list).flatMap(compound => sets.leavesOf(compound))) {
    for (const span of spans) {
      const renamed = leaf.renamed?.(span);
      if (renamed !== undefined) return [renamed];
    }
  }
  return [];
}

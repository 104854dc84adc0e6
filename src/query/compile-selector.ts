import type { Selector } from '../model/criteria.ts';
import type { Span } from '../model/trace.ts';
import type { Leaf } from './criteria-fields.ts';
import { parseSelector } from './selector-parser.ts';
import { type Certainty, SelectorSets } from './selector-sets.ts';
import type { Combinator, Complex, Compound, Pseudo } from './selector-syntax.ts';
import type { Renamed } from './verdict.ts';

const compiled = new WeakMap<Selector, readonly Leaf[]>();

/**
 * A selector as criteria have it: a leaf for each condition of its last compound, and one for the place of the span.
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
  if (only === undefined || others.length > 0) return [placeLeaf(list, sets, source)];
  const last = only.compounds.at(-1);
  if (last === undefined) return [];
  const conditions = sets.leavesOf(last);
  const place = placeText(only, last);
  return place === '' ? conditions : [...conditions, placeLeaf([placeOf(only, last)], sets, place)];
}

/**
 * The selector without the conditions of its last compound, which are leaves of their own: so a span that is in its place
 * but of another kind differs in the kind alone. `:first` and `:last` are the first and last of what meets them.
 */
function placeOf(complex: Complex, last: Compound): Complex {
  if (last.pseudos.some(({ kind }) => kind === 'first' || kind === 'last')) return complex;
  return { ...complex, compounds: [...complex.compounds.slice(0, -1), { ...last, conditions: [] }] };
}

/** Where the span has to stand, in words; empty when it may stand anywhere. */
function placeText({ combinators, sources }: Complex, { pseudos }: Compound): string {
  const combinator = combinators.at(-1);
  const before = sources.at(-2);
  const relation = combinator === undefined || before === undefined ? [] : [`${RELATIONS[combinator]} ${before}`];
  return [...relation, ...pseudos.map(pseudoText)].join(', ');
}

const RELATIONS: Readonly<Record<Combinator, string>> = {
  ' ': 'descendant of',
  '>': 'child of',
  '~>': 'linked to',
};

function pseudoText(pseudo: Pseudo): string {
  return 'source' in pseudo ? `:${pseudo.kind}(${pseudo.source})` : `:${pseudo.kind}`;
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

/** Where the span has to stand. It is read from the whole trace, so its conditions are part of it once more. */
function placeLeaf(list: readonly Complex[], sets: SelectorSets, text: string): Leaf {
  const isIn = (span: Span, certainty: Certainty) =>
    list.some(complex => sets.complex(complex, span.trace, certainty).has(span));
  return {
    field: { name: 'place' },
    expected: text,
    read: span => ({ value: span }),
    accepts: span => isIn(span as Span, 'sure'),
    renamed: span => {
      const isRenamed = !isIn(span, 'sure') && isIn(span, 'renamed');
      return isRenamed ? renamedIn(list, sets, span) : undefined;
    },
    mayBeDropped: span => isIn(span, 'possible'),
  };
}

/** An attribute of the trace that a condition asks for under its other name. */
function renamedIn(list: readonly Complex[], sets: SelectorSets, { trace }: Span): Renamed | undefined {
  for (const leaf of allCompounds(list).flatMap(compound => sets.leavesOf(compound))) {
    for (const span of trace.spans) {
      const renamed = leaf.renamed?.(span);
      if (renamed !== undefined) return renamed;
    }
  }
  return undefined;
}

import type { Span, Trace } from '../model/trace.ts';
import type { Leaf } from './criteria-fields.ts';

/**
 * What counts as holding: `sure` what is there; `renamed` also what has the other generation's name; `possible` also what
 * may have been dropped, or may be missing from the trace.
 */
export type Certainty = 'sure' | 'renamed' | 'possible';

/** The spans that match with each certainty, each set within the next; of most traces they are one and the same set. */
export type Bounds = Readonly<Record<Certainty, ReadonlySet<Span>>>;

export const NO_SPANS: Bounds = sameFor(new Set());

export function sameFor(spans: ReadonlySet<Span>): Bounds {
  return { sure: spans, renamed: spans, possible: spans };
}

/** Finds spans for each certainty; asked once where the certainties do not differ. */
export function mapBounds(
  { sure, renamed, possible }: Bounds,
  find: (spans: ReadonlySet<Span>) => Iterable<Span>,
): Bounds {
  const whenSure = new Set(find(sure));
  const whenRenamed = renamed === sure ? whenSure : new Set(find(renamed));
  return {
    sure: whenSure,
    renamed: whenRenamed,
    possible: possible === renamed ? whenRenamed : new Set(find(possible)),
  };
}

/** The same with more that is possible, in the order of the trace. */
export function orPossibly(bounds: Bounds, more: ReadonlySet<Span>, { spans }: Trace): Bounds {
  if (more.size === 0) return bounds;
  return { ...bounds, possible: new Set(spans.filter(span => bounds.possible.has(span) || more.has(span))) };
}

export function unionOf(all: readonly Bounds[]): Bounds {
  const [only, ...others] = all;
  if (only !== undefined && others.length === 0) return only;
  const union = (certainty: Certainty) => new Set(all.flatMap(bounds => [...bounds[certainty]]));
  return { sure: union('sure'), renamed: union('renamed'), possible: union('possible') };
}

/** Those of the candidates that meet every condition. */
export function meeting(candidates: Bounds, leaves: readonly Leaf[]): Bounds {
  const sure = new Set<Span>();
  const renamed = new Set<Span>();
  const possible = new Set<Span>();
  for (const span of candidates.possible) {
    const certainty = certaintyOf(leaves, span);
    if (certainty === undefined) continue;
    possible.add(span);
    if (certainty === 'possible' || !candidates.renamed.has(span)) continue;
    renamed.add(span);
    if (certainty === 'sure' && candidates.sure.has(span)) sure.add(span);
  }
  if (sure.size === possible.size) return sameFor(sure);
  return { sure, renamed: renamed.size === sure.size ? sure : renamed, possible };
}

function certaintyOf(leaves: readonly Leaf[], span: Span): Certainty | undefined {
  let certainty: Certainty = 'sure';
  for (const leaf of leaves) {
    const reading = leaf.read(span);
    if (reading !== undefined && leaf.accepts(reading.value)) continue;
    if (leaf.renamed?.(span) !== undefined) certainty = certainty === 'sure' ? 'renamed' : certainty;
    else if (leaf.mayBeDropped?.(span) === true) certainty = 'possible';
    else return undefined;
  }
  return certainty;
}

/** Those that none of the refused is: sure is what is not even possibly refused. */
export function without(spans: Bounds, refused: Bounds): Bounds {
  const keep = (from: ReadonlySet<Span>, out: ReadonlySet<Span>) => [...from].filter(span => !out.has(span));
  if (spans.sure === spans.possible && refused.sure === refused.possible) {
    return sameFor(new Set(keep(spans.sure, refused.sure)));
  }
  return {
    sure: new Set(keep(spans.sure, refused.possible)),
    renamed: new Set(keep(spans.renamed, refused.sure)),
    possible: new Set(keep(spans.possible, refused.sure)),
  };
}

/** Those that others hold too. */
export function within(spans: Bounds, others: Bounds): Bounds {
  const keep = (from: ReadonlySet<Span>, by: ReadonlySet<Span>) => new Set([...from].filter(span => by.has(span)));
  if (spans.sure === spans.possible && others.sure === others.possible) return sameFor(keep(spans.sure, others.sure));
  return {
    sure: keep(spans.sure, others.sure),
    renamed: keep(spans.renamed, others.renamed),
    possible: keep(spans.possible, others.possible),
  };
}

/** The first or the last. It is sure only when nothing before it is possible; possible is all that is up to a sure one. */
export function endOf(spans: Bounds, end: 'first' | 'last'): Bounds {
  if (spans.sure === spans.possible) return sameFor(new Set(inOrder(spans.sure, end).slice(0, 1)));
  const [surest] = inOrder(spans.sure, end);
  const upTo = (some: ReadonlySet<Span>) => {
    const ordered = inOrder(some, end);
    return surest === undefined ? ordered : ordered.slice(0, ordered.indexOf(surest) + 1);
  };
  const [foremost] = inOrder(spans.possible, end);
  const isSure = surest !== undefined && surest === foremost;
  return {
    sure: new Set(isSure ? [surest] : []),
    renamed: new Set(upTo(spans.renamed)),
    possible: new Set(upTo(spans.possible)),
  };
}

function inOrder(spans: ReadonlySet<Span>, end: 'first' | 'last'): Span[] {
  return end === 'first' ? [...spans] : [...spans].reverse();
}

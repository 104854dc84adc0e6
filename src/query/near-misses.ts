import type { Span } from '../model/trace.ts';
import { editDistance } from '../nearest-name.ts';
import type { CompiledCriteria } from './compile-criteria.ts';
import { hintsFor, isRouteId, type NearTrace, serviceHint } from './hints.ts';
import type { Field, NearMiss, NearMisses } from './verdict.ts';

const NEAREST = 3;
const NAMES = 12;
/** Names are compared as far as here: beyond that they are not typed by hand. */
const COMPARED_LENGTH = 80;
const COMPARED_NAMES = 20_000;

/** Spans among which there is no match, as a near-miss report needs them; a store knows them without decoding all. */
export interface Unmatched {
  readonly count: number;
  /** How often each name comes, by first appearance. */
  readonly names: ReadonlyMap<string, number>;
  /** By first appearance. */
  readonly services: readonly string[];
  /** The few that come first by {@link Rank}, equal ones in their order. `distances`: of names from the wanted one. */
  nearest(distances: ReadonlyMap<string, number>, atMost: number): readonly Span[];
}

/**
 * How near a span is: how many fields differ, then the distance of its name, then how many fields are absent. What is
 * there under its other name is nearer than what is not there, or another value.
 */
export type Rank = readonly [differing: number, distance: number, absent: number];

/** What there is instead of a match: the nearest spans, by how few fields differ and then by how near the name is. */
export function nearMisses(
  criteria: CompiledCriteria,
  spans: readonly Span[],
  besides: readonly NearTrace[] = [],
): NearMisses {
  const nearest = (distances: ReadonlyMap<string, number>, atMost: number) =>
    nearestSpans(criteria, spans, distances, atMost);
  const services = [...new Set(spans.map(span => span.service))];
  return nearMissesAmong(criteria, { count: spans.length, names: countNames(spans), services, nearest }, besides);
}

/** The same, of spans that are held elsewhere. */
export function nearMissesAmong(
  criteria: CompiledCriteria,
  { count: spanCount, names, services, nearest: nearestOf }: Unmatched,
  besides: readonly NearTrace[] = [],
): NearMisses {
  const wantedName = wantedNameOf(criteria);
  const distances = nameDistances(criteria, wantedName, names);
  const ranked = nearestOf(distances, NEAREST).map(span => ({ span, comparisons: criteria.compare(span) }));
  const nearest = ranked
    .filter(({ span, comparisons }) =>
      isNear(comparisons, wantedName, distances.get(span.name) ?? Number.POSITIVE_INFINITY),
    )
    .filter((miss, _index, [first]) => first !== undefined && differAlike(miss, first));
  const byNearness = ([a]: [string, number], [b]: [string, number]) =>
    (distances.get(a) ?? 0) - (distances.get(b) ?? 0);
  const seen = names.size > NAMES ? [...names].sort(byNearness) : [...names];
  return {
    wanted: criteria.wanted,
    spanCount,
    nearest,
    names: seen.slice(0, NAMES).map(([name, count]) => ({ name, count })),
    nameCount: names.size,
    services,
    hints: [...serviceHint(criteria, services), ...hintsFor(criteria, nearest[0], besides)],
  };
}

function wantedNameOf(criteria: CompiledCriteria): string | undefined {
  const name = criteria.wanted.find(({ field }) => field.name === 'name')?.expected;
  return typeof name === 'string' ? name : undefined;
}

function countNames(spans: readonly Span[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { name } of spans) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function nameDistances(
  criteria: CompiledCriteria,
  wanted: string | undefined,
  names: ReadonlyMap<string, number>,
): Map<string, number> {
  const distances = new Map<string, number>();
  if (wanted === undefined) {
    // A pattern says of a name only whether it is one: what it accepts is as near as the name itself.
    const asksName = criteria.wanted.some(({ field }) => field.name === 'name');
    if (asksName) for (const name of names.keys()) if (criteria.accepts('name', name)) distances.set(name, -1);
    return distances;
  }
  for (const name of names.keys()) {
    distances.set(name, distances.size < COMPARED_NAMES ? nameDistance(wanted, name) : Number.POSITIVE_INFINITY);
  }
  return distances;
}

/** Whether one name was probably meant to be the other. */
export function isNearName(wanted: string, name: string): boolean {
  return nameDistance(wanted, name) <= nearDistance(wanted);
}

/** Edits between two names, letter case aside; one that contains the other is as near as two edits. */
function nameDistance(wanted: string, name: string): number {
  if (wanted === name) return -1;
  if (isRouteId(wanted, name)) return 0;
  const a = wanted.slice(0, COMPARED_LENGTH).toLowerCase();
  const b = name.slice(0, COMPARED_LENGTH).toLowerCase();
  const lengths = Math.abs(a.length - b.length);
  const contained = Math.min(a.length, b.length) > 2 && (a.includes(b) || b.includes(a));
  if (contained) return Math.min(2, lengths);
  return lengths > nearDistance(wanted) ? lengths : editDistance(a, b);
}

/** The best few, kept while walking: sorting 50,000 spans is not needed for three. */
function nearestSpans(
  criteria: CompiledCriteria,
  spans: readonly Span[],
  distances: ReadonlyMap<string, number>,
  atMost: number,
): Span[] {
  const best: { readonly span: Span; readonly rank: Rank }[] = [];
  for (const span of spans) {
    const rank = rankOf(criteria, span, distances);
    const at = best.findIndex(other => compareRanks(rank, other.rank) < 0);
    if (at !== -1) best.splice(at, 0, { span, rank });
    else if (best.length < atMost) best.push({ span, rank });
    if (best.length > atMost) best.pop();
  }
  return best.map(({ span }) => span);
}

export function rankOf(criteria: CompiledCriteria, span: Span, distances: ReadonlyMap<string, number>): Rank {
  const { differing, renamed, absent } = criteria.differences(span);
  return [differing - renamed / 2, distances.get(span.name) ?? 0, absent];
}

/** Below 0 when the first is nearer. */
export function compareRanks(a: Rank, b: Rank): number {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1;
  if (a[1] !== b[1]) return a[1] < b[1] ? -1 : 1;
  return a[2] - b[2];
}

/** Worth showing: its name is the one or near it, an attribute of that key is there, or half of the fields hold. */
function isNear(comparisons: NearMiss['comparisons'], wantedName: string | undefined, distance: number): boolean {
  const failing = comparisons.filter(({ matched }) => !matched);
  if (failing.length === 0) return false;
  if (comparisons.some(({ field, matched }) => field.name === 'name' && matched)) return true;
  if (wantedName !== undefined && distance <= nearDistance(wantedName)) return true;
  if (comparisons.some(({ field, actual, renamed }) => renamed !== undefined || (isAttribute(field) && actual)))
    return true;
  const half = comparisons.length / 2;
  return wantedName === undefined ? failing.length <= half : failing.length < half;
}

/** Those after the nearest one are worth showing only if they differ in the same fields. */
function differAlike(a: NearMiss, b: NearMiss): boolean {
  return a.comparisons.every(({ matched }, index) => matched === b.comparisons[index]?.matched);
}

/** So many edits apart, one name was probably meant to be the other. */
function nearDistance(name: string): number {
  return Math.max(2, Math.min(name.length, COMPARED_LENGTH) / 3);
}

function isAttribute(field: Field): boolean {
  return (field.name === 'attributes' || field.name === 'resource') && field.key !== undefined;
}

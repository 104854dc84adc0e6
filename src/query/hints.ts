import { isEndKnown, isStartKnown } from '../model/span-times.ts';
import type { Span, Trace } from '../model/trace.ts';
import { nearestName } from '../nearest-name.ts';
import { isIdLike } from './alike.ts';
import type { CompiledCriteria } from './compile-criteria.ts';
import type { FieldComparison, Hint, NearMiss } from './verdict.ts';

/**
 * A trace beside those that were judged: one that links into them, or one that began during their capture and that no
 * capture owns; `shared` when several captures ran then.
 */
export interface NearTrace {
  readonly trace: Trace;
  readonly kind: 'linked' | 'stray';
  readonly shared: boolean;
}

/** The service that was probably meant, when no span is of the one that was asked for. */
export function serviceHint(criteria: CompiledCriteria, services: readonly string[]): Hint[] {
  const wanted = criteria.wanted.find(({ field }) => field.name === 'service')?.expected;
  if (typeof wanted !== 'string' || services.includes(wanted)) return [];
  const nearest = nearestName(wanted, services);
  return nearest === undefined ? [] : [{ kind: 'near-service', wanted, nearest }];
}

/** What is certain about why the nearest span does not match; best first. */
export function hintsFor(
  criteria: CompiledCriteria,
  nearest: NearMiss | undefined,
  besides: readonly NearTrace[],
): Hint[] {
  const hints: Hint[] = [];
  const differing = nearest?.comparisons.filter(({ matched }) => !matched) ?? [];
  const [only, ...others] = differing;
  if (nearest !== undefined && only !== undefined && others.length === 0) {
    hints.push(...hintsForField(criteria, nearest, only));
  } else {
    for (const { renamed } of differing) if (renamed !== undefined) hints.push({ kind: 'renamed', renamed });
  }
  if (nearest !== undefined) hints.push(...lateHint(nearest.span));
  return [...hintsBeside(criteria, besides), ...hints];
}

function hintsForField(criteria: CompiledCriteria, { span, comparisons }: NearMiss, only: FieldComparison): Hint[] {
  if (only.renamed !== undefined) return [{ kind: 'renamed', renamed: only.renamed }];
  const plain = hintForValues(only);
  if (plain !== undefined) return [plain];
  const nearby = only.field.name === 'attributes' ? attributeNearby(criteria, span, only) : undefined;
  if (nearby !== undefined) return [nearby];
  return comparisons.length > 1 && only.field.name !== 'name' ? [{ kind: 'only-field', field: only.field }] : [];
}

/** A span that began after its parent had ended: work that nobody waited for. */
export function lateHint(span: Span): Hint[] {
  const { parent } = span;
  if (parent === undefined || !isStartKnown(span) || !isEndKnown(parent)) return [];
  return span.startTimeUnixNano > parent.endTimeUnixNano ? [{ kind: 'after-parent', span, parent }] : [];
}

/** Two names of one route, one with an id in the place of a parameter: `GET /orders/:id`, `GET /orders/42`. */
export function isRouteId(wanted: string, actual: string): boolean {
  const parts = wanted.split('/');
  const actualParts = actual.split('/');
  if (parts.length < 2 || parts.length !== actualParts.length) return false;
  const differing = parts.flatMap((part, index) =>
    part === actualParts[index] ? [] : [[part, actualParts[index] ?? '']],
  );
  return differing.length > 0 && differing.every(([part = '', other = '']) => isParameter(part) && isIdLike(other));
}

/** A part of a route that stands for any value: `:id`, `{id}`, `<int:id>`, `*`. */
function isParameter(part: string): boolean {
  return /^(?::\w+|\{[^}]*\}|<[^>]*>|\[[^\]]*\]|\*)$/.test(part);
}

/** Values that are the same but for letter case, or but for their type: "200" for 200. */
export function hintForValues({
  field,
  expected,
  actual,
}: Omit<FieldComparison, 'matched' | 'renamed'>): Hint | undefined {
  if (actual === undefined) return undefined;
  const { value } = actual;
  if (typeof expected === 'string' && typeof value === 'string') {
    if (expected.toLowerCase() === value.toLowerCase()) return { kind: 'letter-case', field, actual: value };
    return field.name === 'name' && isRouteId(expected, value) ? { kind: 'route-id', actual: value } : undefined;
  }
  const sameText = isPlainValue(expected) && isPlainValue(value) && String(expected) === String(value);
  return sameText ? { kind: 'value-type', field, expected, actual: value } : undefined;
}

function isPlainValue(value: unknown): boolean {
  return (
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint'
  );
}

/** The attribute as it was asked for, but on the span's parent or on one of its children. */
function attributeNearby(criteria: CompiledCriteria, span: Span, wanted: FieldComparison): Hint | undefined {
  const { key } = wanted.field;
  if (key === undefined) return undefined;
  const hasIt = (other: Span) =>
    criteria.compare(other).some(({ field, matched }) => field.name === 'attributes' && field.key === key && matched);
  if (span.parent !== undefined && hasIt(span.parent)) {
    return { kind: 'attribute-nearby', key, relation: 'parent', span: span.parent };
  }
  const child = span.children.find(hasIt);
  return child === undefined ? undefined : { kind: 'attribute-nearby', key, relation: 'child', span: child };
}

/** A span that matches, but in a trace beside those that were judged. */
function hintsBeside(criteria: CompiledCriteria, besides: readonly NearTrace[]): Hint[] {
  for (const { trace, kind, shared } of besides) {
    const span = trace.spans.find(criteria.matches);
    if (span !== undefined)
      return [kind === 'linked' ? { kind: 'in-linked', span } : { kind: 'in-stray', span, shared }];
  }
  return [];
}

/** Bit 0 of a span's flags: it was sampled. Bit 8: its sender filled them in. */
const SAMPLED = 0x1;
const FILLED_IN = 0x100;

/** A span that told the service it called not to record: whatever should hang below it was never recorded. */
export function unsampledHint(spans: readonly Span[]): Hint[] {
  const caller = spans.find(
    ({ kind, flags, children }) =>
      (kind === 'CLIENT' || kind === 'PRODUCER') &&
      (flags & FILLED_IN) !== 0 &&
      (flags & SAMPLED) === 0 &&
      children.length === 0,
  );
  return caller === undefined ? [] : [{ kind: 'unsampled', span: caller }];
}

import type { FieldComparison, Target } from '../query/verdict.ts';
import { wantedLines } from './field-text.ts';
import { renamedText } from './hint-text.ts';
import type { Palette } from './palette.ts';
import { spanLabel } from './span-label.ts';

/** The span that a relation is to, or what it must be, on a line or several. */
export function targetLines(target: Target, palette: Palette): string[] {
  const lines = target.kind === 'span' ? [spanLabel(target.span)] : wantedLines(target.wanted);
  return lines.map(line => palette.expected(line));
}

/** The attributes that are there only under their name of the other generation of the conventions, as hints. */
export function renamedHints(comparisons: readonly FieldComparison[]): string[] {
  return comparisons.flatMap(({ renamed }) => (renamed === undefined ? [] : [`Hint: ${renamedText(renamed)}`]));
}

import type { FieldsVerdict } from '../query/verdict.ts';
import { wantedLines } from './field-text.ts';
import { hintLines } from './hint-text.ts';
import { differsText, diffRows } from './near-misses-text.ts';
import { page, type Style } from './page.ts';
import { alignRows, type Row } from './rows.ts';
import { spanName } from './span-label.ts';
import { renamedHints } from './target-text.ts';

/** Why `toHaveAttributes`, or its negation, does not hold. */
export function fieldsText(verdict: FieldsVerdict, style: Style): string {
  const { span, comparisons, unknown, outcome } = verdict;
  const { negated, palette } = style;
  const wanted = wantedLines(comparisons).map(line => palette.expected(line));
  const label = negated ? `Expected ${spanName(span)} not to have:` : `Expected on ${spanName(span)}:`;
  const expected: Row = [label, ...wanted];
  const facts =
    negated && outcome === 'pass'
      ? alignRows([expected, ['Received:', palette.received('all of it')]])
      : diffRows(expected, 'Received:', comparisons, palette);
  const lost =
    unknown === 'dropped'
      ? [
          `${span.droppedAttributesCount} attributes were dropped by its SDK: ${negated ? 'what is absent may be among them.' : 'what is absent may be one of them.'}`,
        ]
      : [];
  const head = negated && lost.length > 0 ? [`INCOMPLETE: ${lost[0]}`] : [];
  const hints =
    unknown === 'renamed' ? renamedHints(comparisons) : outcome === 'pass' ? [] : hintLines(verdict.hints());
  const mark = outcome === 'pass' ? 'has all of it' : differsText(comparisons);
  return page(
    [head, facts, negated ? [] : lost],
    { traces: [span.trace], marks: new Map([[span, mark]]) },
    hints,
    style,
  );
}

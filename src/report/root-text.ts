import type { Span } from '../model/trace.ts';
import type { RootVerdict } from '../query/verdict.ts';
import { page, type Style } from './page.ts';
import { shortId } from './quote.ts';
import { alignRows } from './rows.ts';
import { spanLabel, spanName } from './span-label.ts';

/** Why `toBeRoot`, or its negation, does not hold. */
export function rootText(verdict: RootVerdict, style: Style): string {
  const { span } = verdict;
  const { negated, palette } = style;
  const facts = alignRows([
    ['Expected:', palette.expected(`${spanName(span)} ${negated ? 'to have a parent' : 'to be a root'}`)],
    ['Received:', palette.received(whyText(verdict))],
  ]);
  const marks = new Map<Span, string>([[span, 'this span']]);
  if (span.parent !== undefined) marks.set(span.parent, 'its parent');
  return page([facts], { traces: [span.trace], marks }, hintsOf(verdict), style);
}

function whyText({ span, why }: RootVerdict): string {
  switch (why) {
    case 'no-parent':
      return 'it has no parent';
    case 'sent':
      return 'it is a root: its parent is the context that the test sent';
    case 'has-parent':
      return span.parent === undefined ? 'it has a parent' : `its parent is ${spanLabel(span.parent)}`;
    case 'orphan':
      return `its parent ${shortId(span.parentSpanId ?? '')} never arrived: it is an orphan, not a root`;
    case 'cycle':
      return `its parents form a cycle, which was cut above it`;
  }
}

function hintsOf({ span, why }: RootVerdict): string[] {
  if (why !== 'no-parent' || span.trace.context === undefined) return [];
  return ['Hint: this trace was captured; a root without a parent in it did not continue the context that was sent.'];
}

import type { Trace } from '../model/trace.ts';
import { numberMarks } from '../pii/masking/marks.ts';
import { type Marks, traceHeader, treeLines } from './tree-text.ts';

/** A trace as text: a line about the whole, then the tree, one line a span, with marks beside the spans that have one. */
export function traceText(trace: Trace, marks?: Marks): string {
  return numberMarks(traceLines(trace, marks).join('\n'));
}

/** The same as a part of a text. */
export function traceLines(trace: Trace, marks?: Marks): string[] {
  return [traceHeader(trace), ...treeLines(trace, marks)];
}

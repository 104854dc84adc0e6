import type { TraceTree } from './trace-tree.ts';

/** When a span to build starts and ends, in milliseconds after the first root starts. */
export interface Laid {
  readonly tree: TraceTree;
  readonly start: number;
  readonly end: number;
  readonly children: readonly Laid[];
}

/** What a span takes beside its children. */
const OWN_MS = 1;

/** Gives each span its time: siblings one after the other, children within their parents, unless the trees say otherwise. */
export function layOut(trees: readonly TraceTree[], parentStart = 0): readonly Laid[] {
  let free = parentStart;
  return trees.map(tree => {
    const start = tree.startOffsetMs === undefined ? free : parentStart + tree.startOffsetMs;
    const children = layOut(tree.children ?? [], start);
    const end = tree.durationMs === undefined ? endOf(children, start) + OWN_MS : start + tree.durationMs;
    free = end;
    return { tree, start, end, children };
  });
}

/** When the last of them ends. */
export function endOf(spans: readonly Laid[], least = 0): number {
  return spans.reduce((latest, { end, children }) => Math.max(latest, end, endOf(children, latest)), least);
}

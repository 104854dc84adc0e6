import type { Trace } from '../model/trace.ts';
import { sidesBelow } from './find-hop.ts';
import { spanGraph } from './span-graph.ts';
import { callFinder } from './stray-entries.ts';

/**
 * Tells of other traces whether one took up a call of this trace that no span of it answers. The two agree in method,
 * path or destination, and in time.
 */
export function answersCallOf(captured: Trace): (stray: Trace) => boolean {
  const callOf = callFinder(sidesBelow(spanGraph(captured), captured.spans).calls);
  return ({ roots, orphans }) =>
    [...roots, ...orphans].some(top => (top.kind === 'SERVER' || top.kind === 'CONSUMER') && callOf(top) !== undefined);
}

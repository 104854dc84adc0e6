import type { Trace } from '../model/trace.ts';
import { diagnose } from './diagnose.ts';
import { bestPair, sidesBelow } from './find-hop.ts';
import { spanGraph } from './span-graph.ts';
import { callFinder } from './stray-entries.ts';
import type { BrokenHop, StrayOrigin } from './verdict.ts';

/** Says how a stray hangs together with the captured trace, as far as it can be told. */
export function explainStray(captured: Trace, stray: Trace): StrayOrigin {
  const root = stray.roots[0] ?? stray.spans[0];
  if (root === undefined) return { kind: 'unknown', root };
  if (root.kind !== 'SERVER' && root.kind !== 'CONSUMER')
    return { kind: captured.services.includes(root.service) ? 'inside' : 'unknown', root };
  const graph = spanGraph(captured);
  const { below, calls } = sidesBelow(graph, captured.spans);
  const alike = calls.filter(call => callFinder([call])(root) !== undefined);
  const sent = bestPair(captured, alike, [root], root.service)?.sent;
  if (sent === undefined) return { kind: 'unknown', root };
  const reached = graph.spans.filter(({ service }) => service === sent.service);
  const stop = { from: sent.service, to: root.service, reached };
  const hop = { ...stop, below, calls, sent, began: root, orphan: undefined, candidates: captured.strays };
  const broken: BrokenHop = {
    ...stop,
    sent,
    reason: { kind: 'new-trace', began: root, shared: captured.straysShared },
    diagnosis: diagnose(graph, captured, hop),
  };
  return { kind: 'hop', hop: broken };
}

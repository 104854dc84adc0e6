import type { Trace } from '../model/trace.ts';
import type { StrayOrigin } from './verdict.ts';

/** Says how a stray hangs together with the captured trace, as far as it can be told. */
export function explainStray(captured: Trace, stray: Trace): StrayOrigin {
  const root = stray.roots[0] ?? stray.spans[0];
  if (root === undefined) return { kind: 'unknown' };
  const isInside = captured.services.includes(root.service) && root.kind !== 'SERVER' && root.kind !== 'CONSUMER';
  return isInside ? { kind: 'inside', root } : { kind: 'unknown' };
}

import type { SentContext } from '../model/sent-context.ts';
import type { AttachedSdk } from './attachments.ts';

/** Runs `fn` with the context active in every SDK of this process. */
export function runWithin<Result>(sdks: Iterable<AttachedSdk>, context: SentContext, fn: () => Result): Result {
  let run = fn;
  for (const sdk of sdks) {
    const inner = run;
    run = () => sdk.within(context, inner);
  }
  return run();
}

import { clearTimeout, setTimeout } from '../real-time.ts';

/** A promise, and what resolves it. */
export function signal(): readonly [promise: Promise<void>, resolve: () => void] {
  let resolve = (): void => {};
  const promise = new Promise<void>(resolvePromise => {
    resolve = resolvePromise;
  });
  return [promise, resolve];
}

/** Resolves when the promise does, when the milliseconds are over, or when `over` is aborted. */
export async function atMost(promise: Promise<unknown>, ms: number, over: AbortSignal): Promise<void> {
  if (over.aborted) return;
  const [timeUp, endWait] = signal();
  const timer = setTimeout(endWait, ms);
  over.addEventListener('abort', endWait);
  await Promise.race([promise, timeUp]);
  clearTimeout(timer);
  over.removeEventListener('abort', endWait);
}

/** Resolves when the milliseconds are over, or when `over` is aborted. */
export async function pause(ms: number, over: AbortSignal): Promise<void> {
  const [never] = signal();
  await atMost(never, ms, over);
}

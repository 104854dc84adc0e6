import * as timers from 'node:timers';
import { runInNewContext } from 'node:vm';

// Taken when this module loads, so that a test's fake timers and dates change neither waiting nor the order of arrivals.
export const { clearInterval, clearTimeout, setImmediate, setInterval, setTimeout } = timers;

/** Milliseconds since the epoch, by the real clock of the machine. */
export const dateNow: () => number = isNative(Date.now) ? Date.now : (runInNewContext('Date.now') as () => number);

/** Resolves after so many milliseconds of real time; rejects with the reason of the signal when that is aborted. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal.addEventListener('abort', abort, { once: true });
  });
}

/** Whether the timers that other code uses are not those of Node: then what waits for them may never go on. */
export function areTimersFaked(): boolean {
  return globalThis.setTimeout !== setTimeout;
}

/** Whether a function is not written in JavaScript. Fakes that were put in place before this module loaded are. */
function isNative(value: () => number): boolean {
  return Function.prototype.toString.call(value).includes('[native code]');
}

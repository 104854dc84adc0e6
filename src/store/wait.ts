import { TracewrightError } from '../errors.ts';
import { type Overflow, refuseOverflow } from '../model/overflow.ts';
import { clearTimeout, setTimeout } from '../real-time.ts';
import { steadyMs } from './clock.ts';
import type { OutputReads } from './output-reads.ts';
import type { SpanStore } from './span-store.ts';

/** What a look at the store tells a wait: it is over, or it is worth another look at a time (steady clock). */
export type Look<T> = { readonly value: T } | { readonly lookAgainAtMs: number } | undefined;

export interface Wait<T> {
  /** When the time is up, on the steady clock. */
  readonly deadlineMs: number;
  /** Goes on though spans were refused: it awaits something else than spans. */
  readonly ignoresOverflow?: true;
  /**
   * Ends only when all that services had written to their output by then has been read. Then it looks again, so a look must
   * change nothing.
   */
  readonly readsOutput?: true;
  /** Looks at the store; called at once, after each arrival, and when the look before asked for it. */
  look(touched: ReadonlySet<string> | undefined): Look<T>;
  /** What the wait comes to when the time is up: a value, or an error that is thrown. */
  timeUp(): T;
}

/** A look that comes later than this after it was due tells that the process stood still, in milliseconds. */
const STALL_MS = 20;

/** For how long at most a wait goes on after a standstill, in milliseconds. */
const MAX_CATCH_UP_MS = 250;

/**
 * The waits on one store: each is settled by an arrival or by its deadline, never by polling.
 *
 * While the process stands still (a long collection of garbage, a busy machine, a breakpoint) nothing can arrive, and
 * that is not quiet: what was sent meanwhile is taken in before the look that was due then.
 */
export class Waits {
  readonly #store: SpanStore;
  readonly #pending = new Map<(error: Error) => void, () => void>();
  readonly #overflow: () => Overflow | undefined;
  readonly #output: OutputReads | undefined;
  #closed = false;

  /**
   * @param overflow the bound that was passed: what then is missing may be what is awaited
   * @param output of the services that were started with the receiver
   */
  constructor(store: SpanStore, overflow: () => Overflow | undefined, output?: OutputReads) {
    this.#store = store;
    this.#overflow = overflow;
    this.#output = output;
  }

  /** Waits until a look gives a value, or the time is up. */
  until<T>(wait: Wait<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#closed) {
        reject(stopped());
        return;
      }
      let timer: NodeJS.Timeout | undefined;
      let dueMs = Number.POSITIVE_INFINITY;
      let catchingUp = false;
      let output: 'unread' | 'being read' | 'read' = 'unread';
      let over = false;
      const finish = (settle: () => void): void => {
        over = true;
        clearTimeout(timer);
        unsubscribe();
        this.#pending.delete(fail);
        settle();
      };
      const fail = (error: Error): void => finish(() => reject(error));
      const consider = (touched?: ReadonlySet<string>): void => {
        if (over || catchingUp || output === 'being read') return;
        clearTimeout(timer);
        const lateMs = steadyMs() - dueMs;
        if (lateMs > STALL_MS) {
          catchingUp = true;
          timer = setTimeout(caughtUp, Math.min(lateMs, MAX_CATCH_UP_MS));
          return;
        }
        try {
          if (wait.ignoresOverflow !== true) refuseOverflow(this.#overflow());
          const next = considered(wait, touched);
          if ('value' in next) {
            if (output === 'unread' && wait.readsOutput === true && this.#output?.any === true)
              readOutput(this.#output);
            else finish(() => resolve(next.value));
          } else {
            output = 'unread';
            dueMs = next.lookAgainAtMs;
            timer = setTimeout(consider, Math.max(0, Math.ceil(dueMs - steadyMs())));
          }
        } catch (error) {
          fail(error instanceof Error ? error : new Error(String(error)));
        }
      };
      const readOutput = (reads: OutputReads): void => {
        output = 'being read';
        dueMs = Number.POSITIVE_INFINITY;
        void reads.untilRead().then(() => {
          output = 'read';
          consider();
        });
      };
      const caughtUp = (): void => {
        catchingUp = false;
        dueMs = Number.POSITIVE_INFINITY;
        consider();
      };
      const unsubscribe = this.#store.subscribe(consider);
      this.#pending.set(fail, consider);
      consider();
    });
  }

  /** Lets every wait look again: something other than an arrival has changed. */
  nudge(): void {
    for (const consider of [...this.#pending.values()]) consider();
  }

  /** Rejects every wait that is pending, and those that come after. */
  close(): void {
    this.#closed = true;
    for (const fail of [...this.#pending.keys()]) fail(stopped());
  }
}

/** One look: the value that the wait comes to, or when to look again if nothing arrives before. */
function considered<T>(wait: Wait<T>, touched: ReadonlySet<string> | undefined): NonNullable<Look<T>> {
  const look = wait.look(touched);
  if (look !== undefined && 'value' in look) return look;
  if (steadyMs() >= wait.deadlineMs) return { value: wait.timeUp() };
  return { lookAgainAtMs: Math.min(look?.lookAgainAtMs ?? wait.deadlineMs, wait.deadlineMs) };
}

function stopped(): TracewrightError {
  return new TracewrightError('RECEIVER_STOPPED', 'the receiver was stopped while spans were awaited.');
}

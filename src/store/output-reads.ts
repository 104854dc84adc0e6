import { setImmediate, setTimeout } from '../real-time.ts';
import { steadyMs } from './clock.ts';

/** A pipe holds less than this: what is read after it was written after it was asked for. */
const MOST_IN_PIPES = 1024 * 1024;
/** A service that has just written may have more to write. On a busy machine there are pauses between its writes. */
const PAUSE_MS = 20;
/** A wait is not longer than this, even if a service writes all the time. */
const LONGEST_MS = 200;

/** The output of services as it is read: a wait asks for all of it that was written up to now. */
export class OutputReads {
  readonly #onLines: () => void;
  #open = 0;
  #characters = 0;
  #lastReadMs = Number.NEGATIVE_INFINITY;

  /** @param onLines told after lines that may be log records were taken in */
  constructor(onLines: () => void) {
    this.#onLines = onLines;
  }

  /** Whether a service may still write something. */
  get any(): boolean {
    return this.#open > 0;
  }

  opened(): void {
    this.#open += 1;
  }

  closed(): void {
    this.#open -= 1;
  }

  /** Notes what was read at once. */
  read(characters: number, hasLines: boolean): void {
    this.#characters += characters;
    this.#lastReadMs = steadyMs();
    if (hasLines) this.#onLines();
  }

  /**
   * Resolves when everything that services had written to their pipes has been read: there was nothing to read in a whole
   * turn of the event loop, and none of them has written for a moment.
   */
  async untilRead(): Promise<void> {
    const before = this.#characters;
    const startedMs = steadyMs();
    // The first turn may be under way already.
    await nextTurn();
    let seen: number;
    do {
      seen = this.#characters;
      await (steadyMs() - this.#lastReadMs < PAUSE_MS && steadyMs() - startedMs < LONGEST_MS ? pause() : nextTurn());
    } while (this.#characters !== seen && this.#characters - before < MOST_IN_PIPES);
  }
}

function pause(): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, PAUSE_MS);
  });
}

function nextTurn(): Promise<void> {
  return new Promise(resolve => {
    setImmediate(resolve);
  });
}

import { malformed } from './faults.ts';
import type { RejectedRecordedSpan } from './read-options.ts';

/** The spans of a file whose ids are not valid: handed on, or else an error once the file has been read. */
export class Rejections {
  readonly #file: string;
  readonly #onRejected: ((rejected: RejectedRecordedSpan) => void) | undefined;
  #first: RejectedRecordedSpan | undefined;
  #count = 0;

  constructor(file: string, onRejected: ((rejected: RejectedRecordedSpan) => void) | undefined) {
    this.#file = file;
    this.#onRejected = onRejected;
  }

  get count(): number {
    return this.#count;
  }

  add(rejected: RejectedRecordedSpan): void {
    this.#count++;
    this.#first ??= rejected;
    this.#onRejected?.(rejected);
  }

  /** Throws when there are some that nobody took. */
  end(): void {
    if (this.#first === undefined || this.#onRejected !== undefined) return;
    const { reason, line } = this.#first;
    const which =
      this.#count === 1
        ? 'a span has no valid ids'
        : `${this.#count} spans have no valid ids, of which this is the first`;
    const text = `${which}: ${reason}. Such a span belongs to no trace; { onRejected } takes it and reads the rest.`;
    throw malformed(this.#file, { line }, text);
  }
}

import type { LogRecord } from '../model/log-record.ts';
import type { Problem } from '../model/problem.ts';

/** The log records of one receiver, in the order in which they arrived. */
export class LogStore {
  #records: LogRecord[] = [];
  #problems: Problem[] = [];
  #heldBytes = 0;

  get records(): readonly LogRecord[] {
    return this.#records;
  }

  /** What was wrong with them. */
  get problems(): readonly Problem[] {
    return this.#problems;
  }

  /** Bytes of the requests that brought them. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  add(records: readonly LogRecord[], problems: readonly Problem[], bytes: number): void {
    for (const record of records) this.#records.push(record);
    for (const problem of problems) this.#problems.push(problem);
    if (records.length > 0) this.#heldBytes += bytes;
  }

  clear(): void {
    this.#records = [];
    this.#problems = [];
    this.#heldBytes = 0;
  }
}

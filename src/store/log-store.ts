import type { LogRecord } from '../model/log-record.ts';
import type { Problem } from '../model/problem.ts';

/** The log records of one receiver, in the order in which they arrived. */
export class LogStore {
  #records: LogRecord[] = [];
  #problems: Problem[] = [];
  #heldBytes = 0;
  readonly #byTrace = new Map<string, LogRecord[]>();

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

  /** Those that carry this trace id. */
  ofTrace(traceId: string): readonly LogRecord[] {
    return [...(this.#byTrace.get(traceId) ?? [])];
  }

  add(records: readonly LogRecord[], problems: readonly Problem[], bytes: number): void {
    for (const record of records) this.#keep(record);
    for (const problem of problems) this.#problems.push(problem);
    if (records.length > 0) this.#heldBytes += bytes;
  }

  clear(): void {
    this.#records = [];
    this.#problems = [];
    this.#heldBytes = 0;
    this.#byTrace.clear();
  }

  #keep(record: LogRecord): void {
    this.#records.push(record);
    if (record.traceId === undefined) return;
    const known = this.#byTrace.get(record.traceId);
    if (known === undefined) this.#byTrace.set(record.traceId, [record]);
    else known.push(record);
  }
}

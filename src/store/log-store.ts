import type { LogRecord } from '../model/log-record.ts';
import type { Problem } from '../model/problem.ts';
import { steadyMs } from './clock.ts';
import type { HeldLine } from './output-lines.ts';
import { OutputLogs } from './output-logs.ts';

/** The log records of one trace, as they were at a moment. */
export interface LogView {
  readonly records: readonly PlacedRecord[];
  /** How many of them there were. */
  readonly own: number;
  /** How many of all traces there were. */
  readonly size: number;
  /** The lines of services' output that name it. */
  readonly lines: readonly HeldLine[];
  /** How many lines of all traces there were. */
  readonly lineCount: number;
}

/** A log record, and how many came before it. */
export interface PlacedRecord {
  readonly record: LogRecord;
  readonly index: number;
  /** On the steady clock. */
  readonly arrivedMs: number;
}

const NO_RECORDS: readonly PlacedRecord[] = [];

/** The log records of one receiver, in the order in which they arrived. */
export class LogStore {
  /** What services wrote to their output. */
  readonly output: OutputLogs;
  #records: LogRecord[] = [];
  #problems: Problem[] = [];
  #heldBytes = 0;
  readonly #byTrace = new Map<string, PlacedRecord[]>();
  readonly #lastArrivalMs = new Map<string, number>();

  constructor(output: OutputLogs = new OutputLogs()) {
    this.output = output;
  }

  /** Those that came over OTLP. */
  get records(): readonly LogRecord[] {
    return this.#records;
  }

  /** What was wrong with all of them. */
  get problems(): readonly Problem[] {
    return this.output.problems.length === 0 ? this.#problems : [...this.#problems, ...this.output.problems];
  }

  /** Bytes of the requests that brought them. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** Those with this trace id, among the first `size` and the first `lineCount` lines. */
  view(traceId: string, size: number = this.#records.length, lineCount: number = this.output.size): LogView {
    const records = this.#byTrace.get(traceId) ?? NO_RECORDS;
    const last = records.at(-1);
    const own =
      last === undefined || last.index < size ? records.length : records.findIndex(({ index }) => index >= size);
    return { records, own, size, lines: this.output.ofTrace(traceId, lineCount), lineCount };
  }

  /** When the latest record with this trace id arrived, on the steady clock; 0 before the first. */
  lastArrivalMs(traceId: string): number {
    return Math.max(this.#lastArrivalMs.get(traceId) ?? 0, this.output.lastArrivalMs(traceId));
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
    this.#lastArrivalMs.clear();
    this.output.clear();
  }

  #keep(record: LogRecord): void {
    const placed = { record, index: this.#records.push(record) - 1, arrivedMs: steadyMs() };
    const { traceId } = record;
    if (traceId === undefined) return;
    this.#lastArrivalMs.set(traceId, placed.arrivedMs);
    const known = this.#byTrace.get(traceId);
    if (known === undefined) this.#byTrace.set(traceId, [placed]);
    else known.push(placed);
  }
}

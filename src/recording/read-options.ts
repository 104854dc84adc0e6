import { TracewrightError } from '../errors.ts';
import { checkOptions, kindOf, suggestion } from '../misuse.ts';

/** How far `readTraces` is. */
export interface ReadProgress {
  /** Of the file as it is on the disk: of a gzip file, compressed. */
  readonly bytesRead: number;
  /** The file's size; 0 when it is not known, as of a pipe. */
  readonly totalBytes: number;
  /** Handed out so far. */
  readonly traces: number;
  /** Read so far. */
  readonly spans: number;
}

/** A span of a file that no trace can hold, because its ids are not valid. */
export interface RejectedRecordedSpan {
  /** The field, its value, the rule, the span and its service, as one line. */
  readonly reason: string;
  readonly service: string;
  /** The span's name. */
  readonly span: string;
  /** Where the value that holds it begins: a line of OTLP, a trace of Jaeger, a span of Zipkin. From 1. */
  readonly line: number;
}

/** What `readTraces` can be told. */
export interface ReadTracesOptions {
  /**
   * Where the spans of a trace are. `anywhere` (default): all over the file, as a collector writes them, so that every
   * span is held until the file has been read. `grouped`: side by side, as `writeTraces` writes them; then one trace is
   * held at a time, and a file that is not like that is refused. Of no account for Jaeger's files, which are grouped.
   */
  readonly order?: 'anywhere' | 'grouped';
  /** Takes the spans whose ids are not valid. Without it, such a span is an error. */
  readonly onRejected?: (rejected: RejectedRecordedSpan) => void;
  /** Called for every chunk of the file, and when the last trace has been handed out. */
  readonly onProgress?: (progress: ReadProgress) => void;
  /** Ends the reading with its reason. */
  readonly signal?: AbortSignal;
}

const ORDERS: readonly string[] = ['anywhere', 'grouped'];
const WHERE = 'readTraces';

export function checkReadOptions(options: ReadTracesOptions): void {
  checkOptions(options, ['order', 'onRejected', 'onProgress', 'signal'], WHERE);
  const { order, onRejected, onProgress, signal } = options;
  if (order !== undefined && !ORDERS.includes(order)) {
    const hint = suggestion(String(order), ORDERS);
    throw new TracewrightError('INVALID_OPTION', `${WHERE} option order is ${kindOf(order)}.${hint}`);
  }
  for (const [name, given] of Object.entries({ onRejected, onProgress })) {
    if (given !== undefined && typeof given !== 'function') {
      throw new TracewrightError('INVALID_OPTION', `${WHERE} option ${name} is a function; received ${kindOf(given)}.`);
    }
  }
  checkSignal(signal, WHERE);
}

/** An AbortSignal of any realm. */
export function checkSignal(signal: unknown, where: string): void {
  if (signal === undefined) return;
  if (typeof (signal as { throwIfAborted?: unknown } | null)?.throwIfAborted === 'function') return;
  throw new TracewrightError('INVALID_OPTION', `${where} option signal is an AbortSignal; received ${kindOf(signal)}.`);
}

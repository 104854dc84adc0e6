import { TracewrightError } from '../errors.ts';
import type { Trace, TraceVerbs } from '../model/trace.ts';
import { DocumentReader } from './document-reader.ts';
import { malformed } from './faults.ts';
import { fileName } from './file-name.ts';
import { GatherAnywhere } from './gather-anywhere.ts';
import { GatherGrouped } from './gather-grouped.ts';
import type { Gathering, HeldTrace } from './held-trace.ts';
import { JsonPieces } from './json-pieces.ts';
import { OtherSignalCounts, type OtherSignals } from './other-signals.ts';
import { checkReadOptions, type ReadTracesOptions } from './read-options.ts';
import { Rejections } from './rejections.ts';
import { toTrace } from './to-trace.ts';
import { type FileProgress, fileText } from './trace-file.ts';

/** Where traces come from, one after another. */
export type TraceSource = AsyncIterable<Trace>;

/** The traces of a file. The file is read anew each time that it is iterated. */
export interface TraceFile extends TraceSource {
  /** Reads the whole file. All traces are held at once. */
  toArray(): Promise<Trace[]>;
  /**
   * What an OTLP file holds besides traces: counted as far as the latest iteration has read the file, zero before the
   * first one.
   */
  readonly otherSignals: OtherSignals;
}

/** `readTraces`, for traces that have these verbs. */
export function createReadTraces(verbs: TraceVerbs): (file: string | URL, options?: ReadTracesOptions) => TraceFile {
  return (file, options = {}) => {
    const path = fileName(file, 'readTraces');
    checkReadOptions(options);
    return new ReadFile(path, options, verbs);
  };
}

class ReadFile implements TraceFile {
  readonly #path: string;
  readonly #options: ReadTracesOptions;
  readonly #verbs: TraceVerbs;
  #counted = new OtherSignalCounts();

  constructor(path: string, options: ReadTracesOptions, verbs: TraceVerbs) {
    this.#path = path;
    this.#options = options;
    this.#verbs = verbs;
  }

  get otherSignals(): OtherSignals {
    return this.#counted.counts;
  }

  [Symbol.asyncIterator](): AsyncGenerator<Trace, undefined, undefined> {
    return readFile(this.#path, this.#options, this.#verbs, counted => {
      this.#counted = counted;
    });
  }

  async toArray(): Promise<Trace[]> {
    const traces: Trace[] = [];
    for await (const trace of this) traces.push(trace);
    return traces;
  }
}

/** Between traces that are handed out after the file has been read; before, every chunk reports. */
const REPORT_EVERY = 1_000;

async function* readFile(
  file: string,
  options: ReadTracesOptions,
  verbs: TraceVerbs,
  begun: (counted: OtherSignalCounts) => void,
): AsyncGenerator<Trace, undefined, undefined> {
  const { signal, onProgress } = options;
  const progress: FileProgress = { bytesRead: 0, totalBytes: 0 };
  const rejections = new Rejections(file, options.onRejected);
  const reader = new DocumentReader(file, gathering(file, options), rejected => rejections.add(rejected));
  begun(reader.otherSignals);
  const pieces = new JsonPieces(file);
  let traces = 0;
  const report = () => onProgress?.({ ...progress, traces, spans: reader.spans });
  const handOut = (held: HeldTrace) => {
    signal?.throwIfAborted();
    traces++;
    return toTrace(held, verbs);
  };
  signal?.throwIfAborted();
  for await (const chunk of fileText(file, progress, signal)) {
    for (const piece of pieces.push(chunk)) {
      for (const held of reader.read(piece)) yield handOut(held);
    }
    report();
  }
  pieces.end();
  for (const held of reader.end()) yield handOut(held);
  rejections.end();
  for (const held of reader.rest()) {
    yield handOut(held);
    if (traces % REPORT_EVERY === 0) report();
  }
  if (traces === 0) {
    const rejected = rejections.count === 0 ? '' : ` Spans without valid ids: ${rejections.count}.`;
    const others = othersText(reader.otherSignals.counts);
    throw new TracewrightError('NO_TRACES', `${file} holds no traces.${rejected}${others}`);
  }
  report();
}

/** ` It holds 2 lines of logs, 1 line of metrics.`; empty when there is none. */
function othersText(counts: OtherSignals): string {
  const held = Object.entries(counts)
    .filter(([, { lines }]) => lines > 0)
    .map(([signal, { lines }]) => `${lines} ${lines === 1 ? 'line' : 'lines'} of ${signal}`);
  return held.length === 0 ? '' : ` It holds ${held.join(', ')}.`;
}

function gathering(file: string, { order }: ReadTracesOptions): Gathering {
  if (order !== 'grouped') return new GatherAnywhere();
  return new GatherGrouped(traceId => {
    const text = `trace ${traceId} goes on after another one began; leave out { order: 'grouped' }, which this file is not.`;
    throw malformed(file, undefined, text);
  });
}

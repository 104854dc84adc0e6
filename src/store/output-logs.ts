import type { LogRecord } from '../model/log-record.ts';
import type { Loss } from '../model/loss.ts';
import type { Problem } from '../model/problem.ts';
import { steadyMs, wallMs } from './clock.ts';
import { HeldLine, HeldLines, type LineBounds } from './output-lines.ts';

/** Of all services of a receiver. */
const IN_ALL: LineBounds = { lines: 100_000, characters: 64 * 1024 * 1024 };
/** Of one service, which also has them after `receiver.clear()`. */
const OF_A_SERVICE: LineBounds = { lines: 20_000, characters: 16 * 1024 * 1024 };
const MAX_TOO_LONG = 100;

/** Reads a line that a service wrote. */
export type ReadLine = (line: {
  readonly text: string;
  readonly stream: 'stdout' | 'stderr';
  readonly observedMs: number;
}) => LogRecord | undefined;

/** Where the lines of one service go. */
export interface OutputSource {
  /** Its log records up to now, the oldest first. */
  readonly records: readonly LogRecord[];
  /** What was dropped of it. */
  readonly losses: readonly Loss[];
  add(text: string, stream: 'stdout' | 'stderr'): void;
  /** Notes a line of JSON that was too long to be read. */
  addTooLong(limit: number): void;
}

/** What was lost of the output of services, until when. */
interface LostLines {
  readonly service: string;
  readonly reason: string;
  readonly count: number;
  /** Of the last one, in milliseconds since the epoch. */
  readonly atMs: number;
}

/** The log records that the services of one receiver wrote to their output, in the order in which they were read. */
export class OutputLogs {
  readonly #lines: HeldLines;
  readonly #ofAService: LineBounds;
  readonly #byTrace = new Map<string, HeldLine[]>();
  readonly #tooLong: LostLines[] = [];
  #problems: Problem[] = [];
  #size = 0;
  #nextToRead = 0;
  #isFullNoted = false;

  constructor(inAll: LineBounds = IN_ALL, ofAService: LineBounds = OF_A_SERVICE) {
    this.#ofAService = ofAService;
    this.#lines = new HeldLines(inAll, line => this.#forget(line));
  }

  /** Lines up to now, those that are forgotten too. */
  get size(): number {
    return this.#size;
  }

  /** What was not kept. */
  get problems(): readonly Problem[] {
    return this.#problems;
  }

  /** A place for the lines of a service. */
  open(service: string, read: ReadLine): OutputSource {
    const own = new HeldLines(this.#ofAService);
    const tooLong: LostLines[] = [];
    return {
      get records() {
        return Array.from(own.from(0), line => line.record).filter(record => record !== undefined);
      },
      get losses() {
        return [...droppedFrom(own, service), ...tooLong].map(lossOf);
      },
      add: (text, stream) => {
        const observedMs = wallMs();
        const place = { index: this.#size++, arrivedMs: steadyMs(), observedMs };
        const line = new HeldLine(text, place, () => read({ text, stream, observedMs }));
        own.add(line);
        this.#lines.add(line);
        if (this.#lines.dropped > 0 && !this.#isFullNoted) {
          this.#isFullNoted = true;
          this.#note(service, fullText(this.#lines));
        }
      },
      addTooLong: limit => {
        const reason = `a line is at most ${limit.toLocaleString('en-US')} characters long`;
        const lost = { service, reason, count: 1, atMs: wallMs() };
        for (const list of [tooLong, this.#tooLong]) if (list.push(lost) > MAX_TOO_LONG) list.shift();
        this.#note(service, reason);
      },
    };
  }

  /** The lines whose records name a trace, among the first `size` lines. */
  ofTrace(traceId: string, size: number = this.#size): readonly HeldLine[] {
    this.#readAll();
    return (this.#byTrace.get(traceId) ?? []).filter(({ index }) => index < size);
  }

  /** All that are held, among the first `size` lines. */
  all(size: number = this.#size): readonly LogRecord[] {
    const records: LogRecord[] = [];
    for (const { index, record } of this.#lines.from(0)) if (index < size && record !== undefined) records.push(record);
    return records;
  }

  /** When the latest record that names a trace was read, on the steady clock; 0 before the first. */
  lastArrivalMs(traceId: string): number {
    this.#readAll();
    return this.#byTrace.get(traceId)?.at(-1)?.arrivedMs ?? 0;
  }

  /** Whether some of what was written is not held. */
  get lostSome(): boolean {
    return this.#lines.dropped + this.#tooLong.length > 0;
  }

  /** What is not held of what was written since a moment, in milliseconds since the epoch. */
  lossesSince(fromMs: number): readonly Loss[] {
    const lost = [...droppedFrom(this.#lines, ''), ...this.#tooLong];
    return lost.filter(({ atMs }) => atMs >= fromMs).map(lossOf);
  }

  clear(): void {
    this.#lines.clear();
    this.#byTrace.clear();
    this.#tooLong.length = 0;
    this.#problems = [];
    this.#nextToRead = this.#size;
    this.#isFullNoted = false;
  }

  #readAll(): void {
    if (this.#nextToRead === this.#size) return;
    for (const line of this.#lines.from(this.#nextToRead)) {
      const traceId = line.record?.traceId;
      if (traceId === undefined) continue;
      const known = this.#byTrace.get(traceId);
      if (known === undefined) this.#byTrace.set(traceId, [line]);
      else known.push(line);
    }
    this.#nextToRead = this.#size;
  }

  /** The first line of its trace: they are dropped in the order in which they came. */
  #forget(line: HeldLine): void {
    if (line.index >= this.#nextToRead) return;
    const traceId = line.record?.traceId;
    const known = traceId === undefined ? undefined : this.#byTrace.get(traceId);
    if (traceId === undefined || known === undefined) return;
    if (known.length === 1) this.#byTrace.delete(traceId);
    else known.shift();
  }

  #note(service: string, rule: string): void {
    if (this.#problems.length >= MAX_TOO_LONG) return;
    this.#problems.push({ service, span: '', traceId: '', spanId: '', field: 'output', rule });
  }
}

function fullText({ size }: HeldLines): string {
  return `the newest ${size.toLocaleString('en-US')} JSON lines of all output are kept, and older ones are dropped`;
}

function droppedFrom(lines: HeldLines, service: string): readonly LostLines[] {
  const { dropped, lastDropped } = lines;
  if (lastDropped === undefined) return [];
  return [{ service, reason: fullText(lines), count: dropped, atMs: lastDropped.observedMs }];
}

function lossOf({ service, reason, count, atMs }: LostLines): Loss {
  return {
    signal: 'logs',
    reason,
    protocol: 'output',
    status: 0,
    from: service === '' ? 'services' : service,
    path: '',
    traceId: undefined,
    services: service === '' ? [] : [service],
    count,
    atMs,
  };
}

import type { Readable } from 'node:stream';
import type { Attachments } from '../receiver/attachments.ts';
import { LONGEST_LINE, mayBeObject, OutputLines } from './output-lines.ts';

/** How much of its output is kept, in characters. */
const KEPT = 1024 * 1024;

/** Hears every line; the last one of a stream also while it grows, since a prompt has no end. */
export type LineListener = (line: string) => void;

/** Where lines that may be log records go, and who is told what was read. */
export interface LogSink {
  readonly source: ReturnType<Attachments['openOutput']>;
  readonly reads: Attachments['outputReads'];
}

/** What a service wrote to stdout and stderr, in the order of its arrival: the last 1 MiB of it. */
export class ServiceOutput {
  readonly #sink: LogSink | undefined;
  /** What still has to be done for streams that have not ended. */
  readonly #endings = new Set<() => void>();
  #text = '';
  #cut = 0;
  readonly #listeners = new Set<LineListener>();

  constructor(sink?: LogSink) {
    this.#sink = sink;
  }

  /** What of it may be log records; undefined when nobody takes them. */
  get source(): LogSink['source'] | undefined {
    return this.#sink?.source;
  }

  /** Takes in what a stream gives. */
  collect(stream: Readable, name: 'stdout' | 'stderr'): void {
    const splitter = new OutputLines();
    const sink = this.#sink;
    const end = (): void => {
      if (!this.#endings.delete(end)) return;
      const hasLine = this.#takeLine(splitter.end(), name);
      sink?.reads.read(0, hasLine);
      sink?.reads.closed();
    };
    this.#endings.add(end);
    sink?.reads.opened();
    stream.setEncoding('utf8');
    // A stream that is destroyed with its process has nothing more to say.
    stream.on('error', () => {});
    stream.on('data', (text: string) => {
      this.#append(text);
      let hasLine = false;
      for (const line of splitter.take(text)) {
        if (this.#takeLine(line, name)) hasLine = true;
        for (const listener of this.#listeners) listener(line ?? '');
      }
      for (const listener of this.#listeners) listener(splitter.tail);
      sink?.reads.read(text.length, hasLine);
    });
    stream.once('end', end);
    stream.once('close', end);
  }

  /** Nothing more comes, whatever the streams say: a line that has no end is one, too. */
  finish(): void {
    for (const end of [...this.#endings]) end();
  }

  /** Hears lines from now on; returns how to stop that. */
  listen(listener: LineListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What was written, headed by a note when the beginning was cut. */
  toString(): string {
    this.#trim();
    return this.#cut === 0
      ? this.#text
      : `[${this.#cut.toLocaleString('en-US')} characters before this were cut]\n${this.#text}`;
  }

  /** The last lines that hold anything. */
  lastLines(count: number): string[] {
    return this.#text
      .trimEnd()
      .split(/\r?\n/)
      .slice(-count)
      .filter((line, index) => index > 0 || line !== '');
  }

  /** Hands on a line that may be a log record; tells whether it did. */
  #takeLine(line: string | undefined, name: 'stdout' | 'stderr'): boolean {
    if (this.#sink === undefined) return false;
    const { source } = this.#sink;
    if (line === undefined) source.addTooLong(LONGEST_LINE);
    else if (mayBeObject(line)) source.add(line, name);
    else return false;
    return true;
  }

  #append(text: string): void {
    this.#text += text;
    if (this.#text.length > 2 * KEPT) this.#trim();
  }

  /** Cuts at the end of a line, where there is one. */
  #trim(): void {
    const over = this.#text.length - KEPT;
    if (over <= 0) return;
    const lineEnd = this.#text.indexOf('\n', over - 1) + 1;
    const from = lineEnd === 0 ? over : lineEnd;
    this.#text = this.#text.slice(from);
    this.#cut += from;
  }
}

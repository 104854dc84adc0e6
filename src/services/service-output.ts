import type { Readable } from 'node:stream';

/** How much of its output is kept, in characters. */
const KEPT = 1024 * 1024;
/** How much of a line that does not end is looked at. */
const LINE = 64 * 1024;

/** Hears every line; the last one of a stream also while it grows, since a prompt has no end. */
export type LineListener = (line: string) => void;

/** What a service wrote to stdout and stderr, in the order of its arrival: the last 1 MiB of it. */
export class ServiceOutput {
  #text = '';
  #cut = 0;
  readonly #listeners = new Set<LineListener>();

  /** Takes in what a stream gives. */
  collect(stream: Readable): void {
    let line = '';
    stream.setEncoding('utf8');
    // A stream that is destroyed with its process has nothing more to say.
    stream.on('error', () => {});
    stream.on('data', (text: string) => {
      this.#append(text);
      const lines = (line + text).split(/\r?\n/);
      line = (lines.at(-1) ?? '').slice(-LINE);
      for (const each of lines) for (const listener of this.#listeners) listener(each);
    });
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

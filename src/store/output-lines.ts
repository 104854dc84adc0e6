import type { LogRecord } from '../model/log-record.ts';

/** A line of a service's output that may be a log record. It is read when somebody looks: most are never looked at. */
export class HeldLine {
  readonly text: string;
  /** How many lines of the same receiver came before it. */
  readonly index: number;
  readonly arrivedMs: number;
  readonly observedMs: number;
  readonly #read: () => LogRecord | undefined;
  #record: LogRecord | undefined;
  #isRead = false;

  /** @param arrivedMs on the steady clock @param observedMs since the epoch */
  constructor(
    text: string,
    place: { readonly index: number; readonly arrivedMs: number; readonly observedMs: number },
    read: () => LogRecord | undefined,
  ) {
    this.text = text;
    this.index = place.index;
    this.arrivedMs = place.arrivedMs;
    this.observedMs = place.observedMs;
    this.#read = read;
  }

  /** Undefined for a line that is no log record. */
  get record(): LogRecord | undefined {
    if (!this.#isRead) {
      this.#record = this.#read();
      this.#isRead = true;
    }
    return this.#record;
  }
}

/** The most lines that are held at once. */
export interface LineBounds {
  readonly lines: number;
  readonly characters: number;
}

/** The latest lines, within bounds: the oldest make room for new ones. */
export class HeldLines {
  readonly #bounds: LineBounds;
  readonly #onDrop: ((line: HeldLine) => void) | undefined;
  #lines: HeldLine[] = [];
  #first = 0;
  #characters = 0;
  #dropped = 0;
  #lastDropped: HeldLine | undefined;

  constructor(bounds: LineBounds, onDrop?: (line: HeldLine) => void) {
    this.#bounds = bounds;
    this.#onDrop = onDrop;
  }

  /** How many were dropped to make room. */
  get dropped(): number {
    return this.#dropped;
  }

  get lastDropped(): HeldLine | undefined {
    return this.#lastDropped;
  }

  get size(): number {
    return this.#lines.length - this.#first;
  }

  add(line: HeldLine): void {
    this.#lines.push(line);
    this.#characters += line.text.length;
    while (this.size > 1 && (this.size > this.#bounds.lines || this.#characters > this.#bounds.characters)) {
      this.#drop();
    }
  }

  /** From a line on that came after so many others. */
  *from(index: number): IterableIterator<HeldLine> {
    let at = this.#first;
    for (let last = this.#lines.length; at < last; ) {
      const middle = (at + last) >> 1;
      if ((this.#lines[middle]?.index ?? index) < index) at = middle + 1;
      else last = middle;
    }
    for (; at < this.#lines.length; at++) yield this.#lines[at] as HeldLine;
  }

  clear(): void {
    this.#lines = [];
    this.#first = 0;
    this.#characters = 0;
    this.#dropped = 0;
    this.#lastDropped = undefined;
  }

  #drop(): void {
    const line = this.#lines[this.#first] as HeldLine;
    this.#first += 1;
    this.#characters -= line.text.length;
    this.#dropped += 1;
    this.#lastDropped = line;
    this.#onDrop?.(line);
    if (this.#first < 1_024 || this.#first * 2 < this.#lines.length) return;
    this.#lines = this.#lines.slice(this.#first);
    this.#first = 0;
  }
}

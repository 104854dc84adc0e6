/** How much of a line that does not end is looked at by who listens. */
const SEEN_OF_A_LINE = 64 * 1024;
/** The longest line that is taken: four times what CloudWatch Logs keeps of an event. */
export const LONGEST_LINE = 1024 * 1024;

/** Splits what a stream gives into lines. A line may come in many pieces. */
export class OutputLines {
  #pending = '';
  #tooLong: 'object' | 'other' | undefined;

  /** What of the last line has come, as far as it is looked at. */
  get tail(): string {
    return this.#pending.slice(-SEEN_OF_A_LINE);
  }

  /** The lines that this text ends, without their ends; undefined stands for an object that was too long. */
  take(text: string): readonly (string | undefined)[] {
    let at = text.indexOf('\n');
    if (at < 0) {
      this.#append(text);
      return [];
    }
    const lines: (string | undefined)[] = [];
    let from = 0;
    for (; at >= 0; at = text.indexOf('\n', from)) {
      this.#append(text.slice(from, at));
      lines.push(this.end());
      from = at + 1;
    }
    this.#append(text.slice(from));
    return lines;
  }

  /** The line that has begun, when nothing more comes; empty when there is none. */
  end(): string | undefined {
    const line = this.#tooLong === 'object' ? undefined : this.#pending;
    this.#pending = '';
    this.#tooLong = undefined;
    return line?.endsWith('\r') ? line.slice(0, -1) : line;
  }

  #append(text: string): void {
    this.#pending += text;
    if (this.#pending.length <= LONGEST_LINE) return;
    this.#tooLong ??= /^\s*\{/.test(this.#pending) ? 'object' : 'other';
    this.#pending = this.#pending.slice(-SEEN_OF_A_LINE);
  }
}

/** Whether a line can be a JSON object, as a look at both ends shows. */
export function mayBeObject(line: string): boolean {
  const last = line.length - 1;
  if (line[0] === '{' && line[last] === '}') return true;
  // Most lines have no blanks around them.
  const isSpaced = line[0] === ' ' || line[0] === '\t' || line[last] === ' ' || line[last] === '\t';
  return isSpaced && mayBeObject(line.trim());
}

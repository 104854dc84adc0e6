import type { TracewrightError } from '../errors.ts';
import { selectorError } from './selector-error.ts';

/** A place in a selector's text, and what can be read from there. */
export class SelectorScanner {
  readonly source: string;
  at = 0;
  /** How many combinators were read. */
  combinators = 0;

  constructor(source: string) {
    this.source = source;
  }

  get next(): string {
    return this.source[this.at] ?? '';
  }

  get isAtEnd(): boolean {
    return this.at >= this.source.length;
  }

  /** Whether there were any blanks. */
  skipBlanks(): boolean {
    const from = this.at;
    while (/\s/.test(this.next)) this.at++;
    return this.at > from;
  }

  /** Reads this text if it stands here. */
  take(text: string): boolean {
    if (!this.source.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  expect(text: string, what: string): void {
    if (!this.take(text)) throw this.error(`expected ${what}, found ${this.found()}`);
  }

  /** Reads what matches here; the pattern has to be sticky. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const text = pattern.exec(this.source)?.[0];
    if (text !== undefined) this.at += text.length;
    return text;
  }

  /** Text in quotes; a backslash takes the character after it as it is. */
  quoted(): string | undefined {
    const quote = this.next;
    if (quote !== '"' && quote !== "'") return undefined;
    const from = this.at;
    let text = '';
    for (this.at++; this.next !== quote; this.at++) {
      if (this.next === '\\') this.at++;
      if (this.isAtEnd) throw this.error(`the text that begins here has no closing ${quote}`, from);
      text += this.next;
    }
    this.at++;
    return text;
  }

  error(what: string, at: number = this.at): TracewrightError {
    return selectorError(this.source, at, what);
  }

  /** What stands here, for an error text. */
  found(): string {
    const word = /[\p{L}\d_-]{1,20}/uy;
    word.lastIndex = this.at;
    return this.isAtEnd ? 'the end of the selector' : JSON.stringify(word.exec(this.source)?.[0] ?? this.next);
  }
}

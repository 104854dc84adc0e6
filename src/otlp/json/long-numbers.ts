/** A number of the body with more digits than a double can hold. */
export class LongNumber {
  /** As it was sent. */
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

// Digits after a quote are a string's, and so is most of what this finds in no string: it only has to miss nothing.
const MAY_HOLD_LONG = /[:,[\s]-?\d{16}/;
const NUMBER = /-?\d[\d.eE+-]*/g;
// No {16,} here: a counted repeat of millions of digits overflows the stack.
const INTEGER = /^-?[1-9]\d*$/;
const LONG = 16;
const COLON = /\s*:/y;

/**
 * Puts every integer of 16 digits or more into quotes, with `mark` before it, so that JSON.parse keeps its digits
 * (Node 20 gives a reviver no source text). Text without such a number is returned as it is, by way of one search.
 */
export function quoteLongNumbers(text: string, mark: string): string {
  if (!MAY_HOLD_LONG.test(text)) return text;
  const parts: string[] = [];
  for (let position = 0; position < text.length; ) {
    const quote = text.indexOf('"', position);
    const end = quote === -1 ? text.length : quote;
    parts.push(quoteIn(text.slice(position, end), mark));
    if (quote === -1) break;
    position = stringEnd(text, quote);
    parts.push(text.slice(quote, position));
  }
  return parts.join('');
}

/** `segment` holds no string. A number before a colon is a syntax error, which it must remain. */
function quoteIn(segment: string, mark: string): string {
  return segment.replace(NUMBER, (number, offset: number) => {
    if (number.length < LONG || !INTEGER.test(number)) return number;
    COLON.lastIndex = offset + number.length;
    return COLON.test(segment) ? number : `"${mark}${number}"`;
  });
}

/** Where the string that begins at `start` has ended. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; ; ) {
    const quote = text.indexOf('"', at);
    if (quote === -1) return text.length;
    let backslashes = 0;
    while (text[quote - 1 - backslashes] === '\\') backslashes++;
    if (backslashes % 2 === 0) return quote + 1;
    at = quote + 1;
  }
}

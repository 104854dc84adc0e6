import type { Part } from './part.ts';

/** INSERT, REPLACE, UPSERT and MERGE: up to its columns, and on to the first of its values. */
const INSERT = /\b(?:insert|replace|upsert)\b[^()]{1,200}\(([^()]{1,2000})\)[^()]{0,120}\bvalues\s{0,8}\(/gi;
const NUMBER = /[-+]?\d[\d.]{0,63}(?!\w)/y;

/** INSERT INTO t (a, b) VALUES ('x', 17): each literal under the column that it is for. */
export function addInsert(text: string, parts: Part[], max: number): void {
  INSERT.lastIndex = 0;
  for (let match = INSERT.exec(text); match !== null && parts.length < max; match = INSERT.exec(text)) {
    const columns = (match[1] ?? '').split(',').map(column => column.replace(/["'`[\]\s]/g, ''));
    INSERT.lastIndex = addRows(text, match.index + match[0].length, columns, parts, max);
  }
}

/** The rows of a statement, from behind the first one's bracket; answers where they end. */
function addRows(text: string, from: number, columns: readonly string[], parts: Part[], max: number): number {
  let column = 0;
  // Within a function's brackets the commas separate its own arguments.
  let depth = 1;
  let at = from;
  while (at < text.length && parts.length < max) {
    const char = text[at] ?? '';
    if (char === ';' && depth === 0) return at;
    if (char === '(') {
      depth++;
      if (depth === 1) column = 0;
    } else if (char === ')') depth--;
    else if (char === ',' && depth === 1) column++;
    const literal = depth > 0 ? literalAt(text, at) : undefined;
    if (literal === undefined) {
      at++;
      continue;
    }
    const key = columns[column];
    parts.push({ text: literal.text, keys: key === undefined ? [] : [key], step: `column "${key ?? ''}"` });
    at = literal.end;
  }
  return at;
}

function literalAt(text: string, at: number): { readonly text: string; readonly end: number } | undefined {
  const quote = text[at];
  if (quote === "'" || quote === '"') {
    const close = endOfLiteral(text, at, quote);
    return { text: text.slice(at + 1, close).replaceAll(quote + quote, quote), end: close + 1 };
  }
  if (/[\w$:@.]/.test(text[at - 1] ?? '')) return undefined;
  NUMBER.lastIndex = at;
  const [number] = NUMBER.exec(text) ?? [];
  return number === undefined ? undefined : { text: number, end: at + number.length };
}

/** A quote is written twice within, or behind a backslash. */
function endOfLiteral(text: string, open: number, quote: string): number {
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === quote) {
      if (text[at + 1] !== quote) return at;
      at++;
    }
  }
  return text.length;
}

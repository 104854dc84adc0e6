import type { Part } from './part.ts';

/** INSERT, REPLACE, UPSERT and MERGE. */
const STATEMENT = /\b(?:insert|replace|upsert)\b/gi;
const VALUES = /\bvalues\s{0,8}$/i;
/** How long the name of the table, the columns, and what stands between them and the values may be. */
const LONGEST_NAME = 200;
const LONGEST_COLUMNS = 2_000;
const LONGEST_BETWEEN = 140;
const NUMBER = /[-+]?\d[\d.]{0,63}(?!\w)/y;

/** INSERT INTO t (a, b) VALUES ('x', 17): each literal under the column that it is for. */
export function addInsert(text: string, parts: Part[], max: number): void {
  for (let at = 0; parts.length < max; ) {
    const statement = nextInsert(text, at);
    if (statement === undefined) return;
    const columns = statement.columns.split(',').map(column => column.replace(/["'`[\]\s]/g, ''));
    at = addRows(text, statement.end, columns, parts, max);
  }
}

/** The next statement's columns, and where its first value begins. */
function nextInsert(text: string, from: number): { readonly columns: string; readonly end: number } | undefined {
  STATEMENT.lastIndex = from;
  for (let match = STATEMENT.exec(text); match !== null; match = STATEMENT.exec(text)) {
    const table = upToBracket(text, STATEMENT.lastIndex, LONGEST_NAME);
    if (table === undefined || table.text === '' || table.bracket !== '(') continue;
    const columns = upToBracket(text, table.end, LONGEST_COLUMNS);
    if (columns === undefined || columns.text === '' || columns.bracket !== ')') continue;
    const between = upToBracket(text, columns.end, LONGEST_BETWEEN);
    if (between?.bracket === '(' && VALUES.test(between.text)) return { columns: columns.text, end: between.end };
  }
  return undefined;
}

/** What stands up to the next bracket, and where it goes on behind that. */
function upToBracket(
  text: string,
  start: number,
  longest: number,
): { readonly text: string; readonly bracket: string; readonly end: number } | undefined {
  const near = text.slice(start, start + longest + 1);
  const at = near.search(/[()]/);
  if (at < 0) return undefined;
  return { text: near.slice(0, at), bracket: near.charAt(at), end: start + at + 1 };
}

/** The rows of a statement, from behind the first one's bracket; returns where they end. */
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

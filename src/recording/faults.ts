import { TracewrightError } from '../errors.ts';
import type { SyntaxFault } from '../model/json-syntax-fault.ts';
import { excerpt } from '../otlp/excerpt.ts';

/** A place in a file that was read, each from 1. */
export interface Place {
  readonly line: number;
  /** In bytes. */
  readonly column: number;
}

/** MALFORMED_TRACE_FILE at a place; without one, of the file as a whole. */
export function malformed(file: string, place: Partial<Place> | undefined, text: string): TracewrightError {
  const line = place?.line === undefined ? '' : `, line ${place.line}`;
  const column = place?.column === undefined ? '' : `, column ${place.column}`;
  return new TracewrightError('MALFORMED_TRACE_FILE', `${file}${line}${column}: ${text}`);
}

/** The place that is `position` characters after the begin of `text`, which begins at `start`. */
export function placeIn(start: Place, text: string, position: number): Place {
  const before = text.slice(0, position);
  const lastLine = before.lastIndexOf('\n');
  if (lastLine === -1) return { line: start.line, column: start.column + Buffer.byteLength(before) };
  return {
    line: start.line + before.split('\n').length - 1,
    column: Buffer.byteLength(before.slice(lastLine + 1)) + 1,
  };
}

/** What was expected where a text ceases to be JSON, and what is there; `ends` if nothing is. */
export function describeFault(text: string, { position, expected }: SyntaxFault, ends: string): string {
  // Strings cannot go on in the next line: it is the line that was cut off.
  if (text[position] === '\n') return 'expected the closing quote of a string; the line ends.';
  const found = position === text.length ? ends : `found ${excerpt(text.slice(position, position + 20))}`;
  return `expected ${expected}; ${found}.`;
}

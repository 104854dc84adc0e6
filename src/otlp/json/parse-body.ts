import { randomUUID } from 'node:crypto';
import { TracewrightError } from '../../errors.ts';
import { syntaxFault } from '../../model/json-syntax-fault.ts';
import { excerpt } from '../excerpt.ts';
import { quoteLongNumbers } from './long-numbers.ts';

/** A body as JSON.parse gives it, with long numbers as strings that begin with `mark`. */
export interface ParsedBody {
  readonly value: unknown;
  readonly mark: string;
}

/** Parses the text of a body without losing a digit. */
export function parseBody(text: string): ParsedBody {
  // Nobody can send a string that begins so.
  const mark = `number ${randomUUID()} `;
  try {
    return { value: JSON.parse(quoteLongNumbers(text, mark)), mark };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new TracewrightError('MALFORMED_JSON', describeFault(text));
  }
}

function describeFault(text: string): string {
  const fault = syntaxFault(text);
  if (fault === undefined) return 'the body is not JSON.';
  const { position, expected } = fault;
  const before = text.slice(0, position);
  const line = before.split('\n').length;
  const column = position - before.lastIndexOf('\n');
  const found = position === text.length ? 'the body ends' : `found ${excerpt(text.slice(position, position + 20))}`;
  return `at line ${line}, column ${column} (position ${position}): expected ${expected}; ${found}.`;
}

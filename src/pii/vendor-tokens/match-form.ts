import { runLength, runLengthBefore } from './alphabet.ts';
import type { TokenPart } from './vendor-token.ts';

/** Where the form that begins at `start` ends, or -1. A form does not end within its own last alphabet. */
export function formEnd(text: string, start: number, form: readonly TokenPart[]): number {
  let at = start;
  for (const [index, part] of form.entries()) {
    if (typeof part === 'string') {
      if (!text.startsWith(part, at)) return -1;
      at += part.length;
      continue;
    }
    // One more than allowed is looked for at the end, to know that the run is over.
    const last = index === form.length - 1;
    const length = runLength(text, at, part.alphabet, last ? part.max + 1 : part.max);
    if (length < part.min || length > part.max) return -1;
    at += length;
  }
  return at;
}

/** Where the form that ends before `end` begins, or -1. */
export function formStart(text: string, end: number, form: readonly TokenPart[]): number {
  let at = end;
  for (let index = form.length - 1; index >= 0; index--) {
    const part = form[index] ?? '';
    if (typeof part === 'string') {
      if (!text.endsWith(part, at)) return -1;
      at -= part.length;
      continue;
    }
    const length = runLengthBefore(text, at, part.alphabet, index === 0 ? part.max + 1 : part.max);
    if (length < part.min || length > part.max) return -1;
    at -= length;
  }
  return at;
}

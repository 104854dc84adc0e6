/** Where a text ceases to be JSON. */
export interface SyntaxFault {
  /** In characters, from 0. */
  readonly position: number;
  /** What would have been right there. */
  readonly expected: string;
}

type State = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'next' | 'end';

const SPACE = /[ \t\n\r]*/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON allows none of them in a string.
const PLAIN = /[^"\\\u0000-\u001f]+/y;

/**
 * Finds the first fault of a text that JSON.parse refused, whose message on Node 20 often has no position.
 *
 * Keeps its own stack, so that no nesting is too deep. Undefined when there is none.
 */
export function syntaxFault(text: string): SyntaxFault | undefined {
  const open: ('{' | '[')[] = [];
  let state: State = 'value';
  let position = 0;
  for (;;) {
    position = match(SPACE, text, position) ?? position;
    const character = text[position];
    if (state === 'end') return character === undefined ? undefined : { position, expected: 'the end' };
    if (state === 'next') {
      const container = open.at(-1);
      if (character === ',') state = container === '{' ? 'key' : 'value';
      else if (character === (container === '{' ? '}' : ']')) state = afterValue(open, true);
      else return { position, expected: container === '{' ? '"," or "}"' : '"," or "]"' };
      position++;
    } else if (state === 'colon') {
      if (character !== ':') return { position, expected: '":"' };
      state = 'value';
      position++;
    } else if ((state === 'key or }' && character === '}') || (state === 'value or ]' && character === ']')) {
      state = afterValue(open, true);
      position++;
    } else if (character === '"') {
      const end = stringEnd(text, position);
      if (typeof end !== 'number') return end;
      state = state.startsWith('key') ? 'colon' : afterValue(open, false);
      position = end;
    } else if (state === 'key' || state === 'key or }') {
      return { position, expected: state === 'key' ? 'a name in quotes' : 'a name in quotes or "}"' };
    } else if (character === '{' || character === '[') {
      open.push(character);
      state = character === '{' ? 'key or }' : 'value or ]';
      position++;
    } else {
      const end = match(SCALAR, text, position);
      if (end === undefined) return { position, expected: state === 'value' ? 'a value' : 'a value or "]"' };
      state = afterValue(open, false);
      position = end;
    }
  }
}

function afterValue(open: ('{' | '[')[], closes: boolean): State {
  if (closes) open.pop();
  return open.length === 0 ? 'end' : 'next';
}

/** Where the string that begins at `start` has ended, or its fault. */
function stringEnd(text: string, start: number): number | SyntaxFault {
  for (let position = start + 1; ; ) {
    position = match(PLAIN, text, position) ?? position;
    const character = text[position];
    if (character === '"') return position + 1;
    if (character === undefined) return { position, expected: 'the closing quote of a string' };
    if (character !== '\\') return { position, expected: 'no control character in a string' };
    const end = match(ESCAPE, text, position);
    if (end === undefined) return { position, expected: 'an escape such as \\n or \\u00e9' };
    position = end;
  }
}

/** Where a sticky pattern that matches at `position` ends. */
function match(pattern: RegExp, text: string, position: number): number | undefined {
  pattern.lastIndex = position;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

const TOKEN =
  /[ \t\r\n]*(?:([{}[\]:,])|("(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")|(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-]))/uy;
const BLANK = /[ \t\r\n]*/y;

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | 'end of value';

/** Where a text stops being JSON; undefined when it is JSON. What `JSON.parse` throws says it in some cases only. */
export function jsonFaultAt(text: string): number | undefined {
  if (isJson(text)) return undefined;
  const open: string[] = [];
  let expected: Expected = 'value';
  let at = 0;
  for (;;) {
    const from = skipBlank(text, at);
    if (expected === 'end of value' && open.length === 0) return from;
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) return from;
    const [, sign, string] = match;
    const next = after(sign ?? (string === undefined ? 'literal' : 'string'), expected, open);
    if (next === undefined) return from;
    expected = next;
    at = TOKEN.lastIndex;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function after(token: string, expected: Expected, open: string[]): Expected | undefined {
  const inner = open.at(-1);
  if (token === '}' || token === ']') {
    const isEmpty = expected === (token === '}' ? 'key or }' : 'value or ]');
    if (!isEmpty && expected !== 'end of value') return undefined;
    if (inner !== (token === '}' ? '{' : '[')) return undefined;
    open.pop();
    return 'end of value';
  }
  switch (expected) {
    case 'key':
    case 'key or }':
      return token === 'string' ? ':' : undefined;
    case ':':
      return token === ':' ? 'value' : undefined;
    case 'end of value':
      return token === ',' ? (inner === '{' ? 'key' : 'value') : undefined;
    default:
      if (token === ':' || token === ',') return undefined;
      if (token === '{' || token === '[') open.push(token);
      return token === '{' ? 'key or }' : token === '[' ? 'value or ]' : 'end of value';
  }
}

function skipBlank(text: string, at: number): number {
  BLANK.lastIndex = at;
  BLANK.exec(text);
  return BLANK.lastIndex;
}

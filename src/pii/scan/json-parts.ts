import type { Part } from './part.ts';

/** Of those above a member of JSON; the text's own come after them. */
const MAX_KEYS = 3;
/** Of a path so much is told: its end. */
const LONGEST_PATH = 400;

interface Open {
  readonly value: unknown;
  readonly keys: readonly string[];
  readonly path: string;
}

/**
 * Adds the texts and numbers of a text of JSON, each under its members' names. It keeps its own stack: a hostile text
 * nests as deep as it is long.
 *
 * @returns whether the text was JSON
 */
export function addJson(text: string, parts: Part[], max: number): boolean {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return false;
  }
  const open: Open[] = [{ value, keys: [], path: '' }];
  for (let next = open.pop(); next !== undefined && parts.length < max; next = open.pop()) {
    if (typeof next.value === 'string' || typeof next.value === 'number') parts.push(partOf(next));
    else open.push(...childrenOf(next, max - parts.length).reverse());
  }
  return true;
}

function partOf({ value, keys, path }: Open): Part {
  return { text: String(value), keys, step: path === '' ? 'JSON' : `JSON field ${path}` };
}

function childrenOf({ value, keys, path }: Open, most: number): Open[] {
  if (typeof value !== 'object' || value === null) return [];
  const shown = path.length > LONGEST_PATH ? `...${path.slice(-LONGEST_PATH / 2)}` : path;
  if (Array.isArray(value))
    return value.slice(0, most).map((element, index) => ({ value: element, keys, path: `${shown}[${index}]` }));
  return Object.entries(value)
    .slice(0, most)
    .map(([name, member]) => ({
      value: member,
      keys: [name, ...keys].slice(0, MAX_KEYS),
      path: shown === '' ? name : `${shown}.${name}`,
    }));
}

import { factsOfKey } from '../gates/telling-words.ts';
import type { Part } from './part.ts';

/** A member of an object or an element of an array, and where that stands in turn. */
interface JsonPlace {
  readonly name: string | number;
  readonly above: JsonPlace | undefined;
  /** What its own key and those above it say. */
  readonly keyFacts: number;
}

interface Waiting {
  readonly value: unknown;
  readonly place: JsonPlace | undefined;
}

/** Of those above a member; the text's own come after them. */
const MAX_KEYS = 3;

/** The texts and numbers of a JSON value, each under its keys, at most so many, in the order of the text. */
export function jsonParts(value: unknown, most: number): readonly Part[] {
  const parts: Part[] = [];
  // Depth first without recursion: it may be nested as deep as it is long.
  const waiting: Waiting[] = [{ value, place: undefined }];
  for (let next = waiting.pop(); next !== undefined && parts.length < most; next = waiting.pop()) {
    const { value: at, place } = next;
    if (typeof at === 'string' || typeof at === 'number') parts.push(new JsonPart(String(at), place));
    else if (Array.isArray(at)) addElements(at, place, waiting);
    else if (typeof at === 'object' && at !== null) addMembers(at, place, waiting);
  }
  return parts;
}

function addElements(elements: readonly unknown[], above: JsonPlace | undefined, waiting: Waiting[]): void {
  const keyFacts = above?.keyFacts ?? 0;
  for (let index = elements.length - 1; index >= 0; index--)
    waiting.push({ value: elements[index], place: { name: index, above, keyFacts } });
}

function addMembers(object: object, above: JsonPlace | undefined, waiting: Waiting[]): void {
  const names = Object.keys(object);
  const facts = above?.keyFacts ?? 0;
  for (let index = names.length - 1; index >= 0; index--) {
    const name = names[index] ?? '';
    const place = { name, above, keyFacts: facts | factsOfKey(name) };
    waiting.push({ value: (object as Readonly<Record<string, unknown>>)[name], place });
  }
}

/** Its keys and its path are made when something is found in it, or could be: in most nothing is. */
class JsonPart implements Part {
  readonly text: string;
  readonly keyFacts: number;
  readonly #place: JsonPlace | undefined;

  constructor(text: string, place: JsonPlace | undefined) {
    this.text = text;
    this.keyFacts = place?.keyFacts ?? 0;
    this.#place = place;
  }

  get keys(): readonly string[] {
    const keys: string[] = [];
    for (let place = this.#place; place !== undefined && keys.length < MAX_KEYS; place = place.above)
      if (typeof place.name === 'string') keys.push(place.name);
    return keys;
  }

  get step(): string {
    const names: string[] = [];
    for (let place = this.#place; place !== undefined; place = place.above) {
      const { name, above } = place;
      names.push(typeof name === 'number' ? `[${name}]` : above === undefined ? name : `.${name}`);
    }
    return names.length === 0 ? 'JSON' : `JSON field ${names.reverse().join('')}`;
  }
}

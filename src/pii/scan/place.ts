import type { DetectContext } from '../detector.ts';
import { factsOfKey } from '../gates/telling-words.ts';
import { keyWords } from '../key-words.ts';
import type { Part } from './part.ts';

/** Where a text stands that is looked through: under which keys, and how deep within another. */
export interface Place {
  /** How many steps lead to it. */
  readonly depth: number;
  /** What the keys say. */
  readonly keyFacts: number;
  /** The part's keys and the text's, nearest first. */
  readonly keys: readonly string[];
  /** How many of the keys above it are parts' own. */
  readonly ownKeys: number;
  readonly steps: readonly string[];
  readonly context: DetectContext;
}

/** The keys as detectors see them; taken apart into words when one of them asks. It can be spread. */
function contextOf(keys: readonly string[]): DetectContext {
  let words: readonly string[] | undefined;
  return {
    key: keys[0],
    keys,
    get words() {
      words ??= keys.flatMap(keyWords);
      return words;
    },
  };
}

/** A text as it came. */
export class WholeText implements Place {
  readonly depth = 0;
  readonly ownKeys = 0;
  readonly steps = [];
  readonly keys: readonly string[];
  readonly keyFacts: number;
  #context: DetectContext | undefined;

  constructor(keys: readonly string[]) {
    this.keys = keys;
    this.keyFacts = factsOfKeys(keys);
  }

  get context(): DetectContext {
    this.#context ??= contextOf(this.keys);
    return this.#context;
  }
}

/** A part of a text. What leads to it is put together when a detector has to look at it: at most parts none has. */
export class PartOfText implements Place {
  readonly depth: number;
  readonly keyFacts: number;
  readonly #part: Part;
  readonly #above: Place;
  #keys: readonly string[] | undefined;
  #context: DetectContext | undefined;

  constructor(part: Part, above: Place) {
    this.#part = part;
    this.#above = above;
    this.depth = above.depth + 1;
    this.keyFacts = above.keyFacts | (part.keyFacts ?? factsOfKeys(part.keys));
  }

  get keys(): readonly string[] {
    this.#keys ??= this.#part.keys.length === 0 ? this.#above.keys : [...this.#part.keys, ...this.#above.keys];
    return this.#keys;
  }

  get ownKeys(): number {
    return this.#above.ownKeys + Math.min(1, this.#part.keys.length);
  }

  get steps(): readonly string[] {
    return [...this.#above.steps, this.#part.step];
  }

  get context(): DetectContext {
    this.#context ??= contextOf(this.keys);
    return this.#context;
  }
}

function factsOfKeys(keys: readonly string[]): number {
  let facts = 0;
  for (const key of keys) facts |= factsOfKey(key);
  return facts;
}

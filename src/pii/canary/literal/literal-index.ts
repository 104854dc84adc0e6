/** A text that is looked for exactly as it is. */
export interface Literal {
  /** The value that it is made of. */
  readonly entry: number;
  readonly text: string;
  /** How it is written: `base32`, `base64, reversed`. */
  readonly name: string;
}

/** Shorter ones are not looked for. */
export const MIN_LITERAL = 8;
const GRAM = 4;
/** Of so many places in a row one is looked at: the shortest literal has a whole gram at one of them. */
const STRIDE = MIN_LITERAL - GRAM + 1;
const SLOTS = 1 << 17;

interface Start {
  readonly literal: Literal;
  /** Where in the literal the gram stands. */
  readonly offset: number;
}

/** Finds thousands of literals in one pass over a text. */
export class LiteralIndex {
  readonly #bits = new Uint8Array(SLOTS);
  readonly #starts = new Map<number, Start[]>();

  /** @param literals those that are too short are left out */
  constructor(literals: Iterable<Literal>) {
    for (const literal of literals) if (literal.text.length >= MIN_LITERAL) this.#add(literal);
  }

  /** The literals that are there, some more than once. */
  find(text: string): readonly Literal[] {
    const found: Literal[] = [];
    for (let at = 0; at + GRAM <= text.length; at += STRIDE) {
      const slot = slotAt(text, at);
      if (this.#bits[slot] === 0) continue;
      for (const { literal, offset } of this.#starts.get(slot) ?? [])
        if (offset <= at && text.startsWith(literal.text, at - offset)) found.push(literal);
    }
    return found;
  }

  #add(literal: Literal): void {
    for (let offset = 0; offset < STRIDE; offset++) {
      const slot = slotAt(literal.text, offset);
      const others = this.#starts.get(slot);
      this.#bits[slot] = 1;
      if (others === undefined) this.#starts.set(slot, [{ literal, offset }]);
      else others.push({ literal, offset });
    }
  }
}

function slotAt(text: string, at: number): number {
  let hash = 0;
  for (let index = at; index < at + GRAM; index++) hash = Math.imul(hash, 0x01000193) ^ text.charCodeAt(index);
  return (hash ^ (hash >>> 17)) & (SLOTS - 1);
}

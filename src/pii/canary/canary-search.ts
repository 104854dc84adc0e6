import type { CanaryValue } from './contents.ts';
import { decoded } from './decode/decoders.ts';
import { DigestIndex, type HmacKey } from './digest/digest-index.ts';
import { type DirectHit, findCut, findDirect, findTail } from './direct-hit.ts';
import { findElided } from './elided.ts';
import { encodingName } from './encoding-name.ts';
import { LiteralIndex } from './literal/literal-index.ts';
import { literalsOf } from './literal/literals.ts';
import { type Needle, needlesOf } from './needle.ts';
import { skeletonOf } from './skeleton.ts';

/** A value that is in a text. */
export interface CanaryHit {
  /** Which of the values it is. */
  readonly entry: number;
  /** How it is written there: `base64 of JSON, field card.number`. */
  readonly encoding: string;
}

/** How often an encoding may be in another. */
const MAX_DEPTH = 3;
/** How many characters are looked at of one text and all that it decodes to, beyond the text itself. */
const MAX_CHARACTERS = 196_608;
const MAX_CANDIDATES = 200;
const REMEMBERED = 20_000;

interface Candidate {
  readonly text: string;
  readonly steps: readonly string[];
}

/** Finds values in texts: as they are, in other forms, encoded up to three times, and as digests. */
export class CanarySearch {
  readonly #needles: readonly Needle[];
  readonly #cuttable: readonly Needle[];
  readonly #digests: DigestIndex;
  readonly #literals: LiteralIndex;
  readonly #count: number;
  readonly #known = new Map<string, readonly CanaryHit[]>();

  constructor(values: readonly CanaryValue[], hmacKeys: readonly HmacKey[]) {
    this.#needles = values.flatMap(needlesOf);
    this.#cuttable = this.#needles.filter(({ leastCut }) => Number.isFinite(leastCut));
    this.#digests = new DigestIndex(values, this.#needles, hmacKeys);
    this.#literals = new LiteralIndex(literalsOf(values));
    this.#count = values.length;
  }

  /** Each value that is in the text, once, in the form with the fewest encodings. */
  find(text: string): readonly CanaryHit[] {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const hits = this.#search(text);
    if (this.#known.size < REMEMBERED && text.length < 1_000) this.#known.set(text, hits);
    return hits;
  }

  /** The text without what is found in it; nothing of it where that cannot be cut out. */
  conceal(text: string): string {
    let left = text;
    for (let tries = 0; tries < 20 && this.find(left).length > 0; tries++) {
      const skeleton = skeletonOf(left);
      const hits = this.#direct(left);
      const [first] = hits;
      if (first === undefined || skeleton.source !== left) return '***';
      left = `${left.slice(0, first.start)}***${left.slice(first.end)}`;
    }
    return this.find(left).length > 0 ? '***' : left;
  }

  #search(text: string): readonly CanaryHit[] {
    const found = new Map<number, CanaryHit>();
    const queue: Candidate[] = [{ text, steps: [] }];
    const seen = new Set([text]);
    let left = MAX_CHARACTERS;
    for (let at = 0; at < queue.length && found.size < this.#count; at++) {
      const candidate = queue[at] as Candidate;
      this.#look(candidate, found);
      if (candidate.steps.length >= MAX_DEPTH) continue;
      for (const { text: inner, step } of decoded(candidate.text)) {
        if (inner.length < 6 || seen.has(inner) || queue.length >= MAX_CANDIDATES) continue;
        left -= inner.length;
        if (left < 0) break;
        seen.add(inner);
        queue.push({ text: inner, steps: [...candidate.steps, step] });
      }
    }
    // Last: where more than a piece is left, decoding it says more.
    if (found.size < this.#count) for (const candidate of queue) this.#lookForPieces(candidate, found);
    return [...found.values()];
  }

  #look({ text, steps }: Candidate, found: Map<number, CanaryHit>): void {
    for (const hit of this.#direct(text)) {
      const { entry } = hit.needle;
      if (!found.has(entry)) found.set(entry, { entry, encoding: encodingName(steps, text, hit) });
    }
    for (const { entry, name } of this.#digests.find(text)) {
      if (!found.has(entry)) found.set(entry, { entry, encoding: [...steps, name].join(' of ') });
    }
  }

  #lookForPieces({ text, steps }: Candidate, found: Map<number, CanaryHit>): void {
    for (const { entry, name } of this.#literals.find(text)) {
      if (!found.has(entry)) found.set(entry, { entry, encoding: [...steps, name].join(' of ') });
    }
  }

  /** The first place of each needle, whole ones first. */
  #direct(text: string): readonly DirectHit[] {
    const skeleton = skeletonOf(text);
    const hits: DirectHit[] = [];
    for (const needle of this.#needles) {
      if (needle.skeleton.length > skeleton.text.length) continue;
      const hit = findDirect(skeleton, needle);
      if (hit !== undefined) hits.push(hit);
    }
    for (const needle of this.#cuttable) {
      const hit = findCut(skeleton, needle) ?? findTail(skeleton, needle, false);
      if (hit !== undefined) hits.push(hit);
    }
    hits.push(...findElided(skeleton.source, this.#cuttable));
    return hits;
  }
}

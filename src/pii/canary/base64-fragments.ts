import type { CanaryValue } from './contents.ts';

/** Fewer characters of base64 stand somewhere by chance. */
const MIN_FRAGMENT = 10;
const OFFSETS = [0, 1, 2];

interface Fragment {
  readonly entry: number;
  readonly text: string;
}

/**
 * Values within base64 of which the rest is lost: cut before and behind, so that no group of four is whole. Looked up
 * as the characters that a value alone decides, for each of the three bytes at which it may begin.
 */
export class Base64Fragments {
  readonly #fragments: readonly Fragment[];

  constructor(values: readonly CanaryValue[]) {
    this.#fragments = values.flatMap(({ value }, entry) => {
      const forms = new Set([value, value.toLowerCase(), value.toUpperCase(), value.replace(/[\s().-]/g, '')]);
      return [...forms].flatMap(form => OFFSETS.map(offset => ({ entry, text: fragmentOf(form, offset) })));
    });
  }

  /** Which of the values are there. */
  find(text: string): readonly number[] {
    if (text.length < MIN_FRAGMENT) return [];
    const folded = text.includes('-') || text.includes('_') ? text.replace(/-/g, '+').replace(/_/g, '/') : text;
    return this.#fragments
      .filter(fragment => fragment.text.length >= MIN_FRAGMENT && folded.includes(fragment.text))
      .map(({ entry }) => entry);
  }
}

/** Base64 of a value behind so many bytes, without the characters that have a share of what is before or behind it. */
function fragmentOf(value: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(value, 'utf8')]);
  return bytes.toString('base64').slice(Math.ceil((offset * 8) / 6), Math.floor((bytes.length * 8) / 6));
}

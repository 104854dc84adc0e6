import { createHash } from 'node:crypto';
import { DETECTORS } from '../../../src/pii/detectors.ts';

const ALGORITHMS = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha512-256', 'sha3-256'];
const KINDS = ['', ...new Set(DETECTORS.flatMap(({ kind, name }) => [kind, name]))];
/** Hex digits of a hash that are looked for: as many as stood behind a mask once. */
const SHORTEST = 8;

/**
 * Values that somebody can get out of a text by trying: for each candidate its hashes, whole or cut, of all usual forms of it,
 * alone or with a kind.
 */
export function recoveredFrom(text: string, candidates: readonly string[]): string[] {
  const hex = new Set(Array.from(text.matchAll(/[\da-f]{8,}/gi), ([run]) => run.slice(0, SHORTEST).toLowerCase()));
  const base64 = new Set(Array.from(text.matchAll(/[\w+/-]{11,}/g), ([run]) => run.slice(0, 10)));
  return candidates.filter(candidate =>
    [...contentsOf(candidate)].some(content =>
      ALGORITHMS.some(algorithm => {
        const digest = createHash(algorithm).update(content).digest();
        return (
          hex.has(digest.toString('hex', 0, SHORTEST / 2)) ||
          base64.has(digest.toString('base64').slice(0, 10)) ||
          base64.has(digest.toString('base64url').slice(0, 10))
        );
      }),
    ),
  );
}

function contentsOf(value: string): Set<string> {
  const bare = value.replace(/[\s-]/g, '');
  const forms = [value, value.toLowerCase(), bare, bare.toLowerCase(), value.replace(/\D/g, ''), `${value}\n`];
  return new Set(
    forms.flatMap(form => [
      form,
      JSON.stringify(form),
      ...KINDS.flatMap(kind => [`${kind}\0${form}`, `${kind}:${form}`]),
    ]),
  );
}

/** The value, among others of its form: other digits, other letters. */
export function candidatesFor(value: string, many: number): string[] {
  const others = Array.from({ length: many - 1 }, (_, index) =>
    value.replace(/[\da-z]/gi, (char, at: number) => shifted(char, (index + 1) * (at + 3))),
  );
  return [...new Set([...others, value])];
}

function shifted(char: string, by: number): string {
  const [first, size] = /\d/.test(char)
    ? (['0', 10] as const)
    : /[a-z]/.test(char)
      ? (['a', 26] as const)
      : (['A', 26] as const);
  const from = first.charCodeAt(0);
  return String.fromCharCode(from + ((char.charCodeAt(0) - from + by) % size));
}

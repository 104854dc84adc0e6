import type { CanaryValue } from '../contents.ts';
import { BASE85, base85Fragment, OFFSETS } from './base85.ts';
import { BASE16, BASE32, BASE64, type BitAlphabet, bitFragment, offsetsOf } from './bit-alphabets.ts';
import { type Literal, MIN_LITERAL } from './literal-index.ts';
import { asNumber, NUMBER_ALPHABETS } from './number-alphabets.ts';

/** Fewer characters of base64 stand somewhere by chance. */
const MIN_BASE64 = 10;
/** A longer one is no number that somebody wrote. */
const MAX_NUMBER = 256;

type Written = readonly [text: string, name: string];

/**
 * How values are written in encodings that are not decoded: base64 that was cut on both sides or reversed, and alphabets in
 * which any word could be something encoded.
 */
export function* literalsOf(values: readonly CanaryValue[]): Generator<Literal> {
  for (const [entry, { value }] of values.entries()) {
    const seen = new Set<string>();
    for (const form of formsOf(value)) {
      const bytes = Buffer.from(form, 'utf8');
      for (const [text, name] of [...inBits(bytes), ...inGroups(bytes), ...asNumbers(bytes), ...rotated(form)]) {
        if (text.length < MIN_LITERAL || seen.has(text)) continue;
        seen.add(text);
        yield { entry, text, name };
      }
    }
  }
}

function formsOf(value: string): ReadonlySet<string> {
  return new Set([value, value.toLowerCase(), value.toUpperCase(), value.replace(/[\s().-]/g, '')]);
}

function inBits(bytes: Buffer): Written[] {
  const base64 = fragments(bytes, BASE64).filter(text => text.length >= MIN_BASE64);
  const urlSafe = base64.map(text => text.replace(/\+/g, '-').replace(/\//g, '_'));
  const base32 = BASE32.flatMap(alphabet =>
    fragments(bytes, alphabet).flatMap((text): Written[] => [
      [text, alphabet.name],
      [text.toLowerCase(), alphabet.name],
    ]),
  );
  return [
    ...[...base64, ...urlSafe].flatMap((text): Written[] => [
      [text, 'base64, a piece of it'],
      [reversed(text), 'base64, reversed'],
    ]),
    ...base32,
    ...fragments(bytes, BASE16).flatMap((text): Written[] => [
      [reversed(text), 'hex, reversed'],
      [reversed(text.toUpperCase()), 'hex, reversed'],
    ]),
  ];
}

function fragments(bytes: Buffer, alphabet: BitAlphabet): string[] {
  return offsetsOf(alphabet).map(offset => bitFragment(bytes, alphabet, offset));
}

function inGroups(bytes: Buffer): Written[] {
  return BASE85.flatMap(({ name, characters }) =>
    OFFSETS.map((offset): Written => [base85Fragment(bytes, characters, offset), name]),
  );
}

function asNumbers(bytes: Buffer): Written[] {
  if (bytes.length > MAX_NUMBER) return [];
  return NUMBER_ALPHABETS.map(({ name, characters }): Written => [asNumber(bytes, characters), name]);
}

/** Digits stay as they are: a value of them alone is found as it is. */
function rotated(form: string): Written[] {
  const text = form.replace(/[A-Za-z]/g, letter => {
    const first = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - first + 13) % 26) + first);
  });
  return text === form ? [] : [[text, 'ROT13']];
}

function reversed(text: string): string {
  return [...text].reverse().join('');
}

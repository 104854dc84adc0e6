import { types } from 'node:util';
import { TracewrightError } from '../errors.ts';
import { checkOptions, kindOf } from '../misuse.ts';
import type { Attributes, AttributeValue } from '../model/attributes.ts';
import { holdsWildcard } from '../model/wildcard.ts';
import type { NormalisedAttributes, NormalisedValue } from './normalised-trace.ts';
import {
  ADDRESSES,
  PLACE,
  PRIVATE_IP,
  SHOWN_TEXT,
  USER_AGENTS,
  VOLATILE,
  VOLATILE_TEXT,
} from './volatile-attributes.ts';

/** What is masked besides the default list, and what of that list is not. */
export interface MaskOptions {
  readonly mask?: readonly (string | RegExp)[];
  readonly keep?: readonly (string | RegExp)[];
}

/** Takes out of texts and attributes what another run would change. */
export interface Masks {
  text(text: string): string;
  attributes(attributes: Attributes): NormalisedAttributes;
  /** The same, without what says where the service ran. */
  resource(attributes: Attributes): NormalisedAttributes;
}

const VERSION = /\bv?\d+(?:\.\d+)+[\w.+-]*/g;
const PORT_AT_END = /(?<=[^:\s]:)\d{1,5}$/;
/** Milliseconds since the epoch, from 2017 to 2033. */
const EPOCH_MS = { min: 1.5e12, max: 2e12 };

/**
 * Checks the options, and makes them ready.
 *
 * @throws {TracewrightError} UNKNOWN_OPTION, INVALID_OPTION or UNDEFINED_EXPECTATION.
 */
export function compileMasks(options: unknown, where: string): Masks {
  checkOptions(options, ['mask', 'keep'], where);
  const { mask, keep } = (options ?? {}) as { readonly mask?: unknown; readonly keep?: unknown };
  const masked = checkPatterns(mask, `${where} option mask`);
  const kept = checkPatterns(keep, `${where} option keep`);
  const rules = new KeyRules(masked.keys, kept.keys);
  const own = masked.texts.map(({ source, flags }) => new RegExp(source, flags.replace(/[gy]/g, '').concat('g')));
  const isKept = (text: string) => kept.texts.some(pattern => text.search(pattern) >= 0);
  const memo = new Map<string, string>();
  const text = (given: string): string => {
    let done = memo.get(given);
    if (done === undefined) {
      const usual = isKept(given) ? given : maskText(given);
      done = own.reduce((before, pattern) => before.replaceAll(pattern, '<masked>'), usual);
      memo.set(given, done);
    }
    return done;
  };
  const normalise = new Normaliser(rules, text, isKept);
  return {
    text,
    attributes: attributes => normalise.attributes(attributes, () => false),
    resource: attributes => normalise.attributes(attributes, key => rules.isPlace(key)),
  };
}

/** The default list and the user's, looked up by key; the answer for a key is remembered. */
class KeyRules {
  readonly #found = new Map<string, KeyRule>();
  readonly #mask: KeyTest;
  readonly #keep: KeyTest;

  constructor(mask: readonly string[], keep: readonly string[]) {
    this.#mask = keyTest(mask);
    this.#keep = keyTest(keep);
  }

  of(key: string): KeyRule {
    let rule = this.#found.get(key);
    if (rule === undefined) {
      rule = this.#look(key);
      this.#found.set(key, rule);
    }
    return rule;
  }

  isPlace(key: string): boolean {
    return IS_PLACE(key) && !this.#mask(key) && !this.#keep(key);
  }

  #look(key: string): KeyRule {
    if (this.#mask(key)) return { kind: 'masked', shown: 'masked' };
    if (this.#keep(key)) return { kind: 'kept' };
    const volatile = IS_VOLATILE.find(({ test }) => test(key));
    if (volatile !== undefined) return { kind: 'masked', shown: volatile.shown };
    if (IS_USER_AGENT(key)) return { kind: 'user-agent' };
    return IS_ADDRESS(key) ? { kind: 'address' } : { kind: 'text' };
  }
}

type KeyRule =
  | { readonly kind: 'masked'; readonly shown: string }
  | { readonly kind: 'kept' | 'user-agent' | 'address' | 'text' };
type KeyTest = (key: string) => boolean;

class Normaliser {
  readonly #rules: KeyRules;
  readonly #text: (text: string) => string;
  readonly #isKept: (text: string) => boolean;

  constructor(rules: KeyRules, text: (text: string) => string, isKept: (text: string) => boolean) {
    this.#rules = rules;
    this.#text = text;
    this.#isKept = isKept;
  }

  attributes(attributes: Attributes, leftOut: KeyTest): NormalisedAttributes {
    const keys = Object.keys(attributes)
      .filter(key => !leftOut(key))
      .sort();
    return { entries: keys.map(key => [key, this.#value(attributes[key] ?? null, this.#rules.of(key))] as const) };
  }

  #value(value: AttributeValue, rule: KeyRule): NormalisedValue {
    if (rule.kind === 'kept') return keepValue(value);
    if (rule.kind === 'masked') return this.#isKeptValue(value, rule) ? keepValue(value) : { masked: rule.shown };
    if (typeof value === 'string') return this.#string(value, rule);
    if (typeof value === 'number') return isEpoch(value) && !this.#isKept(String(value)) ? { masked: 'time' } : value;
    if (value === null || typeof value !== 'object' || types.isUint8Array(value)) return value;
    if (isList(value)) return value.map(element => this.#value(element, rule));
    return this.attributes(value, () => false);
  }

  /** What the user masks by key stays masked; only the default list yields to `keep`. */
  #isKeptValue(value: AttributeValue, rule: { readonly shown: string }): boolean {
    return rule.shown !== 'masked' && (typeof value !== 'object' || value === null) && this.#isKept(String(value));
  }

  #string(value: string, { kind }: KeyRule): string {
    if (this.#isKept(value)) return this.#text(value);
    const text = this.#text(value);
    if (kind === 'user-agent') return text.replace(VERSION, '<version>');
    return kind === 'address' ? text.replace(PORT_AT_END, '<port>') : text;
  }
}

/** As it is, with keys sorted. */
function keepValue(value: AttributeValue): NormalisedValue {
  if (value === null || typeof value !== 'object' || types.isUint8Array(value)) return value;
  if (isList(value)) return value.map(keepValue);
  const attributes = value;
  return {
    entries: Object.keys(attributes)
      .sort()
      .map(key => [key, keepValue(attributes[key] ?? null)] as const),
  };
}

function isList(value: AttributeValue): value is readonly AttributeValue[] {
  return Array.isArray(value);
}

function isEpoch(value: number): boolean {
  return Number.isInteger(value) && value >= EPOCH_MS.min && value < EPOCH_MS.max;
}

function maskText(text: string): string {
  return text.replace(VOLATILE_TEXT, shownFor).replace(PRIVATE_IP, '<ip address>');
}

function shownFor(_all: string, ...found: unknown[]): string {
  const groups = found.at(-1) as Readonly<Record<string, string | undefined>>;
  for (const [group, shown] of Object.entries(SHOWN_TEXT)) {
    if (groups[group] !== undefined) return `${group === 'port' ? (groups.before ?? '') : ''}<${shown}>`;
  }
  return _all;
}

function keyTest(patterns: readonly string[]): KeyTest {
  return key => patterns.some(pattern => holdsWildcard(key, pattern));
}

const IS_VOLATILE = VOLATILE.map(({ shown, keys }) => ({ shown, test: keyTest(keys) }));
const IS_PLACE = keyTest(PLACE);
const IS_USER_AGENT = keyTest(USER_AGENTS);
const IS_ADDRESS = keyTest(ADDRESSES);

interface Patterns {
  readonly keys: readonly string[];
  readonly texts: readonly RegExp[];
}

function checkPatterns(given: unknown, where: string): Patterns {
  if (given === undefined) return { keys: [], texts: [] };
  if (!Array.isArray(given)) {
    throw invalid(
      `${where} is ${kindOf(given)}; it takes an array of keys and of RegExps: ["app.order.id", /ord-\\d+/].`,
    );
  }
  const patterns: readonly unknown[] = given;
  for (const [index, pattern] of patterns.entries()) checkPattern(pattern, `${where}[${index}]`);
  return {
    keys: patterns.filter(pattern => typeof pattern === 'string'),
    texts: patterns.filter(pattern => types.isRegExp(pattern)),
  };
}

function checkPattern(pattern: unknown, where: string): void {
  if (types.isRegExp(pattern)) {
    if (''.search(pattern) < 0) return;
    throw invalid(`${where} is ${String(pattern)}, which matches the empty text, and so everything.`);
  }
  if (typeof pattern !== 'string' || pattern === '') {
    const received = pattern === '' ? 'an empty string' : kindOf(pattern);
    throw invalid(
      `${where} is ${received}; it takes an attribute's key ("*" for any part of it), or a RegExp for text.`,
    );
  }
}

function invalid(text: string): TracewrightError {
  return new TracewrightError('INVALID_OPTION', text);
}

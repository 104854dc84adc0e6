import { TracewrightError } from '../../errors.ts';
import { CANARY_BRAND, type CanaryContents, type CanaryValue } from './contents.ts';
import { distinctiveLength, MIN_DISTINCTIVE } from './distinctive.ts';

const INSPECT = Symbol.for('nodejs.util.inspect.custom');
const CHAI_INSPECT = Symbol.for('chai/inspect');

/**
 * Data that a test sends, and that must be nowhere in its traces. It shows no value where it is printed.
 *
 * @see docs/pii.md
 */
export abstract class Canary {
  readonly #values: CanaryValue[] = [];
  #isSent = false;

  /** @internal */
  get [CANARY_BRAND](): CanaryContents {
    return {
      name: this.canaryName,
      isPerson: this.isPerson,
      values: [...this.ownValues, ...this.#values],
      wasSent: this.#isSent,
      owner: this,
    };
  }

  /** @internal */
  protected abstract get canaryName(): string;

  /** @internal */
  protected abstract get isPerson(): boolean;

  /** @internal */
  protected abstract get ownValues(): readonly CanaryValue[];

  /**
   * Adds a value that is to be nowhere either: what the system derived, an id that it gave. Gives the canary back.
   *
   * @param label what failure texts call it; the value is in none of them
   * @throws {TracewrightError} INVALID_CANARY for a value with fewer than 6 distinctive characters: it would be found by
   * chance.
   * @example
   * person.track('customer id', reply.customerId);
   */
  track(label: string, value: string | number | bigint): this {
    this.#values.push(checkValue(label, value));
    return this;
  }

  /** Says that it was sent by other means than reading one of its values. Gives the canary back. */
  sent(): this {
    this.#isSent = true;
    return this;
  }

  toString(): string {
    return `[canary ${this.canaryName}]`;
  }

  [INSPECT](): string {
    return this.toString();
  }

  [CHAI_INSPECT](): string {
    return this.toString();
  }

  /** How Jest's and Vitest's printers are told to ask for a text, and not to read every property. */
  get $$typeof(): symbol {
    return Symbol.for('jest.asymmetricMatcher');
  }

  /** @internal */
  toAsymmetricMatcher(): string {
    return this.toString();
  }
}

/** @throws {TracewrightError} INVALID_CANARY */
function checkValue(label: unknown, given: unknown): CanaryValue {
  if (typeof label !== 'string' || label.trim() === '')
    throw invalid(`a tracked value needs a label: track('customer id', value); received ${typeName(label)}.`);
  const where = `the value of ${JSON.stringify(label)}`;
  if (typeof given !== 'string' && typeof given !== 'number' && typeof given !== 'bigint')
    throw invalid(`${where} is ${typeName(given)}; it takes text or a number.`);
  const value = String(given);
  const distinctive = distinctiveLength(value);
  if (distinctive < MIN_DISTINCTIVE)
    throw invalid(
      `${where} has ${value.length} characters, ${distinctive} of them distinctive; at least ${MIN_DISTINCTIVE} have to be, or it would be found by chance.`,
    );
  return { label, value, kind: 'any' };
}

/** Never more: what was meant as a value is in no text. */
function typeName(given: unknown): string {
  if (given === null) return 'null';
  if (Array.isArray(given)) return 'an array';
  if (given === '') return 'an empty string';
  return given === undefined ? 'undefined' : `of type ${typeof given}`;
}

function invalid(text: string): TracewrightError {
  return new TracewrightError('INVALID_CANARY', text);
}

import { Canary } from './canary-base.ts';
import type { CanaryValue } from './contents.ts';
import { type PersonValues, personValues } from './person-values.ts';

const KINDS: Readonly<Record<keyof PersonValues, CanaryValue['kind']>> = {
  name: 'name',
  email: 'email',
  phone: 'phone',
  card: 'any',
  iban: 'any',
  password: 'any',
  token: 'any',
};

/**
 * A person that does not exist. Whoever reads a value counts as having sent it, by spreading, destructuring and
 * `JSON.stringify` too; printing it does not count, and shows none.
 */
export class CanaryPerson extends Canary {
  /** Two words, each unlike any name. */
  declare readonly name: string;
  /** With an own subdomain of example.com. */
  declare readonly email: string;
  /** Valid, in E.164, of an exchange that no subscriber gets. Of all values the weakest: ten digits are few. */
  declare readonly phone: string;
  /** 16 digits of Visa's, with the right check digit. */
  declare readonly card: string;
  /** A German one, valid, without blanks. */
  declare readonly iban: string;
  /** With letters of both cases, digits and special characters. */
  declare readonly password: string;
  /** 40 letters and digits. */
  declare readonly token: string;

  readonly #seed: number | string;
  readonly #values: PersonValues;

  constructor(seed: number | string) {
    super();
    this.#seed = seed;
    this.#values = personValues(String(seed));
    for (const field of Object.keys(KINDS) as (keyof PersonValues)[]) {
      // Own and enumerable, so that they spread.
      Object.defineProperty(this, field, { enumerable: true, get: () => this.sent().#values[field] });
    }
  }

  /** Makes the same person again: `canary.person({ seed })`. */
  get seed(): number | string {
    return this.#seed;
  }

  protected override get canaryName(): string {
    return `person-${this.#seed}`;
  }

  protected override get isPerson(): boolean {
    return true;
  }

  protected override get ownValues(): readonly CanaryValue[] {
    return (Object.keys(KINDS) as (keyof PersonValues)[]).map(label => ({
      label,
      value: this.#values[label],
      kind: KINDS[label],
    }));
  }

  /** For `JSON.stringify`, which says for which key; a runner's printer says nothing, and gets no value. */
  toJSON(key?: string): PersonValues | string {
    return typeof key === 'string' ? { ...this.sent().#values } : this.toString();
  }
}

/** A value of a canary, and under which name it is told. */
export interface CanaryValue {
  readonly label: string;
  readonly value: string;
  /** What it is made of, where that is known: an e-mail address that is a canary's own has a domain of its own. */
  readonly kind: 'email' | 'name' | 'phone' | 'any';
}

/** What only the matcher reads of a canary: looking at it here does not count as sending. */
export interface CanaryContents {
  /** `person-7`, or the label of a canary of one value. */
  readonly name: string;
  readonly isPerson: boolean;
  readonly values: readonly CanaryValue[];
  readonly wasSent: boolean;
  /** The canary itself: as long as it lives, what is compiled of its values is kept. */
  readonly owner: object;
}

/** The same for the ESM and the CommonJS copy of the package, which can meet in one process. */
export const CANARY_BRAND = Symbol.for('tracewright.Canary');

/** What a canary holds, of this copy of the package or of the other; undefined for what is none. */
export function contentsOf(given: unknown): CanaryContents | undefined {
  if (typeof given !== 'object' || given === null || !(CANARY_BRAND in given)) return undefined;
  return given[CANARY_BRAND] as CanaryContents;
}

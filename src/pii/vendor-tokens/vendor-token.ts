import type { Confidence } from '../detector.ts';
import type { Alphabet } from './alphabet.ts';

/** So many characters of an alphabet. */
export interface TokenRun {
  readonly alphabet: Alphabet;
  readonly min: number;
  readonly max: number;
}

/** What a token is made of, in order: fixed text, or a run. A run takes all that it can, and gives nothing back. */
export type TokenPart = string | TokenRun;

/** The last characters of a token, reckoned from those between its prefix and them. */
export interface TokenChecksum {
  readonly length: number;
  readonly of: (body: string) => string;
}

interface AnyVendorToken {
  readonly vendor: string;
  /** Unique, in kebab-case, beginning with the vendor's. */
  readonly name: string;
  /** What follows the prefix, or all of a token that has none. */
  readonly form: readonly TokenPart[];
  /** Default: `high` with a prefix, `medium` with a keyword. */
  readonly confidence?: Confidence;
  /** Bits a character that the runs must have, so that placeholders are none. Default 2.5. */
  readonly minEntropy?: number;
}

/** A token that one knows by its own text. */
export interface PrefixedToken extends AnyVendorToken {
  /** How it begins, or with `before` what stands in its middle. Case-sensitive. */
  readonly prefixes: readonly string[];
  /** What stands before the prefix. */
  readonly before?: readonly TokenPart[];
  /** What is somewhere in the form's runs. */
  readonly contains?: string;
  /** Where it agrees the token is certainly one; where not it is still a hit, of medium confidence: made-up tokens are leaked in CI. */
  readonly checksum?: TokenChecksum;
}

/** A token without a mark of its own: it is one where the vendor, and a word like key or token, are named before it or in its key. */
export interface NamedToken extends AnyVendorToken {
  /** In lower case; compared without regard to case. */
  readonly keywords: readonly string[];
}

/** A documented form of a vendor's credentials. */
export type VendorToken = PrefixedToken | NamedToken;

/** A run of a table's form: `run('hex', 32)`, `run('alnum', 20, 40)`. */
export function run(alphabet: Alphabet, min: number, max: number = min): TokenRun {
  return { alphabet, min, max };
}

/** A UUID in lower or upper case. */
export const UUID: readonly TokenPart[] = [
  run('hexAny', 8),
  '-',
  run('hexAny', 4),
  '-',
  run('hexAny', 4),
  '-',
  run('hexAny', 4),
  '-',
  run('hexAny', 12),
];

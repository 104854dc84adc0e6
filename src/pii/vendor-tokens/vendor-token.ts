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

/** What most tokens do not need to say. */
export interface TokenTraits {
  /** Default: `high` with a prefix, `medium` with a keyword. */
  readonly confidence?: Confidence;
  /** Bits a character that what is not fixed must have, so that placeholders are none. Default 2.5. */
  readonly minEntropy?: number;
}

/** What some prefixed tokens have besides. */
export interface PrefixTraits extends TokenTraits {
  /** What stands before the prefix, which then is in the token's middle. */
  readonly before?: readonly TokenPart[];
  /** Whether a digit must be in it, as in few words. */
  readonly hasDigit?: boolean;
  /** What is somewhere in what follows the prefix. */
  readonly contains?: string;
  /** What the whole token must be besides. */
  readonly accepts?: (token: string) => boolean;
  /** Where it agrees the token is certainly one; where not it is still a hit, of medium confidence: made-up tokens are leaked in CI. */
  readonly checksum?: TokenChecksum;
}

/** A token that one knows by its own text. */
export interface PrefixedToken extends PrefixTraits {
  readonly type: 'prefixed';
  readonly vendor: string;
  /** Case-sensitive; three characters or more. */
  readonly prefixes: readonly string[];
  /** What follows the prefix. */
  readonly form: readonly TokenPart[];
}

/** A token without a mark of its own: it is one where the vendor, and a word like key or token, are named before it or in its key. */
export interface NamedToken extends TokenTraits {
  readonly type: 'named';
  readonly vendor: string;
  /** In lower case, with a blank between words: `new relic` is also `NewRelic` and `new_relic`. */
  readonly keywords: readonly string[];
  /** All of the token. */
  readonly form: readonly TokenPart[];
}

/** A documented form of a vendor's credentials. */
export type VendorToken = PrefixedToken | NamedToken;

/** A line of a table: a token with a prefix. */
export function prefixed(
  vendor: string,
  prefixes: readonly string[],
  form: readonly TokenPart[],
  traits: PrefixTraits = {},
): PrefixedToken {
  return { type: 'prefixed', vendor, prefixes, form, ...traits };
}

/** A line of a table: a token that only its vendor's name tells. */
export function named(
  vendor: string,
  keywords: readonly string[],
  form: readonly TokenPart[],
  traits: TokenTraits = {},
): NamedToken {
  return { type: 'named', vendor, keywords, form, ...traits };
}

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

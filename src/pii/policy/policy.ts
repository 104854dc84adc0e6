import type { PiiDetector } from '../detector.ts';
import type { PiiLevel } from '../verdict.ts';

/** What is personal data or a secret, how it counts, and what is allowed. Every field is optional. */
export interface PiiPolicy {
  /**
   * How each kind counts: `{ ip: 'error', phone: 'warn', 'birth-date': 'off' }`. Default: errors; `ip` is off, and
   * `gen-ai-content` is a warning.
   */
  readonly levels?: Readonly<Record<string, PiiLevel | 'off'>>;
  /** Only these kinds count, each as an error: `['gen-ai-content']`. They take the place of `levels`. Default: all. */
  readonly kinds?: readonly string[];
  /** What may be there after all, and why. */
  readonly allow?: readonly PiiAllowance[];
  /** Detectors of your own, beside those that are there. */
  readonly detectors?: readonly PiiDetector[];
  /** Patterns of your own, in RE2's syntax: they take linear time, whatever they are. */
  readonly patterns?: readonly PiiPattern[];
  /** Whether an allowance that allows nothing fails the assertion. Default false: the failure text tells it. */
  readonly strict?: boolean;
  /**
   * The name of the environment variable that holds the key of fingerprints. Default `TRACEWRIGHT_FINGERPRINT_KEY`. The
   * key itself never stands in a policy. A variable that is empty counts as one that is not set.
   */
  readonly fingerprintKeyEnv?: string;
}

/** Text that is equal, in which `*` stands for anything; a RegExp; or a pattern in RE2's syntax, as files have it. */
export type TextTest = string | RegExp | { readonly pattern: string };

/** What may be there: all that is given must hold. */
export interface PiiAllowance {
  /** Why: it is told with the finding that it allows. */
  readonly reason: string;
  /**
   * The `fingerprint` of a finding. One of 32 digits needs the key: where it is not set, the policy fails as
   * `FINGERPRINT_KEY_MISSING`.
   */
  readonly fingerprint?: string;
  readonly kind?: string;
  readonly detector?: string;
  /** The attribute's key, or that of the part that holds the value: a query parameter, a JSON member, a column. */
  readonly key?: TextTest;
  /** The value itself. */
  readonly value?: TextTest;
  /** The place: `attributes["url.full"]*`. */
  readonly path?: TextTest;
  readonly service?: TextTest;
  readonly span?: TextTest;
  /** The last day of the allowance, in UTC: `2027-03-01`. From the next day on, the policy fails as `ALLOWANCE_EXPIRED`. */
  readonly until?: string;
}

/** A pattern of your own. */
export interface PiiPattern {
  readonly name: string;
  readonly kind?: string;
  /** RE2's syntax; a RegExp's source is taken. */
  readonly pattern: string | RegExp;
  /** Only under keys that have one of these words. */
  readonly words?: readonly string[];
}

/** A policy, or the path of a JSON or YAML file that holds one. */
export type PolicySource = PiiPolicy | string | URL;

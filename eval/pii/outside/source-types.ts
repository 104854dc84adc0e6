import type { NationalId } from './national-id.ts';
import type { Random } from './random.ts';

/** Half of the corpus: the engineers who change detectors work with `open`; `held` is for the final run. */
export type Half = 'open' | 'held';

/** A value that is personal data or a secret, and what tells so. */
export interface Sample {
  readonly value: string;
  /** Names of keys that say what it is, in words (`customer tax number`): a template writes them in its own style. */
  readonly keys: readonly string[];
  /** Words of a sentence that say what it is. */
  readonly words: readonly string[];
  /** Whether the value says what it is by itself. Others come only under a key or beside a word. */
  readonly alone: boolean;
}

/** A place that samples come from: a vendor, a locale, a country, a network of cards. */
export interface Source {
  readonly name: string;
  /** What the samples are: a type of `score.ts`, which has the kinds of findings that are right. */
  readonly type: string;
  sample(random: Random): Sample;
}

/** What telemetry a sample is put into. */
export interface Template {
  readonly name: string;
  /** What the template says about the value: its key, a word beside it, or nothing. */
  readonly tells: 'key' | 'word' | 'nothing';
  put(filling: Filling): Pair;
}

export interface Filling {
  /** A key, in words. */
  readonly key: string;
  readonly word: string;
  readonly value: string;
  readonly random: Random;
}

/** An attribute of a span or a log record. */
export interface Pair {
  readonly key?: string;
  readonly value: string;
}

/** Attributes as they are, of one kind: a credential in a command line, an id, a placeholder. */
export interface Form {
  readonly name: string;
  readonly type: string;
  pair(random: Random): Pair;
}

/** All that a half is made of. */
export interface HalfSources {
  readonly sources: readonly Source[];
  readonly nationalIds: readonly NationalId[];
  readonly templates: readonly Template[];
  /** Attributes with personal data or secrets that no template is needed for. */
  readonly positives: readonly Form[];
  /** Attributes without any. */
  readonly negatives: readonly Form[];
}

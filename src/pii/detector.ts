/** How sure a detection is: by checksum, issuer and form; by form and context; by form alone. */
export type Confidence = 'high' | 'medium' | 'low';

/** What kinds of personal data and secrets the detectors here know; one of your own may have another. */
export type PiiKind =
  | 'email'
  | 'card'
  | 'iban'
  | 'phone'
  | 'national-id'
  | 'ip'
  | 'name'
  | 'birth-date'
  | 'location'
  | 'credential'
  | 'secret'
  | 'private-key'
  | 'sensitive-attribute'
  | 'gen-ai-content'
  | (string & {});

/** What is known of a text beside itself. */
export interface DetectContext {
  /** The key that it stands under: of the attribute, or nearer to it, of the JSON member, query parameter or header. */
  readonly key: string | undefined;
  /** That key and those above it, nearest first: `['content', 'gen_ai.input.messages']`. */
  readonly keys?: readonly string[];
  /** The words of that key and of those above it, in lower case, nearest first: `card`, `number`, `payment`. */
  readonly words: readonly string[];
}

/** A part of a text that looks like personal data or a secret. */
export interface Detection {
  /** The first character, and the one after the last, as `String.prototype.slice` takes them. */
  readonly start: number;
  readonly end: number;
  /** Where it is not the detector's own. */
  readonly confidence?: Confidence;
  /** Which of several forms it is: the vendor of a token, the country of a number. */
  readonly form?: string;
}

/**
 * Finds one kind of personal data or secret in a text. Synchronous, never throws, keeps no state, and takes time linear
 * in the text's length.
 *
 * @example
 * const orderCode: PiiDetector = {
 *   name: 'customer-number',
 *   kind: 'national-id',
 *   confidence: 'medium',
 *   detect: text => Array.from(text.matchAll(/\bKD-\d{8}\b/g), match => ({ start: match.index, end: match.index + match[0].length })),
 * };
 */
export interface PiiDetector {
  /** Stable, in kebab-case: policies and findings name it. */
  readonly name: string;
  readonly kind: PiiKind;
  readonly confidence: Confidence;
  detect(text: string, context: DetectContext): readonly Detection[];
  /** A detected value so that one knows which it is, and nobody can tell what: `a***@e***.com`. Default: its kind's. */
  mask?(value: string): string;
}

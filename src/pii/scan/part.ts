/** A part of a text that stands under a key of its own, or that had to be decoded first. */
export interface Part {
  readonly text: string;
  /** The keys that the part has, nearest first: of a query parameter, JSON member and those above it, header, column. */
  readonly keys: readonly string[];
  /** What its keys say; undefined where nobody has looked yet. */
  readonly keyFacts?: number;
  /** What leads to it: `query parameter "sig"`, `base64`. */
  readonly step: string;
}

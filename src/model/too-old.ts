/** Why a span does not count for a wait, though it matches. */
export type TooOld =
  /** It had arrived before. `test` is the one in which it arrived, where that is certain. */
  | { readonly why: 'arrived-before'; readonly test: string | undefined }
  /**
   * It began so many milliseconds before, by a clock that can be compared and is ahead by `offsetMs`, or behind. That is
   * known but for `graceMs`.
   */
  | {
      readonly why: 'began-before';
      readonly test: string | undefined;
      readonly beforeMs: number;
      readonly offsetMs: number;
      readonly graceMs: number;
    }
  /** Its trace was known before, and its clock cannot be compared. By it, the span began so many milliseconds before. */
  | { readonly why: 'known-trace'; readonly beforeMs: number };

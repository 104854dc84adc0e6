/** Spans or log records of a request that were not taken; with none rejected, a warning. */
export interface PartialSuccess {
  readonly rejectedSpans: number;
  readonly errorMessage: string;
}

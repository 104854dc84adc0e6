import type { ConformanceCase, RawHeader } from './conformance-case.ts';

/** A request that did not come out as its case asks. */
export interface ConformanceFinding {
  readonly sent: readonly RawHeader[];
  /** The headers of each call that the service made, of those that carry a context. */
  readonly calls: readonly (readonly RawHeader[])[];
  readonly problem: string;
}

/** What became of a case; `not-run` when the time was up before it was done. */
export interface ConformanceResult {
  readonly case: ConformanceCase;
  readonly outcome: 'pass' | 'fail' | 'not-run';
  readonly findings: readonly ConformanceFinding[];
  /** Whether it counts: it is of the level, the strictness and the formats that were asked for. */
  readonly counts: boolean;
  /** Why it is known to fail; undefined when it is not. Empty when no reason was given. */
  readonly known: string | undefined;
}

/** A service that does not do what the cases need of it: call the URLs that it is given. */
export interface Unusable {
  readonly problem: string;
  /** What it answered, if it did. */
  readonly status: number | undefined;
  readonly body: string;
}

export interface ConformanceVerdict {
  readonly outcome: 'pass' | 'fail';
  readonly url: string;
  readonly timeoutMs: number;
  readonly unusable: Unusable | undefined;
  readonly results: readonly ConformanceResult[];
}

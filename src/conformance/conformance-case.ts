/** A header as it is on the wire: its name in its case, its value with its blanks. */
export type RawHeader = readonly [name: string, value: string];

/** A group of headers that have rules: `w3c` is Trace Context. */
export type ConformanceFormat = 'w3c' | 'baggage' | 'xray';

/** One request to the service, and the rule that each call must keep that the service makes while it serves the request. */
export interface ConformanceRequest {
  readonly headers: readonly RawHeader[];
  /** How many URLs the service is asked to call. Defaults to 1. */
  readonly calls?: number;
  /** The format of the headers. Defaults to the format of the case; a case of all formats has requests of each. */
  readonly format?: ConformanceFormat;
  /** The request is sent only from this level of Trace Context on: lower levels have another rule, or none. */
  readonly fromLevel?: 2;
  /** The first call is answered with 503, so that a service that retries does so. */
  readonly provokesRetry?: true;
  /** With a concurrency above 1, all such requests are served at the same time. */
  readonly overlaps?: true;
  /** Says what is wrong with the headers of the calls, one for each URL; undefined when nothing is. */
  readonly judge: (calls: readonly (readonly RawHeader[])[]) => string | undefined;
}

/** A rule of a specification, and the requests that show whether a service keeps it. */
export interface ConformanceCase {
  /** Stable: users list it as known to fail. */
  readonly id: string;
  /** The rule in a sentence. */
  readonly rule: string;
  /** `all`: a rule for every call, whichever formats are checked. */
  readonly format: ConformanceFormat | 'all';
  /** The first level of Trace Context at which the case counts. */
  readonly level: 1 | 2;
  /** Limits and grammar that many implementations do not check. */
  readonly strict: boolean;
  /** Below its level the case counts too when the check is strict: the rule is older, but W3C's suite has no test of it. */
  readonly countsWhenStrict?: true;
  /** One of the 41 cases of W3C's own suite. */
  readonly ofSuite: boolean;
  readonly requests: readonly ConformanceRequest[];
}

/** A header as it is on the wire: its name in its case, its value with its blanks. */
export type RawHeader = readonly [name: string, value: string];

/** What a case is about: `w3c` is Trace Context. */
export type ConformanceFormat = 'w3c' | 'baggage' | 'xray';

/** One request to the service, and what has to be true of the calls that it makes while it serves it. */
export interface ConformanceRequest {
  readonly headers: readonly RawHeader[];
  /** How many calls the service is asked to make. Default 1. */
  readonly calls?: number;
  /** What is wrong with the headers of those calls; undefined when nothing is. */
  readonly judge: (calls: readonly (readonly RawHeader[])[]) => string | undefined;
}

/** A rule of a specification, and the requests that show whether a service keeps it. */
export interface ConformanceCase {
  /** Stable: it can be listed as known to fail. */
  readonly id: string;
  /** The rule in a sentence. */
  readonly rule: string;
  readonly format: ConformanceFormat;
  /** Of Trace Context: the level that has the rule first. */
  readonly level: 1 | 2;
  /** Limits and grammar that many implementations do not check. */
  readonly strict: boolean;
  readonly requests: readonly ConformanceRequest[];
}

import type { ConformanceFormat, RawHeader } from './conformance-case.ts';

/** A request for which the service broke the rule of a case. */
export interface TraceContextFinding {
  /** The headers with a context that were sent to the service, as they were on the wire. */
  readonly sent: readonly RawHeader[];
  /** The headers with a context of each call that the service made, in the order of arrival. */
  readonly received: readonly (readonly RawHeader[])[];
  /** What is wrong with the calls, in a sentence. */
  readonly problem: string;
}

/** One rule, and whether the service kept it. */
export interface TraceContextCase {
  /** Stable: `toHonorTraceContext({ known })` takes it. */
  readonly id: string;
  /** What is expected of the service, in a sentence. */
  readonly rule: string;
  /** The format that the rule belongs to; `all` for the rules that hold for every call. */
  readonly format: ConformanceFormat | 'all';
  readonly level: 1 | 2;
  readonly strict: boolean;
  /** Whether it counts at the level and the strictness of the check. Other cases are reported only. */
  readonly counts: boolean;
  /** `not-run` when the time was over before the case was done. */
  readonly outcome: 'pass' | 'fail' | 'not-run';
  /** How many requests the case rests on. */
  readonly requests: number;
  readonly findings: readonly TraceContextFinding[];
}

/** A service that does not do what the cases need: call the URLs that it is given. */
export interface Unusable {
  readonly problem: string;
  /** Its answer, if it gave one. */
  readonly status: number | undefined;
  readonly body: string;
}

/** What a service did when it was checked: an immutable value. `expect(report).toHonorTraceContext()` judges it. */
export interface TraceContextReport {
  readonly url: string;
  readonly formats: readonly ConformanceFormat[];
  readonly level: 1 | 2;
  readonly strict: boolean;
  /** The time for the whole check, in milliseconds. */
  readonly timeout: number;
  /** Why the service could not be checked at all; then no case was run. */
  readonly unusable: Unusable | undefined;
  readonly cases: readonly TraceContextCase[];
}

/** A report, and the cases that are known to fail: a reason by id, empty when none was given. */
export interface ConformanceVerdict {
  /** `incomplete`: no rule was seen to be broken, but a case was not run, or the list of known cases is out of date. */
  readonly outcome: 'pass' | 'fail' | 'incomplete';
  readonly report: TraceContextReport;
  readonly known: ReadonlyMap<string, string>;
}

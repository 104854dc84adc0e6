import { inspect } from 'node:util';
import type { Lateness } from '../model/lateness.ts';
import type { Loss } from '../model/loss.ts';
import type { WantedField } from '../query/verdict.ts';
import { exactInterval, type Interval } from './binomial.ts';

const BRAND = Symbol.for('tracewright.SamplingReport');

/** What a measurement found that makes its count doubtful, or that explains it. Each is a number of traces or spans. */
export interface SamplingDoubts {
  /** Roots that began while no request was left to have caused them: a request caused two, or others sent requests. */
  readonly surplus: number;
  /** Traces with several matching roots. Each counts once. */
  readonly severalRoots: number;
  /** Traces whose root began before the first request, after the last one, or between two. They are not counted. */
  readonly outside: number;
  /** Traces with a matching span that has a parent. They are not counted: a context was sent with the request. */
  readonly withParent: number;
  /** Traces without a matching root of which a parent never arrived: their root may be one that matches. */
  readonly rootless: number;
}

/** The root of a trace that `root` does not match. */
export interface OtherRoot {
  readonly name: string;
  readonly service: string;
  /** When it began, by the clock of its service, in milliseconds since the epoch. */
  readonly startMs: number;
}

/** What `measureSampling` found. */
export interface SamplingFacts {
  readonly requests: number;
  readonly sampled: number;
  readonly durationMs: number;
  /** When each sampled root began, by the clock of its service, in milliseconds since the epoch. Ascending. */
  readonly startTimesMs: readonly number[];
  /** The services of the sampled roots. */
  readonly services: readonly string[];
  /** Traces that a request may have begun, and whose root does not match. They are not counted. */
  readonly others: readonly OtherRoot[];
  /** What `root` asked for. */
  readonly root: readonly WantedField[];
  readonly doubts: SamplingDoubts;
  /** Whether spans were still arriving when the wait for them ended. */
  readonly unsettled: boolean;
  readonly lateness: Lateness | undefined;
  /** What was sent to the receiver, is not stored, and may belong to a sampled request. */
  readonly losses: readonly Loss[];
  /** Whether the receiver ever got a span that `root` matches: then the service does export. */
  readonly hasExported: boolean;
}

/** How many of a number of requests a service sampled: an immutable value, for `toSample` and `toSampleAtMost`. */
export class SamplingReport {
  /** How many requests were sent. */
  readonly requests: number;
  /** How many of them were sampled: so many new traces with a root that matches arrived. */
  readonly sampled: number;
  /** `sampled / requests`: from 0 to 1. */
  readonly ratio: number;
  /** From the start of the first request to the end of the last one, in milliseconds. */
  readonly durationMs: number;
  readonly #facts: SamplingFacts;

  constructor(facts: SamplingFacts) {
    this.requests = facts.requests;
    this.sampled = facts.sampled;
    this.ratio = facts.sampled / facts.requests;
    this.durationMs = facts.durationMs;
    this.#facts = Object.freeze({
      ...facts,
      startTimesMs: Object.freeze([...facts.startTimesMs]),
      services: Object.freeze([...facts.services]),
      others: Object.freeze(facts.others.map(other => Object.freeze({ ...other }))),
      doubts: Object.freeze({ ...facts.doubts }),
      losses: Object.freeze([...facts.losses]),
    });
    Object.freeze(this);
  }

  get [BRAND](): true {
    return true;
  }

  /** All that the measurement found. */
  get facts(): SamplingFacts {
    return this.#facts;
  }

  /** How many requests were sent in a second, on average. */
  get requestsPerSecond(): number {
    return perSecond(this.requests, this.durationMs);
  }

  /** How many requests were sampled in a second, on average. */
  get sampledPerSecond(): number {
    return perSecond(this.sampled, this.durationMs);
  }

  /** When each sampled root began, by the clock of its service, in milliseconds since the epoch. Ascending. */
  get startTimesMs(): readonly number[] {
    return this.#facts.startTimesMs;
  }

  /** The services of the sampled roots. */
  get services(): readonly string[] {
    return this.#facts.services;
  }

  /**
   * The exact binomial interval (Clopper-Pearson) around the measured ratio.
   *
   * @param confidence from 0.5 to 1, both excluded
   * @throws {RangeError} for any other confidence
   * @example
   * report.interval(0.99); // { low: 0.0388, high: 0.0642 }
   */
  interval(confidence: number): Interval {
    if (!(confidence >= 0.5 && confidence < 1))
      throw new RangeError(
        `interval() takes a confidence of at least 0.5 and below 1; received ${String(confidence)}.`,
      );
    return Object.freeze(exactInterval(this.sampled, this.requests, confidence));
  }

  /** `100 of 2,000 requests sampled (5 %) in 1,204 ms` */
  toString(): string {
    const { sampled, requests, ratio, durationMs } = this;
    const of = `${sampled.toLocaleString('en-US')} of ${requests.toLocaleString('en-US')} requests`;
    return `${of} sampled (${Number((ratio * 100).toPrecision(3))} %) in ${Math.round(durationMs).toLocaleString('en-US')} ms`;
  }

  [inspect.custom](): string {
    return `SamplingReport ${this.toString()}`;
  }
}

function perSecond(count: number, durationMs: number): number {
  return durationMs > 0 ? (count * 1_000) / durationMs : 0;
}

/** Whether a value is a report of `measureSampling`, of this copy of the package or of the other. */
export function isSamplingReport(value: unknown): value is SamplingReport {
  return typeof value === 'object' && value !== null && BRAND in value;
}

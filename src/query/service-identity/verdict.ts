import type { AttributeValue } from '../../model/attributes.ts';
import type { Span, Trace } from '../../model/trace.ts';
import type { BesideMatch } from '../beside.ts';
import type { Gaps } from '../gaps.ts';
import type { Outcome, WantedField } from '../verdict.ts';

/** A resource attribute that does not say who sent a span. */
export interface IdentityFault {
  readonly key: string;
  readonly problem: 'missing' | 'empty' | 'not text' | "the SDK's default";
  readonly value: AttributeValue | undefined;
}

/** A service of which spans lack the same part of its identity. */
export interface UnidentifiedService {
  readonly service: string;
  readonly faults: readonly IdentityFault[];
  /** Its spans with these faults. */
  readonly spans: readonly [Span, ...Span[]];
  /** How many spans of the service were judged. */
  readonly of: number;
}

/** Whether every service says who it is. */
export interface ServiceIdentityVerdict {
  readonly outcome: Outcome;
  readonly traces: readonly Trace[];
  readonly unidentified: readonly UnidentifiedService[];
  /** The services that were judged, by first start time. */
  readonly services: readonly string[];
  readonly except: readonly (readonly WantedField[])[];
  /** Spans without an identity, in traces beside captured ones. */
  readonly beside: readonly BesideMatch[];
  readonly gaps: Gaps;
}

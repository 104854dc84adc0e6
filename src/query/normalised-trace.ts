/** A value of which only the meaning is kept: `port` for 43117. */
export interface Masked {
  readonly masked: string;
}

/** Attributes, sorted by key. */
export interface NormalisedAttributes {
  readonly entries: readonly (readonly [key: string, value: NormalisedValue])[];
}

export type NormalisedValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Uint8Array
  | Masked
  | NormalisedAttributes
  | readonly NormalisedValue[];

export interface NormalisedEvent {
  readonly name: string;
  readonly attributes: NormalisedAttributes;
}

/** Where a link leads: to a span of the snapshot, by its number; to one of another trace that is known; or out of sight. */
export type LinkTarget =
  | { readonly kind: 'span'; readonly id: number }
  | { readonly kind: 'other-trace'; readonly service: string; readonly name: string }
  | { readonly kind: 'unknown'; readonly sameTrace: boolean };

export interface NormalisedLink {
  readonly target: LinkTarget;
  readonly attributes: NormalisedAttributes;
}

/** A span without what another run of the same scenario would change: ids, times, places, versions. */
export interface NormalisedSpan {
  /** Set where a link leads here: the n-th such span, by position. */
  readonly id: number | undefined;
  readonly depth: number;
  readonly isOrphan: boolean;
  readonly service: string;
  readonly kind: string;
  readonly name: string;
  readonly scope: string;
  /** Undefined for UNSET. */
  readonly status: { readonly code: string; readonly message: string } | undefined;
  readonly attributes: NormalisedAttributes;
  readonly events: readonly NormalisedEvent[];
  readonly links: readonly NormalisedLink[];
}

export interface NormalisedResource {
  readonly service: string;
  readonly attributes: NormalisedAttributes;
}

/** What a trace snapshot stores. Two runs of one scenario give the same, whatever their timing. */
export interface NormalisedTrace {
  readonly resources: readonly NormalisedResource[];
  /** A trace is its spans from the roots down, children after their parent; siblings and traces in the order of what they hold. */
  readonly traces: readonly (readonly NormalisedSpan[])[];
}

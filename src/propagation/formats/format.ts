/** What a propagation header says of the span that sent it. */
export interface PropagatedContext {
  /** 32 lower-case hex digits. */
  readonly traceId: string;
  /** 16 lower-case hex digits; undefined where a header names a trace alone, as a load balancer's X-Ray header does. */
  readonly spanId: string | undefined;
  /** Undefined when the decision is left to whoever continues. */
  readonly sampled: boolean | undefined;
  /** B3's debug flag: sampled whatever a sampler says. */
  readonly debug?: true;
  /** W3C's random flag: the lower 7 bytes of the trace id are random. */
  readonly random?: true;
  /** W3C's tracestate, in the order of its members. */
  readonly traceState?: readonly TraceStateMember[];
  /** X-Ray's fields that no other format has: Lineage, Self, and those of the application's own. */
  readonly fields?: Readonly<Record<string, string>>;
}

export interface TraceStateMember {
  readonly key: string;
  readonly value: string;
}

/** Why a header is not taken: which, what it is, and the rule that it breaks. */
export interface Refusal {
  /** The header's name, as the format writes it. */
  readonly header: string;
  readonly value: string;
  readonly reason: string;
}

/** What a carrier holds of one format. Whatever the outcome, what had to be thrown away is among `refused`. */
export type Extraction =
  | { readonly kind: 'context'; readonly context: PropagatedContext; readonly refused: readonly Refusal[] }
  /** No header of this format is there. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'refused'; readonly refused: readonly [Refusal, ...Refusal[]] };

/** Headers of an HTTP request, metadata of a gRPC call, headers of a message: names in any case, values also as bytes. */
export type Carrier = Readonly<Record<string, HeaderValue | readonly HeaderValue[] | undefined>>;
export type HeaderValue = string | Uint8Array;

/**
 * How a trace context travels. Ours are `w3c`, `xray`, `b3` and `b3multi`; any object of this shape goes where their
 * names go.
 */
export interface PropagationFormat {
  readonly name: string;
  /** The headers that it reads and writes. */
  readonly headers: readonly string[];
  /** The headers that carry a context; what the format has no place for is left out. */
  inject(context: PropagatedContext): Record<string, string>;
  /** Never throws, whatever the carrier holds. */
  extract(carrier: Carrier): Extraction;
}

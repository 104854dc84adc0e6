/** How two compounds of a selector stand to each other: descendant, child, or linked to. */
export type Combinator = ' ' | '>' | '~>';

export type Operator = '=' | '!=' | '~=' | '^=' | '$=' | '<' | '<=' | '>' | '>=';

/** A value of a condition: text in quotes or bare, a number, true or false. */
export type SelectorValue = string | number | bigint | boolean;

/** `[key]`, or `[key op value]`. */
export interface Condition {
  readonly key: string;
  /** In quotes: never the name of a field. */
  readonly quoted: boolean;
  readonly test: { readonly operator: Operator; readonly value: SelectorValue; readonly bare: boolean } | undefined;
  /** From 0. */
  readonly at: number;
}

export type Pseudo =
  | { readonly kind: 'first' | 'last' }
  /** The places a·n + b, for every n from 0 on. */
  | { readonly kind: 'nth-child'; readonly a: number; readonly b: number; readonly source: string }
  | { readonly kind: 'not'; readonly list: readonly Complex[]; readonly source: string }
  | { readonly kind: 'has'; readonly list: readonly Relative[]; readonly source: string };

/** `span[...]:first` */
export interface Compound {
  readonly conditions: readonly Condition[];
  readonly pseudos: readonly Pseudo[];
}

/** Compounds with combinators between them; `sources` are the texts up to and with each of them. */
export interface Complex {
  /** From 0. */
  readonly at: number;
  readonly compounds: readonly Compound[];
  readonly combinators: readonly Combinator[];
  readonly sources: readonly string[];
}

/** A complex selector that begins at the span which `:has` is asked of. */
export interface Relative {
  readonly combinator: Combinator;
  readonly complex: Complex;
}

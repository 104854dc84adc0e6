import type { Operation } from '../../model/criteria.ts';
import type { SpanKind, StatusCode } from '../../model/span-data.ts';
import type { Criteria } from '../../model/trace.ts';

/**
 * Which attributes spans must have, may have and must not have. Every field is optional; at least one must say something.
 *
 * @example
 * const policy: AttributePolicy = {
 *   attributes: {
 *     'app.tenant.id': { required: { kind: 'SERVER' }, type: 'string', cardinality: { max: 500 } },
 *     'app.order.status': { values: ['open', 'paid'] },
 *     'user.email': { forbidden: true },
 *   },
 *   allowed: { 'app.*': ['app.feature.*'] },
 * };
 */
export interface AttributePolicy {
  /** Where the JSON schema is, for editors. */
  readonly $schema?: string;
  /** Rules for the attributes of spans, by key. `*` in a key stands for any text. */
  readonly attributes?: Readonly<Record<string, AttributeRule>>;
  /** Rules for the attributes of resources, by key. */
  readonly resource?: Readonly<Record<string, AttributeRule>>;
  /**
   * Closed namespaces: of the keys that match `app.*`, spans may have only those in the list, and those with a rule that
   * does not forbid them.
   */
  readonly allowed?: Readonly<Record<string, readonly string[]>>;
  /** Whether a rule that judged nothing fails the assertion. Default false: the next failure text names it. */
  readonly strict?: boolean;
}

/** What is asked of an attribute. A rule without any of it allows the key in a closed namespace. */
export interface AttributeRule {
  /** What the attribute is for. Failure texts show it. */
  readonly description?: string;
  /** Which spans must have it: all (`true`), or those that match one of the criteria. */
  readonly required?: boolean | PolicyCriteria | readonly PolicyCriteria[];
  /** Which spans must not have it: no span may (`true`), or none that matches one of the criteria. */
  readonly forbidden?: boolean | PolicyCriteria | readonly PolicyCriteria[];
  /** The type of its value. A whole number counts as a double, too: OTLP's two number types look alike when received. */
  readonly type?: AttributeType;
  /** The values that it may have, or a pattern for text. Of an array, every element is judged. */
  readonly values?: readonly (string | number | boolean)[] | PolicyText;
  /** How many different values a key may have, in the traces that are judged and in all that their receiver holds. */
  readonly cardinality?: { readonly max: number };
}

export type AttributeType =
  | 'string'
  | 'boolean'
  | 'int'
  | 'double'
  | 'string[]'
  | 'boolean[]'
  | 'int[]'
  | 'double[]'
  | 'bytes'
  | 'map';

/** A RegExp, or the same as data: a pattern in RE2's syntax, which matches anywhere unless it has `^` and `$`. */
export type PolicyText = RegExp | { readonly pattern: string };

/** Criteria as everywhere, or as data: with `{ pattern }` in place of a RegExp. */
export type PolicyCriteria = Criteria | PolicySpanCriteria;

/** What a span must be, as data. Every field that is given must match. */
export interface PolicySpanCriteria {
  readonly name?: string | PolicyText;
  readonly kind?: SpanKind | PolicyText;
  readonly service?: string | PolicyText;
  readonly status?: StatusCode | PolicyText | { readonly code?: StatusCode; readonly message?: string | PolicyText };
  readonly operation?: Operation;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly resource?: Readonly<Record<string, unknown>>;
  readonly scope?:
    | string
    | PolicyText
    | { readonly name?: string | PolicyText; readonly version?: string | PolicyText };
}

/** A policy, or the path of a JSON or YAML file that holds one. */
export type AttributePolicySource = AttributePolicy | string | URL;

import { type Attributes, attribute } from '../../model/attributes.ts';
import type { Span } from '../../model/trace.ts';
import { holdsWildcard } from '../../model/wildcard.ts';
import { otherNames } from '../../query/semantic-conventions.ts';
import { isOfType } from './attribute-types.ts';
import type { ClosedNamespace, CompiledAttributePolicy } from './compile-attribute-policy.ts';
import type { CompiledRule } from './compile-rule.ts';
import type { PolicyScope } from './policy-criteria.ts';
import type { AttributeDeviation, AttributePlace, IdleRule, RulePart } from './verdict.ts';

/** Holds spans against a policy, and remembers which rules judged anything. */
export class PolicyJudge {
  readonly #policy: CompiledAttributePolicy;
  readonly #used = new Map<CompiledRule, Set<RulePart>>();
  readonly #entered = new Set<ClosedNamespace>();
  /** The rules for a key: the same keys come again and again. */
  readonly #rulesFor = { span: new Map<string, CompiledRule[]>(), resource: new Map<string, CompiledRule[]>() };

  constructor(policy: CompiledAttributePolicy) {
    this.#policy = policy;
  }

  /** Whether anything was judged. */
  get judged(): boolean {
    return this.#used.size + this.#entered.size > 0;
  }

  /** What judged nothing, in the order of the policy. */
  get idle(): readonly IdleRule[] {
    const namespaces = this.#policy.closed.filter(closed => !this.#entered.has(closed));
    const rules = this.#policy.rules.flatMap((rule): IdleRule[] => {
      const { required, forbidden, type, values, max } = rule;
      const asked: readonly (readonly [RulePart, boolean])[] = [
        ['required', required !== undefined],
        ['forbidden', forbidden !== undefined],
        ['value', type !== undefined || values !== undefined || max !== undefined],
      ];
      return asked.flatMap(([part, isAsked]) =>
        isAsked && this.#used.get(rule)?.has(part) !== true ? [{ rule, part }] : [],
      );
    });
    return [...rules, ...namespaces.map((closed): IdleRule => ({ part: 'allowed', closed }))];
  }

  /** Every deviation of a span, its events, its links and its resource. */
  deviationsOf(span: Span): AttributeDeviation[] {
    const { attributes, events, links, resource } = span;
    return [
      ...this.#policy.rules.flatMap(rule => this.#missing(span, rule)),
      ...this.#wrong(span, 'span', attributes),
      ...events.flatMap(event => this.#wrong(span, 'event', event.attributes)),
      ...links.flatMap(link => this.#wrong(span, 'link', link.attributes)),
      ...this.#wrong(span, 'resource', resource.attributes),
    ];
  }

  #missing(span: Span, rule: CompiledRule): AttributeDeviation[] {
    // That it is forbidden on a span is judged whether the span has it or not.
    if (rule.forbidden !== undefined && isInScope(rule.forbidden, span)) this.#use(rule, 'forbidden');
    if (rule.required === undefined || !isInScope(rule.required, span)) return [];
    this.#use(rule, 'required');
    const attributes = rule.place === 'span' ? span.attributes : span.resource.attributes;
    if (hasKey(attributes, rule)) return [];
    const otherName = otherNames(rule.key).find(({ key }) => attribute(attributes, key) !== undefined)?.key;
    return [{ kind: 'required', span, rule, otherName }];
  }

  #wrong(span: Span, place: AttributePlace, attributes: Attributes): AttributeDeviation[] {
    return Object.entries(attributes).flatMap(([key, value]): AttributeDeviation[] => {
      const found = { span, key, value, place };
      const closed = place === 'resource' ? undefined : this.#closedFor(key);
      const broken = this.#rules(place, key).flatMap((rule): AttributeDeviation[] => {
        const { forbidden, type, values, max } = rule;
        if (forbidden !== undefined && isInScope(forbidden, span)) return [{ kind: 'forbidden', rule, ...found }];
        // The other name of a key is looked up for what is forbidden alone.
        if (!rule.matches(key)) return [];
        if (type !== undefined || values !== undefined || max !== undefined) this.#use(rule, 'value');
        if (type !== undefined && !isOfType(value, type)) return [{ kind: 'type', rule, ...found }];
        return values?.accepts(value) === false ? [{ kind: 'values', rule, ...found }] : [];
      });
      const isTold = broken.some(({ kind }) => kind === 'forbidden');
      return closed === undefined || isTold ? broken : [...broken, { kind: 'not allowed', closed, ...found }];
    });
  }

  /** The namespace that refuses a key. */
  #closedFor(key: string): ClosedNamespace | undefined {
    const within = this.#policy.closed.filter(({ namespace }) => holdsWildcard(key, namespace));
    for (const closed of within) this.#entered.add(closed);
    return within.find(({ refuses }) => refuses(key));
  }

  #rules(place: AttributePlace, key: string): readonly CompiledRule[] {
    const at = place === 'resource' ? 'resource' : 'span';
    const known = this.#rulesFor[at].get(key);
    if (known !== undefined) return known;
    // The stable name that a key came to have: what is forbidden there is forbidden under the old name, too.
    const renamed = otherNames(key).flatMap(({ key: other, generation }) => (generation === 'stable' ? [other] : []));
    const rules = this.#policy.rules.filter(
      rule =>
        rule.place === at &&
        (rule.matches(key) || (rule.forbidden !== undefined && !rule.isWildcard && renamed.includes(rule.key))),
    );
    this.#rulesFor[at].set(key, rules);
    return rules;
  }

  #use(rule: CompiledRule, part: RulePart): void {
    const parts = this.#used.get(rule);
    if (parts === undefined) this.#used.set(rule, new Set([part]));
    else parts.add(part);
  }
}

function isInScope(scope: PolicyScope, span: Span): boolean {
  return scope === 'all' || scope.some(criteria => criteria.matches(span));
}

/** An empty AnyValue is no value. */
function hasKey(attributes: Attributes, { key, isWildcard, matches }: CompiledRule): boolean {
  if (!isWildcard) return (attribute(attributes, key) ?? null) !== null;
  return Object.entries(attributes).some(([actual, value]) => value !== null && matches(actual));
}

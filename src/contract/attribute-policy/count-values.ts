import { types } from 'node:util';
import { type AttributeValue, attribute } from '../../model/attributes.ts';
import type { HeldSpan, HeldSpans } from '../../model/held-spans.ts';
import { heldSpansOf, type Trace } from '../../model/trace.ts';
import type { CompiledRule } from './compile-rule.ts';
import type { CardinalityBreach } from './verdict.ts';

const MAX_SAMPLES = 5;

interface ValueCounts {
  readonly breaches: readonly CardinalityBreach[];
  /** How many spans were looked at. */
  readonly counted: number;
  /** The rules of which a key was there. */
  readonly seen: ReadonlySet<CompiledRule>;
}

/**
 * The keys with more different values than their rules allow: in these traces, and in all that their receivers held, so
 * that the traces of a run count together although each test judges its own.
 */
export function countValues(traces: readonly Trace[], rules: readonly CompiledRule[]): ValueCounts {
  const limited = rules.filter(({ max }) => max !== undefined);
  if (limited.length === 0) return { breaches: [], counted: 0, seen: new Set() };
  const counts = limited.map(rule => new ValueCount(rule));
  let counted = 0;
  const count = (span: HeldSpan): void => {
    counted += 1;
    for (const one of counts) one.add(span);
  };
  const receivers = receiversOf(traces);
  for (const held of receivers.values()) for (const span of held.spans()) count(span);
  for (const trace of traces) {
    if (heldSpansOf(trace) !== undefined) continue;
    for (const span of trace.spans) {
      const { attributes, resource } = span;
      count({ attributes, resource, attribute: key => attribute(attributes, key) });
    }
  }
  const seen = new Set(counts.filter(({ any }) => any).map(({ rule }) => rule));
  return { breaches: counts.flatMap(one => one.breaches), counted, seen };
}

/** Of each receiver the latest moment that one of the traces has: it has all that the others have. */
function receiversOf(traces: readonly Trace[]): ReadonlyMap<object, HeldSpans> {
  const latest = new Map<object, HeldSpans>();
  for (const trace of traces) {
    const held = heldSpansOf(trace);
    if (held === undefined) continue;
    const known = latest.get(held.store);
    if (known === undefined || known.count < held.count) latest.set(held.store, held);
  }
  return latest;
}

/** The different values of each key that a rule matches. */
class ValueCount {
  readonly rule: CompiledRule;
  readonly #values = new Map<string, Map<string, AttributeValue>>();

  constructor(rule: CompiledRule) {
    this.rule = rule;
  }

  add(span: HeldSpan): void {
    const { place, key, isWildcard, matches } = this.rule;
    if (!isWildcard) {
      const value = place === 'span' ? span.attribute(key) : attribute(span.resource.attributes, key);
      if (value !== undefined) this.#note(key, value);
      return;
    }
    const attributes = place === 'span' ? span.attributes : span.resource.attributes;
    for (const [actual, value] of Object.entries(attributes)) if (matches(actual)) this.#note(actual, value);
  }

  /** Whether a key was there at all. */
  get any(): boolean {
    return this.#values.size > 0;
  }

  get breaches(): CardinalityBreach[] {
    const { max = Number.POSITIVE_INFINITY } = this.rule;
    return Array.from(this.#values).flatMap(([key, values]) =>
      values.size <= max
        ? []
        : [{ rule: this.rule, key, count: values.size, samples: [...values.values()].slice(0, MAX_SAMPLES) }],
    );
  }

  #note(key: string, value: AttributeValue): void {
    let values = this.#values.get(key);
    if (values === undefined) {
      values = new Map();
      this.#values.set(key, values);
    }
    values.set(identityOf(value), value);
  }
}

/** A value as text that no other value has: the number 1 and the text "1" are two. */
function identityOf(value: AttributeValue): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (types.isUint8Array(value)) return `0x${Buffer.from(value).toString('hex')}`;
  if (Array.isArray(value)) return `[${value.map((element: AttributeValue) => identityOf(element)).join()}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}:${identityOf(member)}`);
  return `{${members.sort().join()}}`;
}

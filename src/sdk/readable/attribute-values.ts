import { isUint8Array } from 'node:util/types';
import type { AttributeValue } from '../../model/attributes.ts';
import { MAX_VALUE_DEPTH, putAttribute, TOO_DEEP, VALID_KEY, VALID_TEXT } from '../../otlp/attribute-rules.ts';
import { keyExcerpt } from '../../otlp/excerpt.ts';
import type { Findings } from '../../otlp/findings.ts';
import { int64Of } from '../../otlp/json/numeric.ts';

const NO_CYCLE = 'does not contain itself';

/**
 * Copies attributes into `target`, with the values that OpenTelemetry's own exporters send: a whole number is an int64,
 * an object is a map, and what OTLP cannot hold (undefined, a function) is null.
 */
export function copyAttributes(
  given: object | undefined,
  target: Record<string, AttributeValue>,
  findings: Findings,
): void {
  if (given !== undefined && given !== null) new ValueCopier(findings).entries(given, target, 'attributes');
}

/** Text with lone surrogates replaced by U+FFFD, as it is on the wire; that is a finding of `field`. */
export function wellFormed(text: string, field: string, findings: Findings, rule: string = VALID_TEXT): string {
  const fixed = text.replace(/\p{Surrogate}/gu, '\ufffd');
  if (fixed !== text) findings.add(field, rule);
  return fixed;
}

class ValueCopier {
  readonly #findings: Findings;
  /** The values that the current one is in. */
  readonly #around: object[] = [];

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  entries(given: object, target: Record<string, AttributeValue>, container: string): void {
    for (const [key, value] of Object.entries(given)) {
      const mark = this.#findings.size;
      const text = wellFormed(key, '', this.#findings, VALID_KEY);
      putAttribute(target, text, this.#copy(value), this.#findings);
      if (this.#findings.size > mark) this.#findings.within(mark, `${container}[${keyExcerpt(text)}]`);
    }
  }

  #copy(value: unknown): AttributeValue {
    switch (typeof value) {
      case 'string':
        return wellFormed(value, '', this.#findings);
      case 'boolean':
        return value;
      case 'number':
        return Number.isInteger(value) ? this.#int64(value) : value;
      case 'bigint':
        return this.#int64(value);
      case 'object':
        return value === null ? null : this.#copyObject(value);
      default:
        return null;
    }
  }

  /** A number of any size is kept as it is, with a finding where OTLP cannot hold it. */
  #int64(value: number | bigint): number | bigint {
    const number = int64Of(value);
    if (number === undefined) this.#findings.add('', `is an int64, -2^63 to 2^63 - 1 (received ${value})`);
    return number ?? value;
  }

  #copyObject(value: object): AttributeValue {
    // Not instanceof: a realm of its own, as Jest's tests run in, has another Uint8Array.
    if (isUint8Array(value)) return Uint8Array.from(value);
    if (this.#around.includes(value)) return this.#refuse(NO_CYCLE);
    if (this.#around.length + 1 >= MAX_VALUE_DEPTH) return this.#refuse(TOO_DEEP);
    this.#around.push(value);
    try {
      return Array.isArray(value) ? this.#copyArray(value) : this.#copyMap(value);
    } finally {
      this.#around.pop();
    }
  }

  #copyArray(value: readonly unknown[]): AttributeValue[] {
    // Array.from visits holes, too.
    return Array.from(value, (element, index) => {
      const mark = this.#findings.size;
      const copied = this.#copy(element);
      if (this.#findings.size > mark) this.#findings.within(mark, `[${index}]`);
      return copied;
    });
  }

  #copyMap(value: object): AttributeValue {
    const map: Record<string, AttributeValue> = {};
    this.entries(value, map, '');
    return map;
  }

  #refuse(rule: string): null {
    this.#findings.add('', rule);
    return null;
  }
}

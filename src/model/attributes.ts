/**
 * A value of OpenTelemetry's AnyValue as JavaScript has it.
 *
 * An int64 is a number while it is safe and a bigint beyond; bytes are a Uint8Array; an empty AnyValue is null;
 * a kvlist is an object.
 *
 * @see https://opentelemetry.io/docs/specs/otel/common/#anyvalue
 */
export type AttributeValue =
  | string
  | boolean
  | number
  | bigint
  | Uint8Array
  | null
  | readonly AttributeValue[]
  | Attributes;

/** Attributes by key. Every key is an own property, `__proto__` too. */
export interface Attributes {
  readonly [key: string]: AttributeValue;
}

/** Sets an own property whatever the key is called: plain assignment of `__proto__` would set the prototype. */
export function setAttribute(attributes: Record<string, AttributeValue>, key: string, value: AttributeValue): void {
  if (key === '__proto__') {
    Object.defineProperty(attributes, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    attributes[key] = value;
  }
}

/** The value under an own key, or undefined: never one that is inherited (`constructor`, `toString`). */
export function attribute(attributes: Attributes, key: string): AttributeValue | undefined {
  return Object.hasOwn(attributes, key) ? attributes[key] : undefined;
}

import { isPlainObject } from '../misuse.ts';
import { type Attributes, type AttributeValue, setAttribute } from '../model/attributes.ts';

/** The fields of a log line that is a JSON object. Each is taken once; what nobody takes becomes the attributes. */
export class LineFields {
  readonly #fields: Map<string, unknown>;
  readonly #nested = new Map<string, LineFields>();

  constructor(fields: Readonly<Record<string, unknown>>) {
    this.#fields = new Map(Object.entries(fields));
  }

  get keys(): IterableIterator<string> {
    return this.#fields.keys();
  }

  has(key: string): boolean {
    return this.#fields.has(key);
  }

  get(key: string): unknown {
    return this.#fields.get(key);
  }

  /** A field by the first of these names that has a value which is accepted; the value is taken out. */
  take<Value>(names: readonly string[], read: (value: unknown) => Value | undefined): Value | undefined {
    for (const name of names) {
      const owner = this.#ownerOf(name);
      if (owner === undefined) continue;
      const value = read(owner.fields.get(owner.key));
      if (value === undefined) continue;
      owner.fields.remove(owner.key);
      return value;
    }
    return undefined;
  }

  remove(key: string): void {
    this.#fields.delete(key);
  }

  /** The fields of an object that stands under a key; undefined when there is none. */
  within(key: string): LineFields | undefined {
    const known = this.#nested.get(key);
    if (known !== undefined) return known;
    const value = this.#fields.get(key);
    if (!isPlainObject(value)) return undefined;
    const fields = new LineFields(value);
    this.#nested.set(key, fields);
    return fields;
  }

  /** All that was not taken. An object of which everything was taken is left out. */
  rest(): Attributes {
    const attributes: Record<string, AttributeValue> = {};
    for (const [key, value] of this.#fields) {
      const nested = this.#nested.get(key);
      if (nested === undefined) setAttribute(attributes, key, value as AttributeValue);
      else if (nested.#fields.size > 0) setAttribute(attributes, key, nested.rest());
    }
    return attributes;
  }

  /** `trace.id` is a key, or the key `id` of the object under `trace`. */
  #ownerOf(name: string): { readonly fields: LineFields; readonly key: string } | undefined {
    if (this.#fields.has(name)) return { fields: this, key: name };
    const at = name.indexOf('.');
    if (at < 1) return undefined;
    const fields = this.within(name.slice(0, at));
    const key = name.slice(at + 1);
    return fields?.has(key) ? { fields, key } : undefined;
  }
}

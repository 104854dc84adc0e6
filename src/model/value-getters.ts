/** What a field reads as on a copy that a runner made of an object. The values themselves are not copied. */
const NOT_SHOWN = '(not shown)';

/** Property descriptors by field. */
export type ValueGetters = Readonly<Record<string, PropertyDescriptor>>;

/**
 * Getters for the fields of a class that hold values from telemetry. Each object gets them as own, enumerable properties,
 * so that `toEqual`, `Object.keys` and a spread see them like plain fields.
 *
 * They are getters because of Jest: it copies what a failed assertion received, without the prototype, into its reports.
 * Such a copy has no `toJSON`, so plain fields would carry their values there. A getter is copied without its value.
 *
 * @param valuesOf the fields of an object, from a private field; undefined for a copy, which has none
 */
export function valueGetters<Values extends object>(
  fields: readonly (keyof Values & string)[],
  valuesOf: (value: object) => Values | undefined,
): ValueGetters {
  const getters = fields.map(field => {
    const get = function (this: object): unknown {
      const values = valuesOf(this);
      return values === undefined ? NOT_SHOWN : values[field];
    };
    return [field, { get, enumerable: true }] as const;
  });
  return Object.fromEntries(getters);
}

/** Gives an object these getters. One by one: `Object.defineProperties` takes half as long again. */
export function defineValueGetters(value: object, getters: ValueGetters): void {
  for (const field in getters) Object.defineProperty(value, field, getters[field] as PropertyDescriptor);
}

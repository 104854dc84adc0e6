/** What a field reads as on a copy that a runner made of an object. The values themselves are not copied. */
const NOT_SHOWN = '(not shown)';

/** A getter for each field. */
export type ValueGetters = readonly (readonly [field: string, get: () => unknown])[];

/**
 * Getters for the fields of a class that hold values from telemetry. Each object gets them as own, enumerable properties,
 * so that `toEqual`, `Object.keys` and a spread see them like plain fields.
 *
 * They are getters because of Jest: it copies what a failed assertion received, without the prototype, into its reports.
 * Such a copy has no `toJSON`, so plain fields would carry their values there. A getter is copied without its value.
 *
 * @param getters an object with one for each field. Each is code of its own: shared code would read each field more slowly
 */
export function valueGetters<Values extends object>(getters: Values): ValueGetters {
  const descriptors = Object.entries(Object.getOwnPropertyDescriptors(getters));
  return descriptors.map(([field, { get }]) => [field, get as () => unknown]);
}

/** What the getters give for a copy. */
export function hiddenValues<Values extends object>(fields: readonly (keyof Values)[]): Values {
  return Object.fromEntries(fields.map(field => [field, NOT_SHOWN])) as Values;
}

/** As old as JavaScript, and still the fastest by far: `Object.defineProperty` doubles the time that a span takes. */
const { __defineGetter__: defineGetter } = Object.prototype as unknown as {
  __defineGetter__(this: object, field: string, get: () => unknown): void;
};

/** Gives an object these getters. It can be frozen afterwards: until then they could be defined anew. */
export function defineValueGetters(value: object, getters: ValueGetters): void {
  for (const [field, get] of getters) defineGetter.call(value, field, get);
}

/** Freezes a value and all that it holds, when it is first looked at: most never are. Bytes cannot be frozen. */
export function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value) || ArrayBuffer.isView(value)) return value;
  Object.freeze(value);
  for (const inner of Object.values(value)) frozen(inner);
  return value;
}

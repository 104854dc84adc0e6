/** What `util.inspect` and `console.log` call. */
const INSPECT = Symbol.for('nodejs.util.inspect.custom');
/**
 * Jest, Vitest and Playwright print an object with this `$$typeof` by its own `toAsymmetricMatcher()`, in diffs and in
 * snapshots. Their equality looks for a method `asymmetricMatch` instead, which these objects do not have: they are
 * compared by their fields.
 */
const PRINTS_ITSELF = Symbol.for('jest.asymmetricMatcher');
/** Names the properties that Jest 30 and Playwright copy before a diff. By default they copy what every getter gives. */
const COPIED = Symbol.for('@jest/serializableProperties');
/** Leads from a copy of an object, as runners make them before a diff, back to the object. */
const ORIGINAL = Symbol.for('tracewright.original');

/** What a value looks like where something prints it. Values from telemetry in these texts are masked. */
export interface ShownTexts<Value> {
  /** The whole of it: for JSON.stringify, util.inspect and reports. */
  text(value: Value): string;
  /** For diffs: in addition, whatever can make two values differ. The same as `text` by default. */
  diffText?(value: Value): string;
  /** For a place without room: nested more deeply than util.inspect prints. */
  label(value: Value): string;
}

/**
 * Makes everything that serialises an object of a class print a text in place of its fields. Until the texts are handed
 * in, by the layer that words them, that is the kind alone.
 *
 * @param target the prototype of the class, or a single object
 * @returns hands in the texts
 */
export function showAs<Value extends object>(target: Value, kind: string): (texts: ShownTexts<Value>) => void {
  let texts: ShownTexts<Value> = { text: () => kind, label: () => kind };
  // Printing must not throw: the error would hide the failure that is being printed.
  const shown = (value: Value, print: (value: Value) => string): string => {
    try {
      return print(originalOf(value));
    } catch {
      return kind;
    }
  };
  Object.defineProperties(target, {
    toJSON: method(function (this: Value) {
      return shown(this, texts.text);
    }),
    toAsymmetricMatcher: method(function (this: Value) {
      return shown(this, texts.diffText ?? texts.text);
    }),
    [INSPECT]: method(function (this: Value, depth: unknown) {
      return shown(this, typeof depth === 'number' && depth < 0 ? texts.label : texts.text);
    }),
    $$typeof: { value: PRINTS_ITSELF, configurable: true },
    [COPIED]: {
      get(this: Value) {
        return Object.hasOwn(this, ORIGINAL) ? Reflect.ownKeys(this) : Object.keys(this);
      },
      configurable: true,
    },
  });
  return given => {
    texts = given;
  };
}

/**
 * For an object whose text needs more than its fields: a copy of it is printed as the object itself. So is a copy
 * without the prototype, by JSON.stringify.
 */
export function keepOriginal(value: object): void {
  const { toJSON } = value as { readonly toJSON?: () => unknown };
  // Functions, because runners copy objects deeply and functions not at all.
  Object.defineProperties(value, {
    [ORIGINAL]: { value: () => value },
    toJSON: { value: () => toJSON?.call(value) },
  });
}

/**
 * Makes the getters of a class undefined on copies of objects that `keepOriginal` was called for. A copy has no private
 * fields, so a getter would throw: in the middle of a diff, which ends the whole run of Vitest 3.
 */
export function hideGettersOfCopies(prototype: object): void {
  for (const [key, { get }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (get === undefined) continue;
    const read = function (this: object): unknown {
      return originalOf(this) === this ? get.call(this) : undefined;
    };
    Object.defineProperty(prototype, key, { get: read, enumerable: false, configurable: true });
  }
}

/** The object that a copy was made of; itself for any other object. */
export function originalOf<Value extends object>(value: Value): Value {
  const { [ORIGINAL]: original } = value as { readonly [ORIGINAL]?: () => Value };
  return original?.() ?? value;
}

function method(value: (...given: never[]) => unknown): PropertyDescriptor {
  return { value, configurable: true, writable: true };
}

import { keepOriginal, type ShownTexts, showAs } from './shown-text.ts';
import { defineValueGetters, hiddenValues } from './value-getters.ts';

/** A kind of plain data that users read and compare field by field, and that is printed as a text. */
export interface ShownData<Data extends object> {
  /** The same fields, frozen, in an object that prints the text. One object for the same data, however often asked. */
  of(data: Data): Data;
  /** Hands in the texts. */
  showAs(texts: ShownTexts<Data>): void;
}

/**
 * For data without a class: what `showAs` gives to a class is an own, hidden property of each object. So the prototype
 * stays that of a plain object, and `toStrictEqual` and `node:assert` compare them as such.
 *
 * @param fields all of them: a getter each, so that copies of an object have no values. A field that data does not have is
 * not made up.
 */
export function shownData<Data extends object>(
  kind: string,
  fields: Readonly<Record<keyof Data & string, true>>,
): ShownData<Data> {
  const template = {} as Data;
  const handIn = showAs<Data>(template, kind);
  const printing = Object.getOwnPropertyDescriptors(template);
  const valuesOf = new WeakMap<object, Data>();
  const made = new WeakMap<Data, Data>();
  const names = Object.keys(fields) as (keyof Data & string)[];
  const hidden = hiddenValues<Data>(names);
  const getters = names.map(
    name =>
      [
        name,
        function (this: object): unknown {
          return (valuesOf.get(this) ?? hidden)[name];
        },
      ] as const,
  );

  function make(data: Data): Data {
    const shown = {} as Data;
    defineValueGetters(
      shown,
      getters.filter(([name]) => Object.hasOwn(data, name)),
    );
    Object.defineProperties(shown, printing);
    keepOriginal(shown);
    valuesOf.set(shown, data);
    made.set(data, shown);
    return Object.freeze(shown);
  }

  return {
    of: data => (valuesOf.has(data) ? data : (made.get(data) ?? make(data))),
    showAs: handIn,
  };
}

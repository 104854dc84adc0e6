/**
 * Puts a function in the place of a method of one object; returns how to put things back as they were.
 *
 * @param original the method; nothing is done where it is undefined
 * @param wrap gives the function, and is given the method, bound to its object
 */
export function replaceMethod<Args extends unknown[], Result>(
  target: object,
  name: string,
  original: ((...args: Args) => Result) | undefined,
  wrap: (original: (...args: Args) => Result) => (...args: Args) => Result,
): () => void {
  if (original === undefined) return () => {};
  const before = Object.getOwnPropertyDescriptor(target, name);
  const bound = (...args: Args): Result => Reflect.apply(original, target, args);
  const wrapped = wrap(bound);
  let isUndone = false;
  const replacement = (...args: Args): Result => (isUndone ? bound(...args) : wrapped(...args));
  Object.defineProperty(target, name, { value: replacement, writable: true, configurable: true, enumerable: false });
  return () => {
    isUndone = true;
    // Somebody else may have put a function of theirs around this one meanwhile, which stays.
    if (Reflect.get(target, name) !== replacement) return;
    if (before === undefined) Reflect.deleteProperty(target, name);
    else Object.defineProperty(target, name, before);
  };
}

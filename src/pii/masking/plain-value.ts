/** A value without what differs from writing to writing of it: blanks, dashes, letter case, an encoded at sign. */
export function plainValue(value: string): string {
  return value.replace(/%40/g, '@').replace(/[\s-]/g, '').toLowerCase();
}

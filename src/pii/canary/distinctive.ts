import { skeletonOf } from './skeleton.ts';

/** Fewer, and the value would be found by chance. */
export const MIN_DISTINCTIVE = 6;

/**
 * How many characters of a value tell it from others: letters and digits, without those that repeat the one before or
 * go on counting (`aaaa`, `1234`), and no more than twice as many as there are different ones (`abababab`).
 */
export function distinctiveLength(value: string): number {
  const { text } = skeletonOf(value);
  let length = 0;
  let before = Number.NaN;
  let stepBefore = Number.NaN;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const step = code - before;
    const goesOn = step === 0 || (Math.abs(step) === 1 && step === stepBefore);
    if (!goesOn) length += 1;
    [before, stepBefore] = [code, step];
  }
  return Math.min(length, 2 * new Set(text).size);
}

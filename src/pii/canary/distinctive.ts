import { skeletonOf } from './skeleton.ts';

/** Fewer, and the value would be found by chance. */
export const MIN_DISTINCTIVE = 6;

/**
 * How many characters of a value tell it from others: letters and digits, without those that go on as the two before
 * (`aaa`, `123`), and no more than two beyond the number of different ones (`abcabc`).
 */
export function distinctiveLength(value: string): number {
  const { text } = skeletonOf(value);
  let length = 0;
  let stepBefore = Number.NaN;
  for (let index = 0; index < text.length; index++) {
    const step = text.charCodeAt(index) - text.charCodeAt(index - 1);
    if (Math.abs(step) > 1 || step !== stepBefore) length += 1;
    stepBefore = step;
  }
  return Math.min(length, 2 + new Set(text).size);
}

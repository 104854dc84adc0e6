import type { Match } from '../scan/scan-text.ts';
import { maskValue } from './mask.ts';

/** The detector's own mask, unless it gives the value away. */
export function maskOf({ detector, value }: Match): string {
  const mask = detector.mask?.(value) ?? maskValue(detector.kind, value);
  return mask.includes(value) ? '***' : mask;
}

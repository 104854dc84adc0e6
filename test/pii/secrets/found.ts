import type { PiiDetector } from '../../../src/pii/detector.ts';
import { maskOf } from '../../../src/pii/masking/mask-of.ts';
import { scanText } from '../../../src/pii/scan/scan-text.ts';

/** What a detector finds in a text, or in its parts: values, forms and masks. */
export function found(detector: PiiDetector, text: string, key?: string) {
  return scanText(text, key === undefined ? [] : [key], [detector]).map(match => ({
    value: match.value,
    form: match.form,
    mask: maskOf(match),
    confidence: match.confidence,
  }));
}

/** Its values alone. */
export function valuesFound(detector: PiiDetector, text: string, key?: string): string[] {
  return found(detector, text, key).map(({ value }) => value);
}

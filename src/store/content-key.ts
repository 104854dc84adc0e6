import { createHash } from 'node:crypto';
import { contentText } from '../model/content-text.ts';
import type { SpanData } from '../model/span-data.ts';

/** A digest of all that a span holds: equal for spans that are deeply equal, whatever the order of their keys. */
export function contentKey(span: SpanData): string {
  return createHash('sha256').update(contentText(span)).digest('base64');
}

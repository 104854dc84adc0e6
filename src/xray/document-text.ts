import type { XRaySegment, XRayValue } from './segment.ts';

/** The largest document that X-Ray takes, in bytes. */
export const MAX_DOCUMENT_BYTES = 64 * 1024;

/** The size of a document as the exporter sends it: Go's JSON escapes `<`, `>`, `&` and two separators, and ends with a line feed. */
export function documentBytes(segment: XRaySegment): number {
  const json = JSON.stringify(segment);
  const escaped = json.match(/[<>&]/g)?.length ?? 0;
  const separators = json.match(/[\u2028\u2029]/g)?.length ?? 0;
  return Buffer.byteLength(json) + 5 * escaped + 3 * separators + 1;
}

/** The path of the first number that JSON has no word for, such as `metadata.default["app.ratio"]`; undefined when there is none. */
export function notInJson(value: unknown, path = ''): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : path;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value as { readonly [key: string]: XRayValue })) {
    const step = Array.isArray(value)
      ? `[${key}]`
      : /^[A-Za-z_]\w*$/.test(key)
        ? `.${key}`
        : `[${JSON.stringify(key)}]`;
    const found = notInJson(inner, path === '' && step.startsWith('.') ? step.slice(1) : `${path}${step}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

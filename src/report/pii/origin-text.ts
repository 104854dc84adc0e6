import type { Crossing } from '../../model/crossing.ts';
import type { PiiOrigin } from '../../pii/verdict.ts';
import { plain, quote } from '../quote.ts';
import { count, list } from '../rows.ts';

/**
 * What a place belongs to: `CLIENT "GET"`, `log record`, `metric "hits"`, `headers of POST /pay`.
 *
 * @param name the name of the span or metric, as it may be shown
 */
export function originText(source: PiiOrigin, name: string | undefined): string {
  if ('transport' in source)
    return `headers of ${plain(name ?? crossingName(source), 120)}, seen by ${plain(source.witness, 80)}`;
  if ('kind' in source) return `${source.kind} ${quote(name ?? '', 80)}`;
  return 'attributeSets' in source ? `metric ${quote(name ?? '', 80)}` : 'log record';
}

/** `POST /pay`, `a message to charges`. */
export function crossingName({ method, path, destination }: Crossing): string {
  if (path !== undefined) return `${method ?? ''} ${path}`.trim();
  return destination === undefined ? 'a message' : `a message to ${destination}`;
}

/** `4 spans and 2 log records`: what was looked through. */
export function scannedText(scanned: {
  readonly spans: number;
  readonly records: number;
  readonly metrics: number;
}): string {
  const { spans, records, metrics } = scanned;
  return list([
    ...(spans > 0 || records + metrics === 0 ? [count(spans, 'span')] : []),
    ...(records > 0 ? [count(records, 'log record')] : []),
    ...(metrics > 0 ? [count(metrics, 'metric')] : []),
  ]);
}

import type { XRayIndexing } from '../../model/xray-indexing.ts';
import { plain } from '../quote.ts';

const MAX_KEYS = 6;

/** `app.order.id, tenant.id (exporter awsxray of collector.yaml)` */
export function indexedText(indexing: XRayIndexing | undefined): string {
  if (indexing === undefined) return "no attribute, the exporter's default: the receiver has no option xray";
  const { indexedAttributes, source } = indexing;
  const from = ` (${plain(source, 120)})`;
  if (indexedAttributes === 'all') return `all attributes${from}`;
  if (indexedAttributes.length === 0) return `no attribute${from}`;
  const shown = indexedAttributes.slice(0, MAX_KEYS).map(key => plain(key, 60));
  const rest = indexedAttributes.length - shown.length;
  return `${shown.join(', ')}${rest > 0 ? `, ... ${rest} more` : ''}${from}`;
}

import type { AttributeValue } from '../model/attributes.ts';
import type { Scope } from '../model/span-data.ts';
import { emptyScope, type SpanDraft } from '../otlp/draft.ts';

type Tags = Record<string, AttributeValue>;

/**
 * Moves what OpenTelemetry's exporters put into tags, for want of fields in Jaeger and Zipkin, back into its fields:
 * status, scope, trace state and dropped counts. Returns the scope.
 *
 * @see https://opentelemetry.io/docs/specs/otel/common/mapping-to-non-otlp/
 */
export function takeOtelTags(span: SpanDraft): Scope {
  const tags = span.attributes;
  takeStatus(tags, span);
  span.traceState = takeText(tags, 'w3c.tracestate') ?? '';
  span.droppedAttributesCount = takeCount(tags, 'otel.dropped_attributes_count');
  span.droppedEventsCount = takeCount(tags, 'otel.dropped_events_count');
  span.droppedLinksCount = takeCount(tags, 'otel.dropped_links_count');
  const scope = emptyScope();
  scope.name = takeText(tags, 'otel.scope.name') ?? '';
  scope.version = takeText(tags, 'otel.scope.version') ?? '';
  // What they were called before; some exporters still write both.
  const name = takeText(tags, 'otel.library.name') ?? '';
  const version = takeText(tags, 'otel.library.version') ?? '';
  if (scope.name === '') scope.name = name;
  if (scope.version === '') scope.version = version;
  return scope;
}

/**
 * `otel.status_code` says it, as `ERROR` or, from the Collector, as `STATUS_CODE_ERROR`; without it the tag `error`, whose
 * text, where it has one, is the message.
 */
function takeStatus(tags: Tags, { status }: SpanDraft): void {
  const tag = tags['otel.status_code'];
  const code = typeof tag === 'string' ? tag.replace(/^STATUS_CODE_/, '') : undefined;
  const isKnown = code === 'OK' || code === 'ERROR' || code === 'UNSET';
  const error = tags.error;
  const isError = error === true || (typeof error === 'string' && error !== 'false');
  if (isKnown) delete tags['otel.status_code'];
  status.code = isKnown ? code : isError ? 'ERROR' : 'UNSET';
  status.message = takeText(tags, 'otel.status_description') ?? '';
  if (status.code !== 'ERROR' || !isError) return;
  delete tags.error;
  if (status.message === '' && typeof error === 'string' && error !== 'true') status.message = error;
}

function takeText(tags: Tags, key: string): string | undefined {
  const value = tags[key];
  if (typeof value !== 'string') return undefined;
  delete tags[key];
  return value;
}

/** Zipkin's tags are all text. */
function takeCount(tags: Tags, key: string): number {
  const value = Object.hasOwn(tags, key) ? tags[key] : undefined;
  const count = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 0) return 0;
  delete tags[key];
  return count;
}

import type { SpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { UnendedSpan } from '../model/unended-span.ts';
import type { OpenSpans } from '../receiver/attachments.ts';
import { parentIdOf } from './readable/read-spans.ts';
import type { ReadableSpan } from './readable/readable-span.ts';

/** `TraceFlags.SAMPLED` of the API: only such spans are exported. */
const SAMPLED = 1;

/** Whether a span will be exported once it has ended. */
export function isSampled(span: Pick<ReadableSpan, 'spanContext'>): boolean {
  return (span.spanContext().traceFlags & SAMPLED) !== 0;
}

/** Tells a receiver which spans have been started and not ended. */
export class OpenSpanTracker implements SpanProcessor {
  readonly #openSpans: OpenSpans;
  #ended = 0;

  constructor(openSpans: OpenSpans) {
    this.#openSpans = openSpans;
  }

  /** How many spans have ended that are to be exported. */
  get ended(): number {
    return this.#ended;
  }

  onStart(span: ReadableSpan): void {
    if (!isSampled(span)) return;
    const { traceId, spanId } = span.spanContext();
    this.#openSpans.started({ traceId, spanId }, () => openSpan(span));
  }

  onEnd(span: ReadableSpan): void {
    if (isSampled(span)) this.#ended++;
    this.#openSpans.ended(span.spanContext());
  }

  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  shutdown(): Promise<void> {
    return Promise.resolve();
  }
}

function openSpan(span: ReadableSpan): UnendedSpan {
  const { traceId, spanId } = span.spanContext();
  return { name: span.name, service: serviceNameOf(span), traceId, spanId, parentSpanId: parentIdOf(span) };
}

/** The service of a span. Attributes that are pending are not read: the SDK logs an error then. */
function serviceNameOf({ resource }: ReadableSpan): string {
  const attributes = resource.asyncAttributesPending === true ? {} : resource.attributes;
  const name: unknown = (attributes as Readonly<Record<string, unknown>>)['service.name'];
  return typeof name === 'string' && name !== '' ? name : 'unknown_service';
}

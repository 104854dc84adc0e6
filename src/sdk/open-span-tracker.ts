import type { SpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { UnendedSpan } from '../model/unended-span.ts';
import { areTimersFaked, clearTimeout, setTimeout } from '../real-time.ts';
import type { OpenSpans } from '../receiver/attachments.ts';
import { parentIdOf } from './readable/read-spans.ts';
import type { ReadableSpan } from './readable/readable-span.ts';

/** `TraceFlags.SAMPLED` of the API: only such spans are exported. */
const SAMPLED = 1;

/** Whether a span will be exported once it has ended. */
export function isSampled(span: Pick<ReadableSpan, 'spanContext'>): boolean {
  return (span.spanContext().traceFlags & SAMPLED) !== 0;
}

/** How long after the end of a span it is exported where no timer of the SDK does it, in milliseconds. */
const FLUSH_AFTER_MS = 50;

/**
 * Tells a receiver which spans have been started and not ended. Where a test fakes timers, those of the SDK may never go
 * on: then what has ended is exported by real ones.
 */
export class OpenSpanTracker implements SpanProcessor {
  readonly #openSpans: OpenSpans;
  readonly #flush: (() => Promise<unknown>) | undefined;
  #ended = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param flush exports all that has ended; undefined where somebody else does it in real time */
  constructor(openSpans: OpenSpans, flush?: () => Promise<unknown>) {
    this.#openSpans = openSpans;
    this.#flush = flush;
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
    if (this.#flush !== undefined && isSampled(span) && areTimersFaked()) this.#flushSoon(this.#flush);
  }

  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  shutdown(): Promise<void> {
    clearTimeout(this.#timer);
    return Promise.resolve();
  }

  #flushSoon(flush: () => Promise<unknown>): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      // What fails is told by the next flush that somebody waits for.
      void flush().catch(() => undefined);
    }, FLUSH_AFTER_MS).unref();
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

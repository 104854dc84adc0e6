import { encodeTracesJson } from '../../otlp/encode-json.ts';
import { clearTimeout, setTimeout } from '../../real-time.ts';
import type { Attachments } from '../../receiver/attachments.ts';
import { isSampled, OpenSpanTracker } from '../open-span-tracker.ts';
import { faultOf } from '../readable/check-spans.ts';
import { readSpans } from '../readable/read-spans.ts';
import type { ReadableSpan } from '../readable/readable-span.ts';
import type { ExportFailure } from '../tracked-exporter.ts';
import { activeProcessorOf, type SdkProvider } from './active-processor.ts';
import { type AnyExporter, findExporters } from './find-exporters.ts';
import { replaceMethod } from './replace-method.ts';

/** After a span has ended, so many milliseconds pass until batches are flushed, as with an SDK of our own. */
const FLUSH_DELAY_MS = 50;
/** An exporter of the user that does not answer holds up nobody for longer. */
const MAX_FLUSH_MS = 1_000;

/**
 * Gives a receiver what a provider of the user exports, and leaves everything else to the user's processors.
 *
 * What an exporter is handed goes to the receiver too, as it is at that moment. So processors that change spans or leave
 * some out have done their work if, and only if, they have for the exporter. An exporter that keeps spans in memory shows
 * later changes of them as well: its spans are read once all processors are done. Where there is no exporter, the receiver
 * gets each span after all processors have seen its end.
 */
export class JoinedProvider {
  readonly #provider: SdkProvider;
  readonly #attachments: Attachments;
  readonly #tracker: OpenSpanTracker;
  /** The ids of spans that have ended and were not exported yet. */
  readonly #ended = new Set<string>();
  readonly #pending = new Set<Promise<void>>();
  #onExported: (() => void) | undefined;
  /** Spans that an exporter keeps in memory, while the provider's processors are still at work. */
  #kept: unknown[] | undefined;
  readonly #undo: (() => void)[] = [];
  readonly #addition: () => void;
  #failures: ExportFailure[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(provider: SdkProvider, attachments: Attachments) {
    this.#provider = provider;
    this.#attachments = attachments;
    this.#tracker = new OpenSpanTracker(attachments.openSpans);
    this.#attach();
    // SDK 1.x: after this the active processor is another one.
    this.#addition = replaceMethod(provider, 'addSpanProcessor', provider.addSpanProcessor, add => processor => {
      this.#detach();
      add(processor);
      this.#attach();
    });
  }

  /** Resolves once all that has ended is with the receiver, or will not be exported; gives what was lost. */
  async flush(): Promise<readonly ExportFailure[]> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    let timer: NodeJS.Timeout | undefined;
    const timeUp = new Promise<void>(resolve => {
      timer = setTimeout(resolve, MAX_FLUSH_MS);
    });
    const exported = new Promise<void>(resolve => {
      this.#onExported = resolve;
    });
    await Promise.race([this.#forceFlush(), exported, timeUp]);
    clearTimeout(timer);
    while (this.#pending.size > 0) await Promise.all(this.#pending);
    const failures = this.#failures;
    this.#failures = [];
    return failures;
  }

  /** Whether no span that has ended is still to be exported. */
  get idle(): boolean {
    return this.#ended.size === 0 && this.#pending.size === 0;
  }

  /** Leaves the provider as it was. It goes on without the receiver. */
  release(): void {
    clearTimeout(this.#timer);
    this.#addition();
    this.#detach();
  }

  #attach(): void {
    const active = activeProcessorOf(this.#provider);
    const exporters = findExporters(active);
    for (const exporter of exporters) {
      this.#undo.push(
        replaceMethod(exporter, 'export', exporter.export, send => (spans, done) => {
          this.#handed(exporter, spans);
          send(spans, done);
        }),
      );
    }
    this.#undo.push(
      replaceMethod(active, 'onStart', active.onStart, onStart => (span, context) => {
        onStart(span, context);
        this.#tracker.onStart(span);
      }),
      replaceMethod(active, 'onEnd', active.onEnd, onEnd => span => {
        if (isSampled(span)) this.#ended.add(keyOf(span));
        const kept: unknown[] = [];
        const outer = this.#kept;
        this.#kept = kept;
        try {
          onEnd(span);
        } finally {
          this.#kept = outer;
          this.#take(kept);
          if (exporters.length === 0) this.#takeWhenSettled(span);
          this.#tracker.onEnd(span);
          this.#flushSoon();
        }
      }),
    );
  }

  #detach(): void {
    for (const undo of this.#undo.splice(0).reverse()) undo();
  }

  #handed(exporter: AnyExporter, given: unknown): void {
    const spans: unknown[] = Array.isArray(given) ? given : [given];
    const keeps = typeof exporter.getFinishedSpans === 'function';
    if (keeps && this.#kept !== undefined) this.#kept.push(...spans);
    else this.#take(spans);
  }

  #flushSoon(): void {
    if (this.#timer !== undefined || this.#ended.size === 0) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#forceFlush();
    }, FLUSH_DELAY_MS);
    this.#timer.unref();
  }

  /** Never rejects: what goes wrong with the user's own exporters is not the receiver's affair. */
  async #forceFlush(): Promise<void> {
    const before = [...this.#ended];
    try {
      await this.#provider.forceFlush();
    } catch {
      // See above.
    }
    // A processor of the user has left out those that were not exported.
    for (const key of before) this.#ended.delete(key);
  }

  /** As the SDK's processors do, waits for attributes of the resource that are still being detected. */
  #takeWhenSettled(span: ReadableSpan): void {
    if (!isSampled(span)) return;
    const resource = span.resource as { waitForAsyncAttributes?: () => Promise<void> } & ReadableSpan['resource'];
    if (resource.asyncAttributesPending !== true) {
      this.#take([span]);
      return;
    }
    const settled = Promise.resolve(resource.waitForAsyncAttributes?.()).then(
      () => this.#take([span]),
      () => this.#take([span]),
    );
    this.#pending.add(settled);
    void settled.then(() => this.#pending.delete(settled));
  }

  /** Never throws: the exporter that it was called for must get its spans all the same. */
  #take(spans: readonly unknown[]): void {
    if (spans.length === 0) return;
    try {
      const readable = spans.filter((span): span is ReadableSpan => this.#isReadable(span));
      for (const span of readable) this.#ended.delete(keyOf(span));
      const { spans: read, rejected } = readSpans(readable);
      if (rejected[0] !== undefined) this.#fail(rejected.length, new Error(rejected[0].reason));
      if (read.length > 0) {
        this.#attachments.take(Buffer.from(encodeTracesJson(read)));
        this.#attachments.sdkRequests++;
      }
    } catch (error) {
      this.#fail(spans.length, error);
    }
    if (this.#ended.size === 0) this.#onExported?.();
  }

  #isReadable(span: unknown): boolean {
    const fault = faultOf(span);
    if (fault !== undefined) this.#fail(1, new Error(`an exporter was handed something that ${fault}`));
    return fault === undefined;
  }

  #fail(spans: number, error: unknown): void {
    this.#failures.push({ spans, error: error instanceof Error ? error : new Error(String(error)) });
  }
}

function keyOf(span: ReadableSpan): string {
  const { traceId, spanId } = span.spanContext();
  return `${traceId} ${spanId}`;
}

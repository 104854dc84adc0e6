import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';

type Done = Parameters<SpanExporter['export']>[1];

/** An export that failed. */
export interface ExportFailure {
  readonly spans: number;
  readonly error: Error | undefined;
}

/** Remembers exports that are under way and those that failed: the SDK tells nobody about one that it began itself. */
export class TrackedExporter implements SpanExporter {
  readonly #exporter: SpanExporter;
  readonly #onSent: () => void;
  readonly #underWay = new Set<Promise<void>>();
  #failures: ExportFailure[] = [];
  #settledSpans = 0;

  /** @param onSent called for each export that the receiver has taken */
  constructor(exporter: SpanExporter, onSent: () => void) {
    this.#exporter = exporter;
    this.#onSent = onSent;
  }

  /** How many spans are with the receiver, or are lost. */
  get settledSpans(): number {
    return this.#settledSpans;
  }

  export(spans: ReadableSpan[], done: Done): void {
    const exported = new Promise<void>(resolve => {
      this.#exporter.export(spans, result => {
        // ExportResultCode.SUCCESS
        if (result.code === 0) this.#onSent();
        else this.#failures.push({ spans: spans.length, error: result.error });
        this.#settledSpans += spans.length;
        done(result);
        resolve();
      });
    });
    this.#underWay.add(exported);
    void exported.then(() => this.#underWay.delete(exported));
  }

  /** Resolves once no export is under way; gives the failures since it was last asked. */
  async settled(): Promise<ExportFailure[]> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
    const failures = this.#failures;
    this.#failures = [];
    return failures;
  }

  async forceFlush(): Promise<void> {
    await this.#exporter.forceFlush?.();
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown();
  }
}

import { isDeepStrictEqual } from 'node:util';
import { TracewrightError } from '../../src/errors.ts';
import { decodeTracesJson } from '../../src/otlp/decode-json.ts';
import { decodeTracesProtobuf } from '../../src/otlp/decode-protobuf.ts';
import type { DecodedTraces } from '../../src/otlp/decoded-traces.ts';
import type { OtlpEncoding } from '../../src/otlp/encode-response.ts';
import { PackedSpanDecoder } from '../../src/otlp/packed/packed-span.ts';
import { Ingest, type Signal } from '../../src/receiver/ingest.ts';
import { Counters } from '../../src/receiver/stats.ts';
import { traceVerbs } from '../../src/receiver/trace-verbs.ts';
import { LogStore } from '../../src/store/log-store.ts';
import { MetricStore } from '../../src/store/metric-store.ts';
import { Snapshots } from '../../src/store/snapshot.ts';
import { SpanStore } from '../../src/store/span-store.ts';
import { cpuMs } from '../cpu-ms.ts';

const SENDER = { protocol: 'http', from: '127.0.0.1:1', path: '/v1/traces' } as const;

/** A body, and as what it is given to the receiver. */
export interface Input {
  readonly signal: Signal;
  readonly encoding: OtlpEncoding;
  readonly body: Buffer;
}

/** What a receiver has between its sockets and its matchers, put together as `startReceiver` does. */
export class IngestUnderTest {
  readonly store: SpanStore = new SpanStore(new PackedSpanDecoder());
  readonly logs: LogStore = new LogStore();
  readonly counters: Counters = new Counters();
  readonly snapshots: Snapshots = new Snapshots(this.store, this.logs, traceVerbs, () => undefined);
  readonly ingest: Ingest;

  constructor() {
    const bounds = { maxSpans: 10_000_000, maxBytes: 2 ** 40 };
    this.ingest = new Ingest(
      { store: this.store, logs: this.logs, metrics: new MetricStore(), counters: this.counters },
      bounds,
      () => undefined,
    );
  }

  /** Takes in a body; returns how long that took, in milliseconds. What is refused must be so by a TracewrightError. */
  take({ signal, encoding, body }: Input): number {
    const began = cpuMs();
    try {
      this.ingest.take(signal, encoding, body, SENDER);
    } catch (error) {
      if (!(error instanceof TracewrightError)) throw error;
      this.ingest.refuse({ ...SENDER, reason: error.message, status: 400, spans: 0 }, error);
    }
    return cpuMs() - began;
  }

  /**
   * Takes in a body, and throws when something of it is lost, or is other than the full decoder reads it.
   *
   * @returns how long taking it in took, in milliseconds
   */
  takeAll(input: Input): number {
    const before = this.counters.snapshot();
    const latestUnknown = this.counters.unknown.at(-1);
    const ms = this.take(input);
    this.checkCounts();
    const after = this.counters.snapshot();
    if (input.signal !== 'traces') return ms;
    const full = fullyDecoded(input);
    const [latest] = after.rejections.slice(-1);
    if (
      this.counters.unknown.at(-1) !== latestUnknown &&
      /belongs to/.test(this.counters.unknown.at(-1)?.reason ?? '')
    ) {
      // Log records and metrics, of which nothing is a span that could be kept.
      if (!(full instanceof TracewrightError) && full.spans.length > 0) throw new Error('spans are taken for others');
      if (after.received !== before.received || after.rejected !== before.rejected) throw new Error('it was counted');
      return ms;
    }
    if (full instanceof TracewrightError) {
      if (after.received !== before.received) throw new Error(`spans of a malformed body were taken: ${full.message}`);
      if (latest?.reason !== full.message) throw new Error(`refused with ${latest?.reason} instead of ${full.message}`);
      return ms;
    }
    const received = full.spans.length + full.rejected.length;
    if (after.received - before.received !== received) {
      throw new Error(`${after.received - before.received} spans were received of ${received}`);
    }
    if (after.rejectedSpans - before.rejectedSpans !== full.rejected.length) throw new Error('a rejection is missing');
    for (const span of full.spans) {
      const record = this.store.record(span.traceId);
      const isHeld = record?.rows().some(row => isDeepStrictEqual(this.store.table.span(row), span));
      if (isHeld !== true) throw new Error(`span ${span.spanId} is not held as it was sent`);
    }
    return ms;
  }

  /** Spans received = stored + duplicates + rejected with a reason. */
  checkCounts(): void {
    const { received, spans, duplicates, rejectedSpans } = this.counters.snapshot();
    if (received !== spans + duplicates + rejectedSpans || this.store.size !== spans) {
      const counts = JSON.stringify({ received, spans, duplicates, rejectedSpans, held: this.store.size });
      throw new Error(`spans were lost: ${counts}`);
    }
  }

  /** Looks at all that is held, as a test that fails would: every span, every trace's text, every problem of a tree. */
  lookAtAll(): void {
    let spans = 0;
    for (const record of this.store.records()) {
      const trace = this.snapshots.of(record.traceId);
      spans += trace.spans.length;
      if (String(trace) === '') throw new Error('a trace without a text');
      if (trace.treeProblems.length > 0 && !record.mayHaveTreeProblems()) {
        throw new Error(`of trace ${trace.traceId}, ${JSON.stringify(trace.treeProblems)} is not expected`);
      }
      record.knowsEveryParent(new Set());
    }
    if (spans !== this.store.size) throw new Error(`traces hold ${spans} spans of ${this.store.size}`);
  }
}

function fullyDecoded({ encoding, body }: Input): DecodedTraces | TracewrightError {
  try {
    return encoding === 'json' ? decodeTracesJson(body) : decodeTracesProtobuf(body);
  } catch (error) {
    if (error instanceof TracewrightError) return error;
    throw error;
  }
}

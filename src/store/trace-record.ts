import { isDeepStrictEqual } from 'node:util';
import type { Problem } from '../model/problem.ts';
import { type SpanData, serviceOf } from '../model/span-data.ts';

const NONE: ReadonlySet<string> = new Set();
const NO_OTHERS: readonly SpanData[] = [];

/** The spans that arrived under one span id: one, unless a sender made a mistake. */
interface Arrived {
  readonly span: SpanData;
  /** On the steady clock. */
  readonly atMs: number;
  others: readonly SpanData[];
}

/** All that arrived of one trace, and what can be told of it without building the tree. */
export class TraceRecord {
  readonly traceId: string;
  readonly spans: SpanData[] = [];
  readonly problems: Problem[] = [];
  readonly services = new Set<string>();
  /** When its first and its latest span arrived, on the steady clock. */
  readonly firstArrivalMs: number;
  lastArrivalMs: number;
  /** Grows with every change, so that a snapshot knows whether it is still good. */
  version = 0;

  readonly #bySpanId = new Map<string, Arrived>();
  // Made when first needed: most traces have no links, and no parent that comes after its child.
  #missingParents: Set<string> | undefined;
  #linksTo: Set<string> | undefined;

  constructor(traceId: string, nowMs: number) {
    this.traceId = traceId;
    this.firstArrivalMs = nowMs;
    this.lastArrivalMs = nowMs;
  }

  /** Traces that spans of this one link to. */
  get linksTo(): ReadonlySet<string> {
    return this.#linksTo ?? NONE;
  }

  /** Stores a span, unless the very same span is here: exporters send again when an answer was lost. */
  add(span: SpanData, nowMs: number): 'stored' | 'duplicate' {
    const sameId = this.#bySpanId.get(span.spanId);
    if (sameId === undefined) this.#bySpanId.set(span.spanId, { span, others: NO_OTHERS, atMs: nowMs });
    else if ([sameId.span, ...sameId.others].some(other => isDeepStrictEqual(other, span))) return 'duplicate';
    else sameId.others = [...sameId.others, span];
    this.spans.push(span);
    this.services.add(serviceOf(span.resource));
    this.lastArrivalMs = nowMs;
    this.version++;
    this.#noteRelations(span);
    return 'stored';
  }

  /** When a span first arrived, on the steady clock; undefined when it did not. */
  arrivalOf(spanId: string): number | undefined {
    return this.#bySpanId.get(spanId)?.atMs;
  }

  /** Whether every parent id is that of a span that arrived, or of a context that was sent. */
  knowsEveryParent(sentSpanIds: ReadonlySet<string>): boolean {
    for (const id of this.#missingParents ?? NONE) if (!sentSpanIds.has(id)) return false;
    return true;
  }

  #noteRelations({ spanId, parentSpanId, links }: SpanData): void {
    this.#missingParents?.delete(spanId);
    if (parentSpanId !== undefined && !this.#bySpanId.has(parentSpanId)) {
      this.#missingParents ??= new Set();
      this.#missingParents.add(parentSpanId);
    }
    for (const { traceId } of links) {
      if (traceId === this.traceId) continue;
      this.#linksTo ??= new Set();
      this.#linksTo.add(traceId);
    }
  }
}

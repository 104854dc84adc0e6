import type { Problem } from '../model/problem.ts';
import type { SpanData } from '../model/span-data.ts';
import type { Gathering, HeldTrace, SpanBatch, TraceNote } from './held-trace.ts';

interface OpenTrace {
  readonly traceId: string;
  readonly spans: SpanData[];
  readonly problems: Problem[];
  note: TraceNote | undefined;
}

/** Gathers traces whose spans stand together: one is whole when a span of another comes. Holds one trace. */
export class GatherGrouped implements Gathering {
  readonly #begun = new Set<string>();
  readonly #refuse: (traceId: string) => never;
  #open: OpenTrace | undefined;

  /** @param refuse throws for a trace that goes on after it was handed out */
  constructor(refuse: (traceId: string) => never) {
    this.#refuse = refuse;
  }

  add({ spans, problems }: SpanBatch): readonly HeldTrace[] {
    const whole: HeldTrace[] = [];
    const ofBatch = new Map<string, OpenTrace>();
    for (const span of spans) {
      if (this.#open?.traceId !== span.traceId) {
        if (this.#begun.has(span.traceId)) this.#refuse(span.traceId);
        if (this.#open !== undefined) whole.push(this.#open);
        this.#begun.add(span.traceId);
        this.#open = { traceId: span.traceId, spans: [], problems: [], note: undefined };
      }
      this.#open.spans.push(span);
      ofBatch.set(span.traceId, this.#open);
    }
    for (const problem of problems) ofBatch.get(problem.traceId)?.problems.push(problem);
    return whole;
  }

  note(note: TraceNote): void {
    if (this.#open?.traceId === note.traceId) this.#open.note = note;
  }

  *rest(): Generator<HeldTrace> {
    const open = this.#open;
    this.#open = undefined;
    if (open !== undefined) yield open;
  }
}

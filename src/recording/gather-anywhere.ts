import type { Problem } from '../model/problem.ts';
import type { SpanData } from '../model/span-data.ts';
import { decodeTracesJson } from '../otlp/decode-json.ts';
import { encodeTracesJson } from '../otlp/encode-json.ts';
import type { Gathering, HeldTrace, SpanBatch, TraceNote } from './held-trace.ts';

/** One trace: spans as OTLP JSON, which takes a fraction of the memory that they do as objects. */
interface Packed {
  readonly batches: Buffer[];
  problems: Problem[] | undefined;
  note: TraceNote | undefined;
}

/** Gathers traces whose spans may be anywhere in the file: none is whole before its end. */
export class GatherAnywhere implements Gathering {
  readonly #traces = new Map<string, Packed>();

  add({ spans, problems }: SpanBatch): readonly HeldTrace[] {
    for (const [traceId, ofTrace] of byTraceId(spans)) {
      this.#of(traceId).batches.push(Buffer.from(encodeTracesJson(ofTrace)));
    }
    for (const problem of problems) {
      const packed = this.#traces.get(problem.traceId);
      if (packed === undefined) continue;
      packed.problems ??= [];
      packed.problems.push(problem);
    }
    return [];
  }

  note(note: TraceNote): void {
    const packed = this.#traces.get(note.traceId);
    if (packed !== undefined) packed.note = note;
  }

  *rest(): Generator<HeldTrace> {
    for (const [traceId, { batches, problems = [], note }] of this.#traces) {
      this.#traces.delete(traceId);
      yield { traceId, spans: batches.flatMap(batch => decodeTracesJson(batch).spans), problems, note };
    }
  }

  #of(traceId: string): Packed {
    let packed = this.#traces.get(traceId);
    if (packed === undefined) {
      packed = { batches: [], problems: undefined, note: undefined };
      this.#traces.set(traceId, packed);
    }
    return packed;
  }
}

/** In the order of first appearance. */
export function byTraceId(spans: readonly SpanData[]): ReadonlyMap<string, SpanData[]> {
  const traces = new Map<string, SpanData[]>();
  for (const span of spans) {
    const trace = traces.get(span.traceId);
    if (trace === undefined) traces.set(span.traceId, [span]);
    else trace.push(span);
  }
  return traces;
}

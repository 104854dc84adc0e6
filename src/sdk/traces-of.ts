import { TracewrightError } from '../errors.ts';
import type { Trace } from '../model/trace.ts';
import { traceVerbs } from '../receiver/trace-verbs.ts';
import { heldTraces, toTrace } from '../recording/to-trace.ts';
import { withoutRepeats } from '../recording/without-repeats.ts';
import { checkSpans } from './readable/check-spans.ts';
import { parentIdOf, readSpans } from './readable/read-spans.ts';
import type { ReadableSpan } from './readable/readable-span.ts';

/** `SpanKind.SERVER` and `SpanKind.CONSUMER` of the API. */
const ENTRY_KINDS: readonly number[] = [1, 4];

/**
 * The traces of spans that an SDK in this process has recorded, for all matchers: without a receiver, and without any
 * other package.
 *
 * Takes spans of SDK 1.x and 2.x of OpenTelemetry for JavaScript, such as those of an `InMemorySpanExporter`. Times are
 * nanoseconds, kinds and status codes have the names of OTLP, and every other field is what the SDK's own OTLP exporter
 * would have sent. What breaks OTLP's rules is in `problems`.
 *
 * A span whose parent is not among the spans is a root if that parent is remote, and an orphan if it is local: then the
 * trace is incomplete. SDK 2.x says which of the two it is (`parentSpanContext.isRemote`). SDK 1.x does not. There the
 * parent is taken to be remote if a span of kind SERVER or CONSUMER names it, since these are the kinds of spans with a
 * remote parent; any other missing parent is taken to be local.
 *
 * @param spans at least one, all of which have ended; of spans that occur several times, one is kept
 * @returns the traces, in the order in which their first spans occur in the array
 * @throws {TracewrightError} INVALID_SUBJECT when it is given something else, a span that has not ended, a span whose
 * ids are not valid, or a span whose resource still waits for asynchronous attributes; NO_TRACES for an empty array.
 * @example
 * import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-base';
 * import { tracesOf } from 'tracewright/sdk';
 *
 * await provider.forceFlush();
 * const [trace] = tracesOf(exporter.getFinishedSpans());
 * expect(trace).toHaveSpan({ name: 'charge card', kind: 'CLIENT' });
 * @see https://opentelemetry.io/docs/specs/otel/trace/api/#spankind
 */
export function tracesOf(spans: readonly ReadableSpan[]): Trace[] {
  const given = [...new Set(checkSpans(spans))];
  const decoded = readSpans(given);
  const [rejected] = decoded.rejected;
  if (rejected !== undefined) {
    throw new TracewrightError(
      'INVALID_SUBJECT',
      `tracesOf received a span that belongs to no trace: ${rejected.reason}.`,
    );
  }
  const remote = remoteParents(given);
  const traces = new Map<string, Trace>();
  const linked = new LinkedTraces(traces);
  for (const held of heldTraces(decoded)) {
    const { traceId } = held;
    const note = { traceId, sentSpanIds: remote.get(traceId) ?? [], unsettled: false };
    const trace = toTrace({ ...held, spans: withoutRepeats(held.spans), note }, traceVerbs, {
      linked: () => linked.into(traceId),
      spanElsewhere: (otherId, spanId) => traces.get(otherId)?.linkTarget({ traceId: otherId, spanId }),
    });
    traces.set(traceId, trace);
  }
  const order = new Set(given.map(traceIdOf));
  return [...order].flatMap(traceId => traces.get(traceId) ?? []);
}

/** By trace id, the ids of parents that are remote. If such a parent is among the spans, it is the parent all the same. */
function remoteParents(spans: readonly ReadableSpan[]): ReadonlyMap<string, readonly string[]> {
  const remote = new Map<string, string[]>();
  for (const span of spans) {
    const id = parentIdOf(span);
    if (id === undefined || !isParentRemote(span)) continue;
    const ofTrace = remote.get(traceIdOf(span));
    if (ofTrace === undefined) remote.set(traceIdOf(span), [id]);
    else ofTrace.push(id);
  }
  return remote;
}

function isParentRemote({ parentSpanContext, instrumentationScope, kind }: ReadableSpan): boolean {
  if (parentSpanContext !== undefined) return parentSpanContext.isRemote === true;
  return instrumentationScope === undefined && ENTRY_KINDS.includes(kind);
}

function traceIdOf(span: ReadableSpan): string {
  return span.spanContext().traceId.toLowerCase();
}

/** Which traces link into which; looked up once, when it is first asked for. */
class LinkedTraces {
  readonly #traces: ReadonlyMap<string, Trace>;
  #into: Map<string, Set<Trace>> | undefined;

  constructor(traces: ReadonlyMap<string, Trace>) {
    this.#traces = traces;
  }

  into(traceId: string): readonly Trace[] {
    this.#into ??= this.#lookUp();
    return [...(this.#into.get(traceId) ?? [])];
  }

  #lookUp(): Map<string, Set<Trace>> {
    const into = new Map<string, Set<Trace>>();
    for (const trace of this.#traces.values()) {
      for (const { traceId } of trace.spans.flatMap(({ links }) => links)) {
        if (traceId === trace.traceId) continue;
        const linking = into.get(traceId) ?? new Set();
        into.set(traceId, linking.add(trace));
      }
    }
    return into;
  }
}

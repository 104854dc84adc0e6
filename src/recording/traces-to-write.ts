import { TracewrightError } from '../errors.ts';
import { kindOf } from '../misuse.ts';
import { isTrace, type Trace } from '../model/trace.ts';

/** What `writeTraces` and `sendTraces` take: a trace, several, a source of them, or what has `traces`, as a receiver does. */
export type TracesToWrite = Trace | Iterable<Trace> | AsyncIterable<Trace> | { readonly traces: Iterable<Trace> };

const takes = (where: string): string => `${where} takes a Trace, an iterable of Traces or a receiver`;

/** The traces that were given; INVALID_SUBJECT for anything else, at once for what was given as a whole. */
export function tracesToWrite(given: unknown, where: string): AsyncGenerator<Trace> {
  if (isTrace(given)) return each([given], where);
  if (isIterable(given)) return each(given, where);
  const held = typeof given === 'object' && given !== null ? (given as { traces?: unknown }).traces : undefined;
  if (isIterable(held)) return each(held, where);
  const hint = kindOf(given) === 'a Promise' ? ' Await it first.' : '';
  throw new TracewrightError('INVALID_SUBJECT', `${takes(where)}; received ${kindOf(given)}.${hint}`);
}

async function* each(traces: Iterable<unknown> | AsyncIterable<unknown>, where: string): AsyncGenerator<Trace> {
  let index = 0;
  for await (const trace of traces) {
    if (!isTrace(trace)) {
      throw new TracewrightError('INVALID_SUBJECT', `${takes(where)}; element ${index} is ${kindOf(trace)}.`);
    }
    if (trace.spans.length === 0) {
      const text = `${where}: trace ${trace.traceId} (element ${index}) holds no span, so there is nothing of it to write.`;
      throw new TracewrightError('NO_TRACES', text);
    }
    index++;
    yield trace;
  }
  if (index === 0) throw new TracewrightError('NO_TRACES', `${where} was given no trace.`);
}

/** Not of strings, whose elements are characters. */
function isIterable(value: unknown): value is Iterable<unknown> | AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && (Symbol.iterator in value || Symbol.asyncIterator in value);
}

import fc from 'fast-check';
import { IngestUnderTest, type Input } from './ingest-under-test.ts';

/** No input may take longer, in milliseconds. */
const MAX_MS = 100;
/** Inputs that go into one store before it is looked at, and another begun. */
const INPUTS_A_STORE = 50;

/** What a run of the fuzzer came to. */
export interface FuzzReport {
  readonly inputs: number;
  /** Spans that were stored or here already: when these are few, most inputs were refused at their first bytes. */
  readonly accepted: number;
  /** Spans, and requests that could not be read. */
  readonly refused: number;
  readonly slowestMs: number;
}

/** Gives inputs to ingests, one after the other, and checks after each that nothing is lost, and nothing slow. */
export function fuzzIngest(inputs: fc.Arbitrary<Input>, numRuns: number): FuzzReport {
  let current = new IngestUnderTest();
  let taken = 0;
  let accepted = 0;
  let refused = 0;
  let slowestMs = 0;
  const finish = (ingest: IngestUnderTest): void => {
    ingest.lookAtAll();
    const { spans, duplicates, rejected } = ingest.counters.snapshot();
    accepted += spans + duplicates;
    refused += rejected;
  };
  fc.assert(
    fc.property(inputs, input => {
      if (++taken % INPUTS_A_STORE === 0) {
        const before = current;
        current = new IngestUnderTest();
        finish(before);
      }
      const ms = fastest(current.takeAll(input), input);
      slowestMs = Math.max(slowestMs, ms);
      if (ms > MAX_MS) throw new Error(`an input of ${input.body.length} bytes took ${ms} ms`);
    }),
    { numRuns },
  );
  finish(current);
  return { inputs: taken, accepted, refused, slowestMs };
}

/** On a busy machine anything can be slow once: what is slow always, is. */
function fastest(ms: number, input: Input): number {
  let least = ms;
  for (let again = 0; again < 4 && least > MAX_MS / 2; again++)
    least = Math.min(least, new IngestUnderTest().take(input));
  return least;
}

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomRequest } from '../otlp/random-request.ts';
import { leastOf, runs } from '../runs.ts';
import { protobufCorpus } from './corpus.ts';
import { fuzzIngest } from './fuzz-ingest.ts';
import type { Input } from './ingest-under-test.ts';
import { mutatedBytes } from './mutate-bytes.ts';

const INPUTS = runs(50_000);

const signal = fc.constantFrom<Input['signal']>(...Array<'traces'>(8).fill('traces'), 'logs', 'metrics');

function inputs(body: fc.Arbitrary<Buffer>): fc.Arbitrary<Input> {
  return fc.record({ signal, encoding: fc.constant('protobuf'), body });
}

test(`${INPUTS} changed requests in protobuf are taken or refused, at once, and nothing of them is lost`, () => {
  const report = fuzzIngest(inputs(mutatedBytes(protobufCorpus())), INPUTS);
  expect(report.inputs).toBe(INPUTS);
  // Neither refused at their first byte, nor hardly changed.
  expect(report.accepted).toBeGreaterThan(leastOf(5_000));
  expect(report.refused).toBeGreaterThan(leastOf(5_000));
});

test('random bytes are taken or refused, at once', () => {
  const body = fc.uint8Array({ maxLength: 300 }).map(bytes => Buffer.from(bytes));
  expect(fuzzIngest(inputs(body), runs(3_000)).refused).toBeGreaterThan(leastOf(1_000));
});

test('requests that break the rules of OTLP are taken, and nothing of them is lost', () => {
  const body = fc.gen().map(draw => randomRequest(draw, true));
  expect(fuzzIngest(inputs(body), runs(1_000)).accepted).toBeGreaterThan(leastOf(333));
});

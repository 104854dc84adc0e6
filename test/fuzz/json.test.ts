import fc from 'fast-check';
import { expect, test } from 'vitest';
import { requestsInJson } from '../otlp/requests-in-json.ts';
import { leastOf, runs } from '../runs.ts';
import { jsonCorpus } from './corpus.ts';
import { fuzzIngest } from './fuzz-ingest.ts';
import type { Input } from './ingest-under-test.ts';
import { mutatedJson } from './mutate-json.ts';

const INPUTS = runs(50_000);

const signal = fc.constantFrom<Input['signal']>(...Array<'traces'>(8).fill('traces'), 'logs', 'metrics');

function inputs(body: fc.Arbitrary<Buffer>): fc.Arbitrary<Input> {
  return fc.record({ signal, encoding: fc.constant('json'), body });
}

test(`${INPUTS} changed requests in JSON are taken or refused, at once, and nothing of them is lost`, () => {
  const report = fuzzIngest(inputs(mutatedJson(jsonCorpus())), INPUTS);
  expect(report.inputs).toBe(INPUTS);
  // Neither refused at their first byte, nor hardly changed.
  expect(report.accepted).toBeGreaterThan(leastOf(5_000));
  expect(report.refused).toBeGreaterThan(leastOf(5_000));
});

test('random bytes are refused, at once', () => {
  const body = fc.oneof(
    fc.uint8Array({ maxLength: 300 }).map(bytes => Buffer.from(bytes)),
    fc.json().map(text => Buffer.from(text)),
  );
  expect(fuzzIngest(inputs(body), runs(3_000)).refused).toBeGreaterThan(leastOf(1_000));
});

test('requests that break the rules of OTLP are taken, and nothing of them is lost', () => {
  const body = requestsInJson().map(request => Buffer.from(JSON.stringify(request)));
  expect(fuzzIngest(inputs(body), runs(1_000)).accepted).toBeGreaterThan(leastOf(100));
});

import 'tracewright/node-test';
import { expect } from 'expect';
import type { Trace } from 'tracewright';
import * as matchers from 'tracewright/matchers';

expect.extend(matchers);

/** Never run, only compiled. */
export function usage(trace: Trace): void {
  expect(trace).toHaveSpan('charge card');
}

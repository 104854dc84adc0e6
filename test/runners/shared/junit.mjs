// Proves that a report of jest-junit has no colour codes while Jest's output has: `node junit.mjs`; ends with a count.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, 'junit');
const jest = join(import.meta.dirname, 'node_modules', 'jest', 'bin', 'jest.js');
const COLOUR = /\[\d+(?:;\d+)*m/;

mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }');
writeFileSync(
  join(folder, 'red.test.js'),
  `require('tracewright/jest');
const { startReceiver } = require('tracewright');
const { checkoutRequest } = require('../suite.cjs');
test('red', async () => {
  const receiver = await startReceiver({ grpcPort: false });
  const trace = await receiver.capture(({ traceId, spanId }) => fetch(receiver.httpUrl + '/v1/traces', {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: checkoutRequest({ traceId, spanId }),
  }));
  await receiver.stop();
  expect(trace).toHaveSpan('refund');
});
`,
);
const output = await new Promise(resolve => {
  const args = [jest, '--rootDir', folder, '--colors', '--reporters=default', '--reporters=jest-junit'];
  const env = { ...process.env, FORCE_COLOR: '1', JEST_JUNIT_OUTPUT_DIR: folder };
  execFile(process.execPath, args, { cwd: folder, env }, (_error, stdout, stderr) => resolve(stdout + stderr));
});
const report = readFileSync(join(folder, 'junit.xml'), 'utf8');
assert.match(report, /Expected a span: {2}name &quot;refund&quot;/);
assert.doesNotMatch(report, COLOUR);
assert.match(output, COLOUR);
console.log('# pass 1');

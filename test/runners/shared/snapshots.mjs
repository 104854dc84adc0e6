// Proves toMatchTraceSnapshot by running the runner as its users do, on a folder of its own: what is written, refused,
// updated and reported. `node snapshots.mjs jest-cjs | jest-esm | vitest`; ends with a count, as the runners do.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const mode = process.argv[2];
const folder = join(import.meta.dirname, 'snapshots');
const stored = join(folder, '__snapshots__');

/** What a test file begins with, once with an entry of ours and once with a plain expect.extend. */
const OPENINGS = {
  'jest-cjs': {
    entry: "require('tracewright/jest');",
    plain: "expect.extend({ ...require('tracewright/matchers') });",
    receiver: "const { startReceiver } = require('tracewright'); const { checkoutRequest } = require('../suite.cjs');",
  },
  'jest-esm': {
    entry: "import 'tracewright/jest';",
    plain: "import * as matchers from 'tracewright/matchers'; expect.extend({ ...matchers });",
    receiver: "import { startReceiver } from 'tracewright'; import { checkoutRequest } from '../suite.mjs';",
  },
  vitest: {
    entry: "import { expect, test } from 'vitest'; import 'tracewright/vitest';",
    plain:
      "import { expect, test } from 'vitest'; import * as matchers from 'tracewright/matchers'; expect.extend(matchers);",
    receiver: "import { startReceiver } from 'tracewright'; import { checkoutRequest } from '../suite.mjs';",
  },
};

const BODY = `
async function checkout() {
  const receiver = await startReceiver({ grpcPort: false });
  const { AMOUNT = '1999', LOST } = process.env;
  try {
    return await receiver.capture(async ({ traceId, spanId }) => {
      const body = checkoutRequest({ traceId, spanId }).replace('"1999"', '"' + AMOUNT + '"');
      const headers = { 'content-type': 'application/json' };
      const sent = LOST ? body.replaceAll('"parentSpanId":"a1', '"parentSpanId":"f9') : body;
      return (await fetch(receiver.httpUrl + '/v1/traces', { method: 'POST', headers, body: sent })).status;
    }, { services: ['gateway', 'payments'], timeout: LOST ? 300 : 4000, quiet: 20 });
  } finally {
    await receiver.stop();
  }
}
test('a checkout', async () => {
  expect.assertions(2);
  const trace = await checkout();
  expect(trace).toMatchTraceSnapshot();
  expect(trace).toMatchTraceSnapshot('without the amount', { mask: ['app.amount'] });
});
if (!process.env.SHORT) {
  test('another', async () => expect([await checkout()]).toMatchTraceSnapshot());
}
test('what is no assertion is refused', async () => {
  const trace = await checkout();
  expect(() => expect(trace).not.toMatchTraceSnapshot()).toThrow(/UNSUPPORTED_ASSERTION/);
  expect(() => expect({ trace }).toEqual({ trace: expect.toMatchTraceSnapshot() })).toThrow(/UNSUPPORTED_ASSERTION/);
});
`;

mkdirSync(folder, { recursive: true });
const extension = mode === 'vitest' ? 'mjs' : 'js';
for (const name of ['entry', 'plain']) {
  const { [name]: registering, receiver } = OPENINGS[mode];
  writeFileSync(join(folder, `${name}.spec.${extension}`), `${registering}\n${receiver}\n${BODY}`);
}

if (mode === 'vitest') {
  // Vitest would take the project's own configuration, which is for other tests.
  writeFileSync(join(folder, 'vitest.config.mjs'), "export default { test: { include: ['*.spec.mjs'] } };\n");
}

const require = createRequire(import.meta.url);
const modulesOf = name => join(require.resolve(`${name}/package.json`), '..');
const command =
  mode === 'vitest'
    ? [join(modulesOf('vitest'), 'vitest.mjs'), 'run', '--root', folder, '--no-color']
    : [
        ...(mode === 'jest-esm' ? ['--experimental-vm-modules', '--no-warnings'] : []),
        join(modulesOf('jest'), 'bin/jest.js'),
        '--colors=false',
        '--config',
        JSON.stringify({ rootDir: folder, testMatch: ['**/*.spec.js'] }),
      ];

/** Runs it; where it runs it learns from `CI` alone. */
function run(env, ...flags) {
  const { PATH, HOME } = process.env;
  const ci = mode !== 'vitest' && env.CI === undefined ? ['--ci=false'] : [];
  return new Promise(resolve => {
    execFile(
      process.execPath,
      [...command, ...ci, ...flags],
      { env: { PATH, HOME, NO_COLOR: '1', ...env } },
      (error, out, err) => resolve({ failed: error !== null, output: out + err }),
    );
  });
}

function filesStored() {
  return readdirSync(stored).map(name => readFileSync(join(stored, name), 'utf8'));
}

const steps = {
  async 'in CI none is written'() {
    const { failed, output } = await run({ CI: 'true' });
    assert(failed);
    assert.match(output, /No snapshot of this name is stored/);
    assert(!existsSync(stored));
  },
  async 'the first run writes'() {
    const { failed, output } = await run({});
    assert(!failed, output);
    assert.match(output, /Snapshots:? +6 written/);
    const [file] = filesStored();
    assert.match(file, /^gateway SERVER "POST \/checkout" by runners$/m);
    assert.match(file, /^ {10}app\.amount = 1999$/m);
    assert.match(file, /^ {10}app\.amount = <masked>$/m);
  },
  async 'the next run compares'() {
    const before = filesStored();
    const { failed, output } = await run({ CI: 'true' });
    assert(!failed, output);
    assert.deepEqual(filesStored(), before);
  },
  async 'another structure fails with a diff'() {
    const { failed, output } = await run({ AMOUNT: '42' });
    assert(failed);
    assert.match(output, /Snapshots:? +4 failed/);
    assert.match(output, /Changed: {2}payments INTERNAL "charge card" by runners, ERROR "do not honour": app\.amount/);
    assert.match(output, /- +app\.amount = 1999\n\s*\+ +app\.amount = 42/);
  },
  async 'a trace that did not arrive whole changes nothing that is stored'() {
    const before = filesStored();
    const { failed, output } = await run({ LOST: '1' }, '-u');
    assert(failed);
    assert.match(output, /INCOMPLETE: the trace did not arrive whole/);
    assert.deepEqual(filesStored(), before);
  },
  async 'with -u it is stored'() {
    const { failed, output } = await run({ AMOUNT: '42' }, '-u');
    assert(!failed, output);
    assert.match(output, /Snapshots:? .*4 updated/);
  },
  async 'an obsolete one is reported'() {
    const { output } = await run({ AMOUNT: '42', SHORT: '1' });
    assert.match(output, /Snapshots:? +2 obsolete/);
  },
};

for (const [name, step] of Object.entries(steps)) {
  await step();
  console.log(`proved: ${name}`);
}
console.log(`Tests: ${Object.keys(steps).length} passed`);

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

// Vitest as users run it, on a project of its own: what it writes, refuses and reports. Jest: see test/runners.

const ROOT = join(import.meta.dirname, '..', '..');
const FIXTURE = `
import { expect, test } from 'vitest';
import * as matchers from ${JSON.stringify(join(ROOT, 'matchers/index.ts'))};
import { CHARGE, checkoutTrace } from ${JSON.stringify(join(ROOT, 'test/checkout-trace.ts'))};

expect.extend({ ...matchers });
const trace = () => checkoutTrace({}, [{
  ...CHARGE,
  ...(process.env.LOST ? { parentId: 'abcdef0123456789' } : {}),
  attributes: { 'http.response.status_code': Number(process.env.STATUS ?? 200), 'server.port': process.pid },
}]);
test('a checkout', { retry: 1 }, ({ task }) => {
  expect(trace()).toMatchTraceSnapshot('whole');
  if (task.result?.retryCount === 0) throw new Error('once more');
});
test.concurrent('one of two', async ({ expect }) => {
  await new Promise(resolve => setTimeout(resolve, 20));
  expect(trace()).toMatchTraceSnapshot();
});
test.concurrent('two of two', ({ expect }) => expect(trace()).toMatchTraceSnapshot());
if (process.env.SHORT === undefined) test('another', () => expect(trace()).toMatchTraceSnapshot());
`;

let folder: string;
let stored: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trace-snapshot-'));
  stored = join(folder, '__snapshots__', 'checkout.test.ts.snap');
  await mkdir(folder, { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'checkout.test.ts'), FIXTURE);
});
afterAll(() => rm(folder, { recursive: true }));

/** What Vitest printed; `CI` and whatever else tells it where it runs is not handed on. */
function runVitest(env: Record<string, string>, ...flags: string[]): Promise<string> {
  const { PATH = '', HOME = '' } = process.env;
  const command = [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--root', folder, ...flags];
  return new Promise(resolve => {
    execFile(process.execPath, command, { env: { PATH, HOME, NO_COLOR: '1', ...env } }, (_error, stdout, stderr) =>
      resolve(stripVTControlCharacters(stdout + stderr)),
    );
  });
}

test('in CI none is written, and the failure says what would have been', async () => {
  const output = await runVitest({ CI: 'true' });
  expect(output).toMatch(/Tests +4 failed/);
  expect(output).toContain('No snapshot of this name is stored');
  expect(existsSync(stored)).toBe(false);
});

test('the first run writes, a retry and tests side by side included; the next one compares', async () => {
  expect(await runVitest({})).toMatch(/Snapshots +4 written[\s\S]*Tests +4 passed/);
  const text = await readFile(stored, 'utf8');
  expect(text.match(/^exports\[.*/gm)).toEqual([
    'exports[`a checkout > whole 1`] = `',
    'exports[`another 1`] = `',
    'exports[`one of two 1`] = `',
    'exports[`two of two 1`] = `',
  ]);
  expect(text).toContain('server.port = <port>');
  const next = await runVitest({ CI: 'true' });
  expect(next).toMatch(/Tests +4 passed/);
  expect(next).not.toContain('Snapshots');
});

test('another structure fails with a diff, and -u stores it', async () => {
  const output = await runVitest({ STATUS: '402' });
  expect(output).toMatch(/Snapshots +4 failed/);
  const from = output.indexOf('Error: expect(trace)');
  expect(output.slice(from, output.indexOf('\n ❯', from)).trim()).toMatchInlineSnapshot(`
    "Error: expect(trace).toMatchTraceSnapshot(name)

    The trace has another structure than the one that is stored.

    Changed:  payments SERVER "POST /charge" by test: http.response.status_code

    - Stored
    + Received

    @@ -6,7 +6,7 @@
                server.port = <port>
                url.full = "http://payments:<port>/charge?sig=***#1"
              payments SERVER "POST /charge" by test
    -             http.response.status_code = 200
    +             http.response.status_code = 402
                  server.port = <port>
                payments INTERNAL "charge card" by test
                    app.amount = 4200

    Hint: if the change is meant, run again with -u to store it.
    Hint: if it differs from run to run, mask it: toMatchTraceSnapshot({ mask: ["http.response.status_code"] })."
  `);
  expect(await runVitest({ STATUS: '402' }, '-u')).toMatch(/Snapshots +4 updated[\s\S]*Tests +4 passed/);
  expect(await runVitest({ STATUS: '402' })).toMatch(/Tests +4 passed/);
});

test('a trace that did not arrive whole changes nothing that is stored, -u or not', async () => {
  const before = await readFile(stored, 'utf8');
  expect(await runVitest({ LOST: '1' }, '-u')).toContain('INCOMPLETE');
  expect(await readFile(stored, 'utf8')).toBe(before);
});

test('an obsolete one is reported, and -u removes it', async () => {
  expect(await runVitest({ STATUS: '402', SHORT: '1' })).toMatch(/Snapshots +1 obsolete/);
  expect(await runVitest({ STATUS: '402', SHORT: '1' }, '-u')).toMatch(/Snapshots +1 removed/);
  expect(await readFile(stored, 'utf8')).not.toContain('another 1');
});

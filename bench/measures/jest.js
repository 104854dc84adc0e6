// What a Jest test file costs more that starts a receiver and stops it, than one without: each of ten, in band.
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ROUNDS } from '../settings.js';
import { inTurn, median } from '../statistics.js';

const run = promisify(execFile);
const FILES = 10;
const GOAL_MS = 80;
const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));
const JEST = join(dirname(createRequire(import.meta.url).resolve('jest/package.json')), 'bin/jest.js');

const receiverFile = options => `
const { startReceiver } = require('tracewright');
let receiver;
beforeAll(async () => { receiver = await startReceiver(${options}); });
afterAll(() => receiver.stop());
test('receives', () => expect(receiver.httpUrl).toMatch('http'));
`;
const EMPTY = { key: 'Jest, empty files', source: `test('is empty', () => {});\n`, setup: [] };
const OWN = [
  { key: 'Jest file with a receiver', source: receiverFile(''), setup: ['tracewright/jest'], goal: GOAL_MS },
  {
    key: 'Jest file with a receiver, HTTP only',
    source: receiverFile('{ grpcPort: false }'),
    setup: ['tracewright/jest'],
  },
];

export async function measureJest() {
  const root = mkdtempSync(join(tmpdir(), 'tracewright-bench-'));
  try {
    install(root);
    const cases = [EMPTY, ...OWN].map((one, index) => ({ ...one, rootDir: writeFiles(root, `${index}`, one.source) }));
    await inTurn(1, cases, runJest);
    const measured = await inTurn(ROUNDS, cases, runJest);
    const empty = median(measured.get(EMPTY.key));
    const rows = OWN.map(({ key, goal }) => {
      const cost = (median(measured.get(key)) - empty) / FILES;
      return {
        figure: `${key}, over an empty one`,
        measured: `${cost.toFixed(0)} ms`,
        goal: goal === undefined ? '' : `at most ${goal} ms`,
        reached: goal === undefined ? undefined : cost <= goal,
      };
    });
    return { rows, notes: [`Jest: ${FILES} empty files take ${empty.toFixed(0)} ms, in band, cache warm.`] };
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** The built package as npm would lay it out; Jest would compile it if it were linked. */
function install(root) {
  const modules = join(root, 'node_modules');
  cpSync(join(PACKAGE, 'dist'), join(modules, 'tracewright/dist'), { recursive: true });
  cpSync(join(PACKAGE, 'package.json'), join(modules, 'tracewright/package.json'));
  const { dependencies } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(PACKAGE, 'node_modules', name), join(modules, name));
  }
}

function writeFiles(root, name, source) {
  const folder = join(root, name);
  mkdirSync(folder);
  for (let n = 0; n < FILES; n++) writeFileSync(join(folder, `${n}.test.js`), source);
  return folder;
}

async function runJest({ rootDir, setup }) {
  const config = JSON.stringify({ rootDir, setupFilesAfterEnv: setup, cacheDirectory: join(rootDir, 'cache') });
  const began = performance.now();
  await run(process.execPath, [JEST, '--runInBand', '--watchman=false', '--config', config], { timeout: 120_000 });
  return performance.now() - began;
}

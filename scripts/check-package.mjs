// Packs the package and checks it as users get it: its exports, its types in every module system, its installed size.
import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const MOST_MEGABYTES = 22;
const MOST_PACKAGES = 40;

const folder = mkdtempSync(join(tmpdir(), 'tracewright-package-'));
try {
  const [{ filename }] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', folder]));
  const tarball = resolve(folder, filename);
  show('publint', ['npx', 'publint', '--strict', tarball]);
  show('are the types wrong?', ['npx', 'attw', '--format', 'table-flipped', tarball]);
  checkInstalled(tarball);
} finally {
  rmSync(folder, { recursive: true });
}

function show(what, [command, ...args]) {
  console.log(`\n${what}`);
  execFileSync(command, args, { stdio: 'inherit' });
}

/** Installs the tarball alone in an empty folder, and weighs what came. */
function checkInstalled(tarball) {
  const project = mkdtempSync(join(folder, 'project-'));
  writeFileSync(join(project, 'package.json'), '{ "private": true }');
  run('npm', ['install', '--no-audit', '--no-fund', '--omit=optional', tarball], project);
  const packages = run('npm', ['ls', '--all', '--parseable'], project).trim().split('\n').length - 1;
  const megabytes = sizeOf(join(project, 'node_modules')) / 1e6;
  console.log(`\ninstalled: ${megabytes.toFixed(1)} MB of ${MOST_MEGABYTES}, ${packages} packages of ${MOST_PACKAGES}`);
  if (megabytes >= MOST_MEGABYTES || packages >= MOST_PACKAGES) throw new Error('the package weighs too much');
  run('node', ['-e', "require('tracewright').startReceiver().then(receiver => receiver.stop())"], project);
  run(
    'node',
    ['--input-type=module', '-e', "const r = await (await import('tracewright')).startReceiver(); await r.stop()"],
    project,
  );
  console.log('starts and stops a receiver: as ESM and as CommonJS');
  checkBundled(project);
}

/** The libraries that are part of the build: their own packages are not there. */
function checkBundled(project) {
  const find = "t.findPii({ value: 'ada@example.com, +44 20 7946 0958' }).map(({ kind }) => kind).join()";
  const found = [
    run('node', ['-e', `const t = require('tracewright'); console.log(${find})`], project),
    run('node', ['--input-type=module', '-e', `import * as t from 'tracewright'; console.log(${find})`], project),
  ];
  if (found.some(kinds => kinds.trim() !== 'email,phone')) throw new Error(`findPii() finds ${found.join(' and ')}`);
  if (!existsSync(join(project, 'node_modules/tracewright/dist/THIRD-PARTY-NOTICES.txt')))
    throw new Error('the notices of the bundled libraries are missing');
  console.log('finds an address and a phone number with the bundled libraries, whose notices are there');
}

function sizeOf(path) {
  const stats = lstatSync(path);
  if (!stats.isDirectory()) return stats.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), stats.size);
}

function run(command, args, cwd = process.cwd()) {
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

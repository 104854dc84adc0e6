// Proves every runner and module system with the package as users get it: npm run test:runners [-- an id from cells.mjs]
//
// Each cell of the matrix becomes a project of its own in a temporary folder: a template from here, pinned versions,
// the packed tarball. Its tests run, then tsc compiles its types.ts as a Node and as a bundler project would.
// With KEEP=1 in the environment the projects stay, to look into.
import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { CELLS } from './cells.mjs';

const HERE = import.meta.dirname;
const ROOT = join(HERE, '..', '..');
const AT_ONCE = 2;
const INSTALL_TIMEOUT_MS = 300_000;
// Within this a runner, and the compiler, has to end by itself.
const COMMAND_TIMEOUT_MS = 120_000;
// The runners' own counts: Jest's and Vitest's "Tests: 3 passed", node:test's "pass 3", Playwright's "3 passed (1s)".
const COUNT = /^\s*Tests:?\s+(?:.* )?(\d+) passed|^\S* pass (\d+)$|^\s*(\d+) passed \(/m;
const AS_BUNDLER = ['--module', 'esnext', '--moduleResolution', 'bundler'];
// Jest says so, and ends after all when something else ends it.
const OPEN_HANDLES = /did not exit one second after|open handles? potentially keeping/;

const wanted = process.argv[2] ?? '';
const cells = CELLS.filter(cell => wanted === '' || cell.id === wanted || label(cell).includes(wanted));
if (cells.length === 0) throw new Error(`No cell "${wanted}"; there are ${CELLS.map(({ id }) => id).join(', ')}.`);
const folder = mkdtempSync(join(tmpdir(), 'tracewright-runners-'));
const results = [];
try {
  if (cells.some(({ template }) => template === 'playwright')) await must('bash', [join(HERE, 'setup.sh')], ROOT);
  const tarball = await pack();
  const nodes = await installNodes(new Set(cells.map(({ node }) => node)));
  const queue = [...cells];
  await Promise.all(Array.from({ length: AT_ONCE }, () => work(queue, tarball, nodes)));
} finally {
  if (process.env.KEEP === undefined) rmSync(folder, { recursive: true });
  else console.log(`kept: ${folder}`);
}
report();

async function pack() {
  await must('npm', ['run', '--silent', 'build'], ROOT);
  const output = await must('npm', ['pack', '--json', '--pack-destination', folder], ROOT);
  return join(folder, JSON.parse(output.stdout)[0].filename);
}

/** Other versions of Node come from the registry, as packages that hold the binary. */
async function installNodes(versions) {
  const nodes = new Map();
  for (const version of versions) {
    if (process.versions.node.startsWith(`${version}.`)) nodes.set(version, process.execPath);
    else {
      const project = join(folder, `node-${version}`);
      const name = `node-${process.platform}-${process.arch}`;
      mkdirSync(project);
      await install(project, [`${name}@${version}`]);
      nodes.set(version, join(project, 'node_modules', name, 'bin', 'node'));
    }
  }
  return nodes;
}

async function work(queue, tarball, nodes) {
  for (let cell = queue.shift(); cell !== undefined; cell = queue.shift()) {
    const began = Date.now();
    const { failure, ran } = await prove(cell, tarball, nodes.get(cell.node));
    const seconds = Math.round((Date.now() - began) / 1000);
    results.push({ cell, failure, ran, seconds });
    console.log(`${failure === undefined ? 'passed' : 'FAILED'}  ${label(cell)}  (${seconds} s)`);
    if (failure !== undefined) console.log(`\n${failure.trim()}\n`);
  }
}

/** What failed, as text with the output of the command, or what ran when all passed. */
async function prove(cell, tarball, node) {
  const project = mkdtempSync(join(folder, 'cell-'));
  layOut(project, cell);
  try {
    await install(project, [tarball]);
  } catch (error) {
    return { failure: error.message };
  }
  const counts = [];
  for (const command of cell.commands) {
    const ran = await run(
      node,
      command.map(arg => inModules(project, arg)),
      project,
      pathWith(node),
    );
    const said = OPEN_HANDLES.exec(ran.output)?.[0];
    // node:test ends well when it finds no test at all.
    const count = Number(
      COUNT.exec(ran.output)
        ?.slice(1)
        .find(digits => digits !== undefined) ?? 0,
    );
    const left = await leftBehind(project);
    if (ran.code !== 0 || said !== undefined || count === 0 || left.length > 0) {
      const running = left.map(line => `left behind: ${line}\n`).join('');
      return {
        failure: `${said ?? ''}\n$ node ${command.join(' ')}\n${ran.output}\n${count} tests passed\n${running}`,
      };
    }
    counts.push(count);
  }
  for (const flags of cell.types.flatMap(flags => [flags, [...flags, ...AS_BUNDLER]])) {
    const ran = await run(node, [inModules(project, 'typescript/lib/tsc.js'), ...flags], project);
    if (ran.code !== 0) return { failure: `$ tsc ${flags.join(' ')}\n${ran.output}` };
  }
  return { ran: `${counts.join(' + ')} tests, tsc ${2 * cell.types.length} times` };
}

/** The command lines of the processes that still run in a project once its command has ended; on Linux. */
async function leftBehind(project) {
  for (let attempt = 1; ; attempt++) {
    const left = process.platform === 'linux' ? readdirSync('/proc').filter(pid => runsIn(pid, project)) : [];
    if (left.length === 0 || attempt === 20) return left.map(pid => readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

function runsIn(pid, project) {
  try {
    return readlinkSync(`/proc/${pid}/cwd`).startsWith(project);
  } catch {
    // No process, or one that has ended.
    return false;
  }
}

function layOut(project, { template, manifest }) {
  cpSync(join(HERE, 'shared'), project, { recursive: true });
  cpSync(join(HERE, template), project, { recursive: true });
  for (const name of ['suite', 'vocabulary', 'post', 'forgets', 'time']) {
    writeFileSync(join(project, `${name}.cjs`), asCommonJs(readFileSync(join(project, `${name}.mjs`), 'utf8')));
  }
  writeFileSync(join(project, 'package.json'), JSON.stringify(manifest, null, 2));
}

function asCommonJs(source) {
  return source
    .replace(/^import (\{.*\}) from ('.*');$/gm, 'const $1 = require($2);')
    .replace(/^export (?:async )?function (\w+)/gm, 'exports.$1 = $1;\nfunction $1');
}

/** The file of an installed package that an argument names; any other argument as it is. */
function inModules(project, argument) {
  const path = join(project, 'node_modules', argument);
  return /\.m?js$/.test(argument) && existsSync(path) ? path : argument;
}

function pathWith(node) {
  return { PATH: `${join(node, '..')}${delimiter}${process.env.PATH}` };
}

function install(project, packages) {
  if (!existsSync(join(project, 'package.json'))) writeFileSync(join(project, 'package.json'), '{ "private": true }');
  return must(
    'npm',
    ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error', ...packages],
    project,
  );
}

async function must(command, args, cwd) {
  const ran = await run(command, args, cwd, {}, INSTALL_TIMEOUT_MS);
  if (ran.code === 0) return ran;
  throw new Error(`$ ${command} ${args.map(arg => basename(arg)).join(' ')}\n${ran.output}`);
}

/** Runs a command to its end, or to the end of its time: what does not end by itself has failed. */
function run(command, args, cwd, env = {}, timeoutMs = COMMAND_TIMEOUT_MS) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, CI: 'true', FORCE_COLOR: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stdout = [];
    const both = [];
    child.stdout.on('data', chunk => {
      stdout.push(chunk);
      both.push(chunk);
    });
    child.stderr.on('data', chunk => both.push(chunk));
    const timer = setTimeout(() => {
      both.push(Buffer.from(`\nIt did not end by itself within ${timeoutMs / 1000} s.\n`));
      child.kill('SIGKILL');
    }, timeoutMs);
    child.on('error', reject);
    child.on('close', code => {
      clearTimeout(timer);
      resolve({ code: code ?? 1, stdout: Buffer.concat(stdout).toString(), output: Buffer.concat(both).toString() });
    });
  });
}

function label({ name, node }) {
  return `${name}, Node ${node}`;
}

function report() {
  const failed = results.filter(({ failure }) => failure !== undefined).length;
  const width = Math.max(...cells.map(cell => label(cell).length));
  console.log('\nrunner, module system, Node'.padEnd(width + 1), '  tests and types');
  for (const cell of cells) {
    const { failure, ran, seconds } = results.find(result => result.cell === cell);
    console.log(label(cell).padEnd(width), ` ${failure === undefined ? `passed  ${ran}` : 'FAILED'}  ${seconds} s`);
  }
  console.log(`\n${results.length - failed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || results.length === 0 ? 1 : 0;
}

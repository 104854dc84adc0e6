// Adds to package-lock.json the platform packages that npm left out: node scripts/complete-lock.mjs
//
// Tools that ship a binary a platform name one optional package for each. Where a registry does not offer those of
// other platforms, npm leaves them out of the lock, and `npm ci` then refuses it. Run this after every `npm install`.
import { readFileSync, writeFileSync } from 'node:fs';

const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const PROCESSORS = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const { packages } = lock;
let added = 0;
for (const [path, { optionalDependencies = {} }] of Object.entries(packages)) {
  for (const [name, range] of Object.entries(optionalDependencies)) {
    const version = range.replace(/^[\^~]/, '');
    const found = resolve(path, name);
    if (found !== undefined && packages[found].version === version) continue;
    if (found !== undefined && !/^\d/.test(range)) continue;
    packages[found === undefined ? `node_modules/${name}` : `${path}/node_modules/${name}`] = {
      version,
      dev: true,
      optional: true,
      ...platformOf(name),
    };
    added++;
  }
}
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added} platform packages added`);

/** Where Node would find the package from there. */
function resolve(path, name) {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const candidate = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (candidate in packages) return candidate;
    if (folder === '') return undefined;
    if (!folder.includes('/node_modules/')) folder = '';
  }
}

/** The platform that a package is for, as its name says: `@biomejs/cli-linux-arm64-musl`. */
function platformOf(name) {
  const words = name.split(/[-/]/);
  const os = SYSTEMS.filter(system => words.includes(system));
  const cpu = PROCESSORS.filter(processor => words.includes(processor));
  return {
    ...(os.length > 0 ? { os } : {}),
    ...(cpu.length > 0 ? { cpu } : {}),
    ...(words.includes('musl') ? { libc: ['musl'] } : {}),
  };
}

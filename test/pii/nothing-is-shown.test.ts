import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { candidatesFor, recoveredFrom } from './failing-run/attack.ts';
import { LOW_ENTROPY } from './failing-run/low-entropy-values.ts';

const VALUES = {
  email: 'grete.hermann@uni-bremen.example',
  card: '4242 4242 4242 4242',
  iban: 'DE89 3704 0044 0532 0130 00',
  token: 'ghx7Tq2LmZ0pWcVy5Rd8Kb3N',
  password: 'zauber-Trank_93!',
  ssn: '219-09-9999',
};

/** A value as it stands, and as others would read it without effort. */
function formsOf(value: string): string[] {
  const bare = value.replaceAll(' ', '');
  return [
    value,
    bare,
    encodeURIComponent(value),
    value.toUpperCase(),
    Buffer.from(value).toString('base64').slice(0, 24),
    Buffer.from(value).toString('hex').slice(0, 24),
  ];
}

const VITEST = [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--update',
  '--config',
  'test/pii/failing-run/vitest.config.ts',
];
const PLAYWRIGHT = [
  ...['node_modules/@playwright/test/cli.js', 'test'],
  ...['--config', 'test/pii/failing-run/playwright/playwright.config.ts'],
];

/** Runs failing tests in a runner of its own, and gives everything that it wrote. */
function outputOf(
  command: readonly string[],
  values: object = VALUES,
): { readonly all: string; readonly files: number } {
  const folder = mkdtempSync(join(tmpdir(), 'failing-run-'));
  try {
    const file = join(folder, 'values.json');
    writeFileSync(file, JSON.stringify(values));
    const output = join(folder, 'output');
    const { stdout, stderr } = spawnSync(process.execPath, command, {
      env: { ...process.env, VALUES: file, OUTPUT: output },
      encoding: 'utf8',
      timeout: 240_000,
      maxBuffer: 64 * 1024 * 1024,
    });
    const names = readdirSync(output, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
    const files = names.map(entry => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    return { all: stripVTControlCharacters([stdout, stderr, ...files].join('\n')), files: files.length };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function shownIn(all: string): string[] {
  return Object.entries(VALUES).flatMap(([name, value]) =>
    formsOf(value).flatMap(form => {
      const at = all.indexOf(form);
      return at < 0 ? [] : [`${name}: ${all.slice(Math.max(0, at - 200), at + 60)}`];
    }),
  );
}

test('no text, snapshot, report or log of a failing run holds a value', () => {
  const { all, files } = outputOf([...VITEST, 'every-text']);
  expect(all).toContain('FORGOTTEN: []');
  expect(all).toContain(`VALUES: ${Object.keys(VALUES).join()}`);
  expect(files, 'snapshot, JUnit and JSON reports').toBe(3);
  expect(all.match(/expect\((?:trace|span)s?\)/g)?.length).toBeGreaterThan(40);
  expect(shownIn(all)).toEqual([]);
});

test('no diff, snapshot, report or log of whole traces, spans, records and receivers holds a value', () => {
  const { all, files } = outputOf([...VITEST, 'test/pii/failing-run/back-door']);
  expect(all).toContain(`VALUES: ${Object.keys(VALUES).join()}`);
  expect(files, 'snapshot, JUnit and JSON reports').toBe(3);
  // Each test fails by its assertion, and no diff breaks off by an error of its own.
  expect(all).toMatch(/Tests +136 failed \| 2 passed/);
  expect(all).not.toMatch(/private member|Receiver must be|PrettyFormatPluginError|unserializable/);
  expect(all).not.toContain('NOTED: false');
  expect(all).toContain('(tracewright.losses)]: [');
  // What differs is shown: masked, with a number for each value.
  expect(all).toMatch(/^- +user\.email: "e\*\*\*@u\*\*\*\.example#\d{1,2}"$/m);
  expect(all).toMatch(/^\+ +user\.email: "g\*\*\*@u\*\*\*\.example#\d{1,2}"$/m);
  expect(shownIn(all)).toEqual([]);
});

test('in Playwright, no diff, report, attachment or log of them holds a value', () => {
  const { all, files } = outputOf(PLAYWRIGHT);
  expect(all).toContain(`VALUES: ${Object.keys(VALUES).join()}`);
  expect(files, 'JSON and JUnit reports, and what is written for each of two tests').toBeGreaterThanOrEqual(4);
  expect(all).toMatch(/^ +2 failed$/m);
  expect(all).not.toMatch(/private member|Receiver must be|PrettyFormatPluginError/);
  expect(all).toMatch(/^ *- +user\.email: "e\*\*\*@u\*\*\*\.example#\d{1,2}"$/m);
  expect(all).toMatch(/^ *\+ +user\.email: "g\*\*\*@u\*\*\*\.example#\d{1,2}"$/m);
  expect(shownIn(all)).toEqual([]);
});

test('no value of which there are few can be recovered from what a failing run wrote', () => {
  const { all, files } = outputOf([...VITEST, 'low-entropy'], LOW_ENTROPY);
  const kinds = Object.keys(LOW_ENTROPY);
  expect(kinds.length).toBeGreaterThanOrEqual(40);
  expect(files, 'snapshot, JUnit and JSON reports').toBe(3);
  expect(all).toContain(`SPANS: ${kinds.length}, MISSED: []`);
  expect(all).toMatch(/Tests +6 failed \| 3 passed/);
  expect(all).not.toContain('PASSED');
  const shown = Object.entries(LOW_ENTROPY).filter(([, value]) => isShown(all, value));
  expect(shown).toEqual([]);
  const values = Object.values(LOW_ENTROPY);
  const candidates = values.flatMap(value => candidatesFor(value, 60));
  expect(recoveredFrom(all, candidates).filter(value => values.includes(value))).toEqual([]);
  // No mark is left, and no mask has a hash behind it.
  expect(all).not.toMatch(/[\ufdd0-\ufdef]/);
  expect(all).not.toMatch(/\*#(?!\d{1,4}(?!\w))/);
  expect(all.match(/\*#\d/g)?.length).toBeGreaterThan(kinds.length * 10);
});

test.each(['md5', 'sha1', 'sha256', 'sha512'])('what is tried recovers a value from a cut %s of it', algorithm => {
  const { 'birth-date': value = '' } = LOW_ENTROPY;
  const hash = createHash(algorithm)
    .update(`birth-date\0${value.replaceAll('-', '')}`)
    .digest('hex')
    .slice(0, 8);
  expect(recoveredFrom(`born ***#${hash} in`, candidatesFor(value, 60))).toEqual([value]);
  expect(recoveredFrom('born ***#1 in', candidatesFor(value, 60))).toEqual([]);
});

/** Shorter ones, which other numbers are by chance, where a value would be. */
function isShown(all: string, value: string): boolean {
  const escaped = value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(value.length > 5 ? escaped : `password[\\\\"':= ]{1,9}${escaped}\\b`).test(all);
}

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';

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

test('no text, snapshot, report or log of a failing run holds a value', () => {
  const folder = mkdtempSync(join(tmpdir(), 'failing-run-'));
  try {
    const file = join(folder, 'values.json');
    writeFileSync(file, JSON.stringify(VALUES));
    const output = join(folder, 'output');
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/pii/failing-run/vitest.config.ts', '--update'],
      { env: { ...process.env, VALUES: file, OUTPUT: output }, encoding: 'utf8', timeout: 60_000 },
    );
    const files = readdirSync(output).map(name => readFileSync(join(output, name), 'utf8'));
    const all = stripVTControlCharacters([stdout, stderr, ...files].join('\n'));

    expect(all).toContain('FORGOTTEN: []');
    expect(all).toContain(`VALUES: ${Object.keys(VALUES).join()}`);
    expect(files.length, 'snapshot, JUnit and JSON reports').toBe(3);
    expect(all.match(/expect\((?:trace|span)s?\)/g)?.length).toBeGreaterThan(40);
    const shown = Object.entries(VALUES).flatMap(([name, value]) =>
      formsOf(value).flatMap(form => {
        const at = all.indexOf(form);
        return at < 0 ? [] : [`${name}: ${all.slice(Math.max(0, at - 200), at + 60)}`];
      }),
    );
    expect(shown).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 90_000);

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PackagedProject } from '../packaged-project.ts';

// Runners as users run them, with colours on. Jest with jest-junit: see test/runners.

const COLOUR = /\[\d+(?:;\d+)*m/;
const MODULES = join(import.meta.dirname, '..', '..', 'node_modules');
const FAILING = `
  const receiver = await startReceiver();
  const span = { traceId: '5b8efff798038103d269b633813fc60c', spanId: 'eee19b7ec3c1b174', name: 'charge card' };
  const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [{ ...span, startTimeUnixNano: '1', endTimeUnixNano: '2' }] }] }] });
  await fetch(receiver.httpUrl + '/v1/traces', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const [trace] = receiver.traces;
  await receiver.stop();`;

let project: PackagedProject;
beforeAll(async () => {
  project = await PackagedProject.create();
});
afterAll(() => project.remove());

const RUNNERS: [runner: string, name: string, text: string, command: readonly string[]][] = [
  [
    'Vitest',
    'red.test.mjs',
    `import { expect, test } from 'vitest';
import { startReceiver } from 'tracewright';
import 'tracewright/vitest';
test('red', async () => {${FAILING}
  expect(trace).toHaveSpan({ name: 'charge card', kind: 'CLIENT' });
});
test('red snapshot', async () => {${FAILING}
  expect(trace).toMatchTraceSnapshot();
});
test('red for each', async () => {${FAILING}
  expect(trace.spans).toHaveStatus('ERROR');
});`,
    [
      join(MODULES, 'vitest/vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=junit',
      '--outputFile.junit=report.xml',
    ],
  ],
  [
    'node:test',
    'red.mjs',
    `import test from 'node:test';
import { expect } from 'expect';
import { startReceiver } from 'tracewright';
import * as matchers from 'tracewright/matchers';
expect.extend({ ...matchers });
test('red', async () => {${FAILING}
  expect(trace).toHaveSpan({ name: 'charge card', kind: 'CLIENT' });
});`,
    [
      '--test',
      '--test-reporter=spec',
      '--test-reporter=junit',
      '--test-reporter-destination=stdout',
      '--test-reporter-destination=report.xml',
      'red.mjs',
    ],
  ],
  [
    'Playwright',
    'red.spec.mjs',
    `import { expect as base, test } from '@playwright/test';
import { startReceiver } from 'tracewright';
import { withTraces } from 'tracewright/playwright';
const expect = withTraces(base);
test('red', async () => {${FAILING}
  expect(trace).toHaveSpan({ name: 'charge card', kind: 'CLIENT' });
});`,
    [join(MODULES, '@playwright/test/cli.js'), 'test', '--reporter=line,junit', 'red.spec'],
  ],
];

test.each(RUNNERS)(
  "a JUnit report of %s has no colour codes, though the runner's colours are on",
  async (runner, name, text, command) => {
    await project.write(name, text);
    const env = { FORCE_COLOR: '1', CI: 'true', PLAYWRIGHT_JUNIT_OUTPUT_NAME: 'report.xml' };
    const { output } = await project.run(command, { env });
    const report = await readFile(join(project.folder, 'report.xml'), 'utf8');
    expect(report).toContain('Nearest of 1:');
    expect(report).toContain('toHaveSpan(');
    expect(report).not.toMatch(COLOUR);
    expect(report).not.toContain('\u001b');
    expect(output).toMatch(COLOUR);
    // Playwright removes from its report what it still shows on the terminal.
    if (runner === 'Playwright') expect(output).toContain('\u001b[31m+ kind');
  },
);

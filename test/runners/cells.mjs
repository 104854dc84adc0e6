const TYPES_OF_NODE = { 20: '20.19.43', 24: '24.19.2' };
// Its types import those of aria-query, and do not bring them.
const JEST_DOM_6 = { '@testing-library/jest-dom': '6.9.1', '@types/aria-query': '5.0.4' };
const JEST_DOM_7 = { '@testing-library/jest-dom': '7.0.1', '@types/aria-query': '5.0.4' };
const JEST_29 = {
  jest: '29.7.0',
  'jest-environment-jsdom': '29.7.0',
  '@types/jest': '29.5.14',
  '@jest/globals': '29.7.0',
};
const JEST_30 = {
  jest: '30.5.2',
  'jest-environment-jsdom': '30.5.2',
  '@types/jest': '30.0.0',
  '@jest/globals': '30.5.2',
};
const SDK = {
  '@opentelemetry/api': '1.9.1',
  '@opentelemetry/context-async-hooks': '2.12.0',
  '@opentelemetry/exporter-trace-otlp-proto': '0.223.1',
  '@opentelemetry/sdk-trace-base': '2.12.1',
};

const BESIDE_JEST_DOM = [['-p', 'tsconfig.jest-dom.json']];
// jest-dom 7.0 augments Vitest's Assertion with the type parameters of Vitest 4: by itself it fails in Vitest 5 already.
const BESIDE_JEST_DOM_UNCHECKED = [
  ['-p', 'tsconfig.json'],
  ['-p', 'tsconfig.jest-dom.json', '--skipLibCheck'],
];

const jest = ['jest/bin/jest.js', '--colors=false'];
const jestEsm = ['--experimental-vm-modules', '--no-warnings', 'jest/bin/jest.js', '--colors=false'];

/** A runner, a module system and a version of Node: from which template, with which packages, by which commands. `id`: to run it by. */
const cell = (id, name, template, node, type, packages, commands, types = [['-p', 'tsconfig.json']]) => ({
  id,
  name,
  template,
  node,
  manifest: {
    private: true,
    type,
    devDependencies: { typescript: '5.9.3', '@types/node': TYPES_OF_NODE[node], ...packages },
  },
  commands,
  types,
});

const jestCell = (id, name, node, packages) =>
  cell(
    id,
    name,
    'jest-cjs',
    node,
    'commonjs',
    { ...packages, ...JEST_DOM_6, ...SDK, 'jest-junit': '17.0.0' },
    [jest, [...jest, '--detectOpenHandles'], ['snapshots.mjs', 'jest-cjs'], ['junit.mjs']],
    BESIDE_JEST_DOM,
  );
const jestEsmCell = (id, name, node, packages) =>
  cell(
    id,
    name,
    'jest-esm',
    node,
    'module',
    { ...packages, ...JEST_DOM_6, ...SDK },
    [jestEsm, [...jestEsm, '--detectOpenHandles'], ['snapshots.mjs', 'jest-esm']],
    BESIDE_JEST_DOM,
  );
const vitestCell = (id, version, node, jestDom, types) =>
  cell(
    id,
    `Vitest ${version}`,
    'vitest',
    node,
    'module',
    { vitest: version, jsdom: '26.1.0', ...jestDom, ...SDK },
    [
      ['vitest/vitest.mjs', 'run', '--no-color'],
      ['snapshots.mjs', 'vitest'],
    ],
    types,
  );

export const CELLS = [
  jestCell('jest-29-cjs', 'Jest 29.7, CommonJS', 20, JEST_29),
  jestCell('jest-30-cjs', 'Jest 30, CommonJS', 20, JEST_30),
  jestEsmCell('jest-30-esm', 'Jest 30, ES modules', 20, JEST_30),
  cell(
    'jest-workers',
    'Jest 30, 8 workers at once',
    'jest-workers',
    20,
    'commonjs',
    { jest: JEST_30.jest },
    [[...jest, '--maxWorkers=8']],
    [],
  ),
  vitestCell('vitest-3', '3.2.7', 20, JEST_DOM_6, BESIDE_JEST_DOM),
  vitestCell('vitest-4', '4.1.12', 20, JEST_DOM_6, BESIDE_JEST_DOM),
  cell('node-test', 'node:test with expect 30', 'node-test', 20, 'module', { expect: '30.5.2' }, [['--test']]),
  cell('node-test-expect-29', 'node:test with expect 29', 'node-test', 20, 'module', { expect: '29.7.0' }, [
    ['--test'],
  ]),
  cell(
    'node-test-marks',
    'node:test with tracewright/node-test',
    'node-test-marks',
    20,
    'module',
    { expect: '30.5.2' },
    [
      ['--test', 'imported.test.mjs', 'required.test.cjs'],
      ['--import', 'tracewright/node-test', '--test', 'preloaded.test.mjs'],
      // Without isolation of files, where all tests run in one process.
      ['imported.test.mjs'],
    ],
  ),
  cell(
    'node-test-marks-node-24',
    'node:test with tracewright/node-test',
    'node-test-marks',
    24,
    'module',
    { expect: '30.5.2' },
    [
      ['--test', 'imported.test.mjs', 'required.test.cjs'],
      [
        '--import',
        'tracewright/node-test',
        '--test',
        '--test-isolation=none',
        'preloaded.test.mjs',
        'required.test.cjs',
      ],
    ],
  ),
  cell('playwright', 'Playwright 1.65', 'playwright', 20, 'module', { '@playwright/test': '1.65.1' }, [
    ['@playwright/test/cli.js', 'test'],
  ]),
  jestCell('jest-30-cjs-node-24', 'Jest 30, CommonJS', 24, JEST_30),
  jestEsmCell('jest-30-esm-node-24', 'Jest 30, ES modules', 24, JEST_30),
  vitestCell('vitest-4-node-24', '4.1.12', 24, JEST_DOM_7, BESIDE_JEST_DOM),
  vitestCell('vitest-5', '5.1.1', 24, JEST_DOM_7, BESIDE_JEST_DOM_UNCHECKED),
];

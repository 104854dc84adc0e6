import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { delaysOf, totalMs } from '../../src/collector/config/delays.ts';
import { parseDuration } from '../../src/collector/config/duration.ts';
import { readConfigSource } from '../../src/config-file/collector-config-source.ts';
import { expandVariables } from '../../src/config-file/expand-variables.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracewright-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const YAML = 'receivers:\n  otlp:\n';

describe('where a configuration comes from', () => {
  const path = join(folder, 'collector.yaml');
  writeFileSync(path, YAML);
  test.for([
    ['a path', path],
    ['a URL', pathToFileURL(path)],
    ['the text of a URL', pathToFileURL(path).href],
    ['YAML', YAML],
    ['YAML on one line', 'receivers: {otlp: null}'],
    ['JSON', '{"receivers":{"otlp":null}}'],
    ['an object', { receivers: { otlp: null } }],
  ] as const)('%s', ([, given]) => {
    expect(readConfigSource(given, 'startCollector() option config').data).toEqual({ receivers: { otlp: null } });
  });

  test('aliases and merges are resolved, variables are not', () => {
    const { data, hasAliases } = readConfigSource(`a: &a {x: 1}\nb: *a\nc: {<<: *a, y: "\${env:Y}"}\n`, 'config');
    expect(data).toEqual({ a: { x: 1 }, b: { x: 1 }, c: { x: 1, y: `\${env:Y}` } });
    expect(hasAliases).toBe(true);
  });

  test.for([
    ['a file that is not there', join(folder, 'missing.yaml')],
    ['a URL of no file', new URL('https://example.com/collector.yaml')],
    ['a number', 7],
    ['broken YAML', 'receivers:\n  otlp: [\n'],
    ['a key given twice', 'receivers:\n  otlp:\n  otlp:\n'],
    ['two documents', `${YAML}---\n${YAML}`],
    ['nothing', '\n'],
    ['a list', '- receivers\n- exporters\n'],
  ] as const)('refuses: %s', ([, given]) => {
    let text = 'nothing was thrown';
    try {
      readConfigSource(given, 'startCollector() option config');
    } catch (error) {
      text = String((error as Error).message).replaceAll(folder, '<folder>');
    }
    expect(text).toMatchSnapshot();
  });
});

test.for([
  ['200ms', 200],
  ['5s', 5_000],
  ['1m30s', 90_000],
  ['1.5h', 5_400_000],
  ['0', 0],
  ['0s', 0],
  [1_000_000_000, 1_000],
  ['250us', 0.25],
  ['soon', undefined],
  ['5', 5e-6],
  ['-5s', undefined],
  ['5s soon', undefined],
  [undefined, undefined],
] as const)('the duration %s is %s ms', ([given, expected]) => {
  expect(parseDuration(given)).toBe(expected);
});

test.for([
  [`\${env:A}`, 'a', []],
  [`\${A}`, 'a', []],
  [`x-\${env:A}-\${env:B}`, 'x-a-', [{ reference: 'env:B', variable: 'B' }]],
  [`\${env:MISSING:-5s}`, '5s', []],
  [`\${MISSING:-5s}`, '5s', []],
  [`\${env:EMPTY:-5s}`, '', []],
  [`\${env:MISSING}`, '', [{ reference: 'env:MISSING', variable: 'MISSING' }]],
  ['$$5', '$5', []],
  [`\${file:secret}`, '', [{ reference: 'file:secret', variable: undefined }]],
  ['plain', 'plain', []],
] as const)('%s expands to %s', ([text, expected, missing]) => {
  const unreadable: unknown[] = [];
  expect(expandVariables(text, { A: 'a', EMPTY: '' }, one => unreadable.push(one))).toBe(expected);
  expect(unreadable).toEqual(missing);
});

describe('delays', () => {
  const config = (processors: object, more: object = {}) => ({
    processors,
    exporters: { otlp: null },
    service: { pipelines: { traces: { processors: Object.keys(processors), exporters: ['otlp'] } } },
    ...more,
  });
  test.for([
    ['no processor', {}, 0],
    ['a batch with the default', { batch: null }, 200],
    ['a batch', { 'batch/x': { timeout: '5s' } }, 5_000],
    ['a batch by a variable', { batch: { timeout: `\${env:T:-7s}` } }, 7_000],
    ['a batch by a variable that is set', { batch: { timeout: `\${env:SET}` } }, 3_000],
    ['a batch that waits for nothing', { batch: { timeout: 0 } }, 0],
    ['tail sampling with the default', { tail_sampling: {} }, 31_000],
    ['tail sampling', { tail_sampling: { decision_wait: '10s' } }, 11_000],
    ['grouping with the default', { groupbytrace: null }, 1_000],
    [
      'several in a row',
      { groupbytrace: { wait_duration: '2s' }, tail_sampling: { decision_wait: '10s' }, batch: { timeout: '1s' } },
      14_000,
    ],
    ['processors that hold nothing back', { memory_limiter: {}, attributes: {}, transform: {} }, 0],
  ] as const)('%s: %s', ([, processors, expected]) => {
    expect(totalMs(delaysOf(config(processors), { SET: '3s' }))).toBe(expected);
  });

  test.for([
    ['a batch of the queue', { sending_queue: { batch: { flush_timeout: '4s' } } }, 4_000],
    ['its default', { sending_queue: { batch: {} } }, 200],
    ['a queue without a batch', { sending_queue: { enabled: true } }, 0],
    ['a queue that is off', { sending_queue: { enabled: false, batch: { flush_timeout: '4s' } } }, 0],
    ['the former batcher', { batcher: { flush_timeout: '2s' } }, 2_000],
  ] as const)('of an exporter, %s', ([, otlp, expected]) => {
    expect(totalMs(delaysOf(config({}, { exporters: { otlp } }), {}))).toBe(expected);
  });

  test('pipelines that a connector joins add up, and the slowest way counts', () => {
    const delays = delaysOf(
      {
        processors: {
          batch: { timeout: '1s' },
          'batch/slow': { timeout: '5s' },
          tail_sampling: { decision_wait: '3s' },
        },
        connectors: { forward: null },
        exporters: { otlp: null },
        service: {
          pipelines: {
            'traces/in': { receivers: ['otlp'], processors: ['batch'], exporters: ['forward'] },
            'traces/out': { receivers: ['forward'], processors: ['tail_sampling'], exporters: ['otlp'] },
            traces: { receivers: ['otlp'], processors: [], exporters: ['otlp'] },
            logs: { receivers: ['otlp'], processors: ['batch/slow', 'batch/slow'], exporters: ['otlp'] },
          },
        },
      },
      {},
    );
    expect(delays).toEqual([
      { of: 'processors.batch.timeout', ms: 1_000 },
      { of: 'processors.tail_sampling.decision_wait', ms: 4_000 },
    ]);
  });

  test('a ring of connectors ends', () => {
    const ring = { receivers: ['forward'], processors: ['batch'], exporters: ['forward'] };
    const data = {
      processors: { batch: null },
      connectors: { forward: null },
      service: { pipelines: { 'traces/a': ring, 'traces/b': ring } },
    };
    expect(totalMs(delaysOf(data, {}))).toBe(400);
  });
});

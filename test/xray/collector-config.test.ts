import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test, vi } from 'vitest';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { planXRay } from '../../src/xray/indexing/xray-options.ts';

const folder = mkdtempSync(join(tmpdir(), 'collector-'));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

function fileOf(text: string, name = 'collector.yaml'): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function plan(collectorConfig: unknown, exporter?: unknown) {
  return planXRay({ collectorConfig, ...(exporter === undefined ? {} : { exporter }) }, 'startReceiver() option xray');
}

const YAML = `
receivers:
  otlp: { protocols: { grpc: {} } }
exporters:
  debug:
  awsxray:
    region: eu-west-1
    indexed_attributes: [app.order.id, otel.resource.cloud.region]
    aws_log_groups: ["/shop/orders"]
service:
  pipelines:
    traces: { receivers: [otlp], exporters: [awsxray] }
`;

test('reads a YAML file by its path and by its URL', () => {
  const path = fileOf(YAML);
  const read = {
    indexedAttributes: ['app.order.id', 'otel.resource.cloud.region'],
    logGroups: ['/shop/orders'],
    source: `exporter awsxray of ${path}`,
  };
  expect(plan(path)).toEqual(read);
  expect(plan(pathToFileURL(path))).toEqual(read);
  expect(plan(pathToFileURL(path).href)).toEqual(read);
});

test('reads JSON, and a configuration that is parsed', () => {
  const config = { exporters: { awsxray: { index_all_attributes: true, indexed_attributes: ['a'] } } };
  expect(plan(fileOf(JSON.stringify(config), 'collector.json')).indexedAttributes).toBe('all');
  expect(plan(config)).toEqual({
    indexedAttributes: 'all',
    logGroups: [],
    source: 'exporter awsxray of collectorConfig',
  });
});

test('reads the text of a configuration', () => {
  expect(plan(YAML).indexedAttributes).toEqual(['app.order.id', 'otel.resource.cloud.region']);
  expect(() => plan('exporters:\n  awsxray: [\n')).toThrow(/INVALID_COLLECTOR_CONFIG: collectorConfig:3:1/);
});

test('options that are not read are left to the collector', () => {
  const config = { exporters: { awsxray: { region: 'eu-west-1', local_mode: true, telemetry: { enabled: true } } } };
  expect(plan(config).indexedAttributes).toEqual([]);
});

test('an exporter without options indexes nothing', () => {
  expect(plan({ exporters: { awsxray: null } }).indexedAttributes).toEqual([]);
  expect(plan({ exporters: { 'awsxray/eu': {} } }).indexedAttributes).toEqual([]);
});

test('of several exporters, the one that a pipeline of traces has, or the one that is named', () => {
  const exporters = {
    'awsxray/eu': { indexed_attributes: ['eu'] },
    'awsxray/us': { indexed_attributes: ['us'] },
    awsxrayish: {},
  };
  const used = { exporters, service: { pipelines: { 'traces/1': { exporters: ['debug', 'awsxray/us'] } } } };
  expect(plan(used).indexedAttributes).toEqual(['us']);
  expect(plan(used, 'awsxray/eu').indexedAttributes).toEqual(['eu']);
  expect(() => plan({ exporters })).toThrow(
    /INVALID_OPTION: .*2 awsxray exporters: awsxray\/eu, awsxray\/us\. Say which one is meant/,
  );
  expect(() => plan(used, 'awsxray/usa')).toThrow(/no awsxray exporter "awsxray\/usa"\. Did you mean "awsxray\/us"/);
});

test('environment variables stand for their values', () => {
  vi.stubEnv('XRAY_KEYS', '[app.a, app.b]');
  vi.stubEnv('XRAY_KEY', 'app.c');
  vi.stubEnv('XRAY_ALL', 'false');
  const config = {
    exporters: {
      awsxray: {
        region: `\${env:NOT_SET}`,
        indexed_attributes: `\${env:XRAY_KEYS}`,
        index_all_attributes: `\${env:XRAY_ALL}`,
        aws_log_groups: [`\${XRAY_KEY}`, `/x/\${env:XRAY_KEY}`, `\${env:NOT_SET:-/y}`, 'a$$b'],
      },
    },
  };
  expect(plan(config)).toMatchObject({
    indexedAttributes: ['app.a', 'app.b'],
    logGroups: ['app.c', '/x/app.c', '/y', 'a$b'],
  });
  expect(plan({ exporters: { awsxray: { indexed_attributes: 'app.a,app.b' } } }).indexedAttributes).toEqual([
    'app.a',
    'app.b',
  ]);
});

test.each<[label: string, exporters: unknown, text: RegExp]>([
  [
    'a variable that is not set',
    { awsxray: { indexed_attributes: [`\${env:XRAY_NOT_SET}`] } },
    /exporters\.awsxray\.indexed_attributes\[0\].*XRAY_NOT_SET\}\. It is not set/,
  ],
  ['another provider', { awsxray: { indexed_attributes: `\${file:keys.yaml}` } }, /Only environment variables/],
  ['a key that is a number', { awsxray: { indexed_attributes: [7] } }, /indexed_attributes\[0\].*the number 7/],
  ['keys that are a map', { awsxray: { indexed_attributes: { a: 1 } } }, /indexed_attributes must be a list/],
  ['all that is a text', { awsxray: { index_all_attributes: 'yes' } }, /index_all_attributes must be true or false/],
  [
    'a misspelt list',
    { awsxray: { indexed_attribute: ['a'] } },
    /awsxray has the option "indexed_attribute"\. Did you mean "indexed_attributes"/,
  ],
  ['a misspelt switch', { awsxray: { Index_All_Attributs: true } }, /Did you mean "index_all_attributes"/],
  ['options that are a list', { awsxray: ['a'] }, /exporters\.awsxray must be a map/],
  ['no exporter of X-Ray', { otlp: {}, awsemf: {} }, /no awsxray exporter\. Its exporters: otlp, awsemf/],
  ['no exporters', undefined, /exporters is missing/],
])('refuses %s', (_, exporters, text) => {
  expect(() => plan(exporters === undefined ? {} : { exporters })).toThrow(text);
});

test('tells the file, the line and the column of broken YAML', () => {
  const path = fileOf('exporters:\n  awsxray: [\n', 'broken.yaml');
  expect(() => plan(path)).toThrow(/INVALID_COLLECTOR_CONFIG: .*broken\.yaml:3:1/);
  expect(() => plan(join(folder, 'missing.yaml'))).toThrow(/missing\.yaml cannot be read: there is no such file/);
  expect(() => plan('https://shop.example/collector.yaml')).toThrow(/a URL must be that of a file/);
});

test.each<[label: string, given: unknown, text: RegExp]>([
  ['nothing', {}, /takes indexedAttributes or collectorConfig; received neither/],
  ['both', { indexedAttributes: [], collectorConfig: {} }, /received both/],
  ['a text', 'all', /INVALID_OPTION: startReceiver\(\) option xray takes its options as an object/],
  ['an unknown option', { indexAttributes: [] }, /UNKNOWN_OPTION.*"indexedAttributes"/],
  ['undefined keys', { indexedAttributes: undefined }, /UNDEFINED_EXPECTATION/],
  ['one key', { indexedAttributes: 'app.id' }, /'all' or an array of attribute keys; received the string "app\.id"/],
  ['an empty key', { indexedAttributes: ['a', ''] }, /indexedAttributes\[1\] must be an attribute key/],
  ['an exporter without a configuration', { indexedAttributes: [], exporter: 'awsxray' }, /needs collectorConfig/],
  [
    'a configuration that is a number',
    { collectorConfig: 7 },
    /collectorConfig is the number 7; it takes the path of a file/,
  ],
])('the option xray refuses %s', (_, given, text) => {
  expect(() => planXRay(given, 'startReceiver() option xray')).toThrow(text);
});

test('the types ask for one of the two options', async () => {
  // @ts-expect-error neither
  await expect(startReceiver({ xray: {} })).rejects.toThrow('received neither');
  // @ts-expect-error both
  await expect(startReceiver({ xray: { indexedAttributes: [], collectorConfig: {} } })).rejects.toThrow(
    'received both',
  );
});

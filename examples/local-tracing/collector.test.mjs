// The files that people copy, apart from the command.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildTrace, sendTraces, startCollector, startReceiver } from 'tracewright';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { checkPrograms, PROGRAMS } from './start-local-tracing.mjs';

const HERE = import.meta.dirname;
const read = name => parse(readFileSync(join(HERE, name), 'utf8'), { merge: true });

beforeAll(checkPrograms);

/** Two configurations as the collector merges them: lists are replaced. */
function merge(below, above) {
  if (!isMap(below) || !isMap(above)) return above;
  const keys = new Set([...Object.keys(below), ...Object.keys(above)]);
  return Object.fromEntries([...keys].map(key => [key, key in above ? merge(below[key], above[key]) : below[key]]));
}

const isMap = value => typeof value === 'object' && value !== null && !Array.isArray(value);

const destinations = readdirSync(join(HERE, 'collector')).filter(
  name => name.startsWith('to-') && name !== 'to-console.yaml',
);

test.for(destinations)('with %s, the collector sends on what it takes', async name => {
  const receiver = await startReceiver();
  onTestFinished(() => receiver.stop());
  const config = merge(read('collector/base.yaml'), read(`collector/${name}`));
  const collector = await startCollector({ binary: PROGRAMS.collector, config, receiver, timeout: 40_000 });
  const sent = buildTrace({ name: 'order', children: [{ name: 'charge' }] });
  await sendTraces(collector, sent);

  const [trace] = await receiver.settled();
  expect(trace.spans.map(span => ({ ...span }))).toEqual(sent.spans.map(span => ({ ...span })));
});

const { services } = read('docker-compose.yml');
const collectors = Object.entries(services).filter(([, { image }]) => image.includes('opentelemetry-collector'));

test.for(collectors)(
  'in docker-compose.yml, the configuration of %s is valid',
  ([, { command, environment, volumes }]) => {
    expect(command.every(arg => arg.startsWith('--config=/etc/local/'))).toBe(true);
    expect(volumes).toEqual(['./collector:/etc/local:ro']);
    const args = command.map(arg => arg.replace('/etc/local', join(HERE, 'collector')));
    execFileSync(PROGRAMS.collector, ['validate', ...args], { env: environment });
  },
);

test('in docker-compose.yml, Jaeger listens where the collector sends to', () => {
  const { jaeger, 'collector-to-jaeger': collector } = services;
  const args = jaeger.command.map(arg => arg.replace('/etc/local', HERE));
  execFileSync(PROGRAMS.jaeger, ['validate', ...args], { env: jaeger.environment });
  expect(collector.environment.JAEGER_OTLP).toBe('jaeger:14317');
  expect(jaeger.environment.JAEGER_OTLP).toBe('0.0.0.0:14317');
  expect(existsSync(join(HERE, 'jaeger.yaml'))).toBe(true);
});

test('in docker-compose.yml, only this machine can connect', () => {
  const ports = Object.values(services).flatMap(service => service.ports ?? []);
  expect(ports.length).toBeGreaterThan(0);
  for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
});

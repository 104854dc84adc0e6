import { expect, test } from 'vitest';
import type { Trace } from '../../src/model/trace.ts';
import { judgePropagation, type WantedPath } from '../../src/propagation/judge-propagation.ts';
import type { PropagationVerdict } from '../../src/propagation/verdict.ts';
import { buildTrace, type SpanSpec, TRACE_ID } from '../build-trace.ts';
import { cpuMs } from '../cpu-ms.ts';
import { NO_TERMS } from './no-terms.ts';

/** A service that serves a request and makes calls within it. */
function serves(service: string, ...children: readonly SpanSpec[]): SpanSpec {
  return { service, kind: 'SERVER', name: `${service} serves`, children };
}

function calls(...children: readonly SpanSpec[]): SpanSpec {
  return { kind: 'CLIENT', name: 'call', children };
}

function judge(
  trace: Trace | readonly Trace[],
  services: readonly string[],
  more: Partial<WantedPath> = {},
): PropagationVerdict {
  const traces = Array.isArray(trace) ? (trace as readonly Trace[]) : [trace as Trace];
  return judgePropagation(traces, { services, branches: [], direct: false, every: false, terms: NO_TERMS, ...more });
}

const chain = buildTrace([serves('a', calls(serves('b', calls(serves('c', calls(serves('a')))))))]);
const fork = buildTrace([serves('a', calls(serves('b')), calls(serves('c', calls(serves('d')))))]);
const ID = TRACE_ID;

test.each<[label: string, trace: Trace, services: string[], more: Partial<WantedPath>, outcome: string]>([
  ['two services', chain, ['a', 'b'], {}, 'pass'],
  ['three services', chain, ['a', 'b', 'c'], {}, 'pass'],
  ['a service that is not named between', chain, ['a', 'c'], {}, 'pass'],
  ['the same, directly', chain, ['a', 'c'], { direct: true }, 'fail'],
  ['each directly', chain, ['a', 'b', 'c'], { direct: true }, 'pass'],
  ['a call back', chain, ['a', 'b', 'a'], {}, 'pass'],
  ['a call back, directly', chain, ['a', 'b', 'a'], { direct: true }, 'fail'],
  ['a call back that is not there', fork, ['a', 'b', 'a'], {}, 'fail'],
  ['the wrong way round', fork, ['b', 'a'], {}, 'fail'],
  ['two services side by side', fork, ['b', 'c'], {}, 'fail'],
  ['one path through all, not two', fork, ['a', 'b', 'd'], {}, 'fail'],
  ['branches that are all reached', fork, ['a'], { branches: ['b', 'c', 'd'] }, 'pass'],
  ['branches of which one is not', fork, ['a', 'c'], { branches: ['d', 'b'] }, 'fail'],
  ['branches directly', fork, ['a'], { branches: ['b', 'c'], direct: true }, 'pass'],
  ['branches of which one is reached by way of another', fork, ['a'], { branches: ['b', 'd'], direct: true }, 'fail'],
  ['a service that sent nothing', fork, ['a', 'x'], {}, 'incomplete'],
  ['a first service that sent nothing', fork, ['x', 'a'], {}, 'incomplete'],
])('%s', (_label, trace, services, more, outcome) => {
  expect(judge(trace, services, more).outcome).toBe(outcome);
});

test('a service that calls itself has an entry span below its own', () => {
  expect(judge(buildTrace([serves('a', calls(serves('a')))]), ['a', 'a']).outcome).toBe('pass');
  expect(judge(buildTrace([serves('a', { name: 'inside' })]), ['a', 'a']).outcome).toBe('fail');
});

test('an entry span is one whose parent is of another service, whatever its kind', () => {
  const trace = buildTrace([serves('a', calls({ service: 'b', name: 'handler', kind: 'INTERNAL' }))]);
  expect(judge(trace, ['a', 'b']).outcome).toBe('pass');
});

test('a span of no entry does not continue: what is below its own service is not handed over', () => {
  const trace = buildTrace([serves('b', { name: 'inside' }), serves('a')]);
  expect(judge(trace, ['a', 'b']).outcome).toBe('fail');
});

test('one entry span is enough, unless each must', () => {
  const trace = buildTrace([serves('a', calls(serves('b'))), serves('b')]);
  expect(judge(trace, ['a', 'b']).outcome).toBe('pass');
  const every = judge(trace, ['a', 'b'], { every: true });
  expect(every.outcome).toBe('fail');
  expect(every.broken?.reason).toMatchObject({ kind: 'not-every', continued: 1 });
  expect(judge(chain, ['a', 'b', 'c'], { every: true }).outcome).toBe('pass');
});

const sent: SpanSpec = { kind: 'PRODUCER', name: 'orders send', id: 'aaaaaaaaaaaaaaaa' };
const consumer: SpanSpec = { service: 'mailer', kind: 'CONSUMER', name: 'orders process' };
const toSent = { traceId: ID, spanId: 'aaaaaaaaaaaaaaaa' };

test('a message continues its sender by link', () => {
  const trace = buildTrace([
    serves('orders', sent),
    { ...consumer, links: [toSent], children: [calls(serves('smtp'))] },
  ]);
  expect(judge(trace, ['orders', 'mailer', 'smtp']).outcome).toBe('pass');
  expect(judge(trace, ['orders', 'mailer', 'smtp'], { direct: true }).outcome).toBe('pass');
});

test('a link that is no message continues nothing', () => {
  const trace = buildTrace([serves('orders', { id: 'aaaaaaaaaaaaaaaa' }), { ...serves('public'), links: [toSent] }]);
  expect(judge(trace, ['orders', 'public']).outcome).toBe('fail');
});

test('a message continues its sender from a trace that is linked, too', () => {
  const linked = buildTrace([{ ...consumer, links: [toSent] }], { traceId: 'b'.repeat(32) });
  const trace = buildTrace([serves('orders', sent)], { linked: () => [linked] });
  expect(judge(trace, ['orders', 'mailer']).outcome).toBe('pass');
});

test('traces that link to each other are walked once', () => {
  const one: Trace = buildTrace([serves('a')], { linked: () => [two] });
  const two: Trace = buildTrace([serves('b')], { traceId: 'b'.repeat(32), linked: () => [one] });
  expect(judge(one, ['a', 'b']).outcome).toBe('fail');
});

test('of several traces one that passes is enough', () => {
  expect(judge([fork, chain], ['a', 'b', 'c']).outcome).toBe('pass');
  expect(judge([fork, chain], ['c', 'b']).outcome).toBe('fail');
});

test('a service that is silent in one trace, but heard of in another, is no mystery', () => {
  const other = buildTrace([serves('x')], { traceId: 'b'.repeat(32) });
  expect(judge([fork, other], ['a', 'x']).outcome).toBe('fail');
});

test.each<[label: string, more: Partial<WantedPath>, services: string[], outcome: string]>([
  ['what passes, passes', {}, ['a', 'b'], 'pass'],
  ['that each entry continues rests on absence', { every: true }, ['a', 'b'], 'incomplete'],
  ['that none continues rests on absence', {}, ['b', 'c'], 'incomplete'],
])('in a trace with a gap: %s', (_label, more, services, outcome) => {
  const trace = buildTrace([serves('a', calls(serves('b'))), { ...serves('c'), parentId: 'dddddddddddddddd' }]);
  expect(judge(trace, services, more).outcome).toBe(outcome);
});

test('a service that is known by its stray did not continue: that is certain', () => {
  const stray = buildTrace([serves('b')], { traceId: 'b'.repeat(32) });
  const alone = buildTrace([serves('a', calls())], { captured: { strays: () => [stray] } });
  expect(judge(alone, ['a', 'b'])).toMatchObject({ outcome: 'fail', broken: { reason: { kind: 'new-trace' } } });
  const shared = buildTrace([serves('a', calls())], { captured: { strays: () => [stray], straysShared: true } });
  expect(judge(shared, ['a', 'b']).outcome).toBe('incomplete');
});

test('the call that was lost is the one that was open and was never answered', () => {
  const stray = buildTrace([{ ...serves('b'), start: 55 }], { traceId: 'b'.repeat(32) });
  const calling = buildTrace(
    [
      {
        ...serves('a'),
        ms: 100,
        children: [
          { ...calls(serves('c')), name: 'answered', start: 50, ms: 20 },
          { ...calls(), name: 'over', start: 10, ms: 5 },
          { ...calls(), name: 'lost', start: 52, ms: 20 },
        ],
      },
    ],
    { captured: { strays: () => [stray] } },
  );
  const { broken } = judge(calling, ['a', 'b']);
  expect(broken).toMatchObject({ sent: { name: 'lost' }, reason: { kind: 'new-trace', began: { name: 'b serves' } } });
});

test('a stray that began before the service was at work is not where the context went', () => {
  const stray = buildTrace([{ ...serves('b'), start: -500 }], { traceId: 'b'.repeat(32) });
  const trace = buildTrace([serves('a', calls())], { captured: { strays: () => [stray] } });
  expect(judge(trace, ['a', 'b']).broken?.reason.kind).toBe('silent');
});

test('50,000 spans are followed at once, 10,000 deep', () => {
  let deep: SpanSpec = serves('end');
  for (let depth = 0; depth < 10_000; depth++) deep = { name: `s${depth}`, service: 'a', children: [deep] };
  const wide = Array.from({ length: 40_000 }, () => ({ service: 'a' }));
  const trace = buildTrace([{ service: 'a', children: [deep, ...wide] }]);
  const start = cpuMs();
  expect(judge(trace, ['a', 'end']).outcome).toBe('pass');
  expect(judge(trace, ['end', 'a']).outcome).toBe('fail');
  expect(cpuMs() - start).toBeLessThan(5_000);
});

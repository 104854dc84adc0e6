import { expect, test } from 'vitest';
import * as matchers from '../../matchers/index.ts';
import type { MatcherResult } from '../../matchers/runner-context.ts';
import { canary } from '../../src/pii/canary/canary.ts';
import { buildTrace } from '../build-trace.ts';
import { CHARGE, checkoutTrace } from '../checkout-trace.ts';
import { failureOf } from '../failure-of.ts';

type Matcher = (this: unknown, subject: unknown, ...given: unknown[]) => MatcherResult;
type Name = keyof typeof matchers;

const trace = checkoutTrace();
const span = trace.get('charge card');
const empty = buildTrace([]);
const receiver = { [Symbol.for('tracewright.Receiver')]: true };
const orphaned = checkoutTrace({}, [{ ...CHARGE, parentId: 'abcdef0123456789' }]);

const byName = new Map(Object.entries(matchers).map(([name, matcher]) => [name, matcher as Matcher]));

function matcherOf(name: Name): Matcher {
  const matcher = byName.get(name);
  if (matcher === undefined) throw new Error(`no matcher ${name}`);
  return matcher;
}

/** Calls the matcher as a runner does; what a failure says, or throws. */
function outcome(name: Name, subject: unknown, given: readonly unknown[], isNot: boolean): string {
  return failureOf(() => {
    const { pass, message } = matcherOf(name).call({ isNot }, subject, ...given);
    if (pass === isNot) throw new Error(message());
  });
}

const ofTraces: readonly [name: Name, given: readonly unknown[]][] = [
  ['toBeComplete', []],
  ['toBeSampledConsistently', []],
  ['toHaveCorrelatedLogs', []],
  ['toHaveLogs', ['x']],
  ['toHaveNoErrors', []],
  ['toRecordErrors', []],
  ['toHaveServiceIdentity', []],
  ['toFollowAttributePolicy', [{ attributes: { 'app.id': { required: true } } }]],
  ['toHappenInOrder', [['x', 'y']]],
  ['toHaveNoRepeats', [{ max: 1 }]],
  ['toHaveNoStrays', []],
  ['toHaveSpan', ['x']],
  ['toHaveSpanTree', ['x']],
  ['toFitXRay', []],
  ['toPropagateAcross', ['a', 'b']],
  ['toMatchTraceSnapshot', []],
];
const ofSpans: readonly [name: Name, given: readonly unknown[]][] = [
  ['toBeChildOf', ['x']],
  ['toBeDescendantOf', ['x']],
  ['toBeLinkedTo', ['x']],
  ['toBeRoot', []],
  ['toHappenBefore', ['x']],
  ['toHaveAttributes', [{ k: 1 }]],
  ['toHaveEvent', ['e']],
  ['toHaveException', []],
  ['toHaveResourceAttribute', ['k']],
  ['toHaveAttribute', ['k']],
  ['toHaveSpanAttribute', ['k']],
  ['toHaveStatus', ['OK']],
  ['toHaveXRayAnnotation', ['k']],
  ['toHaveXRayMetadata', ['k']],
];

const noTrace: readonly [label: string, subject: unknown][] = [
  ['a Promise, for want of await', Promise.resolve(trace)],
  ['undefined', undefined],
  ['null', null],
  ['an empty array', []],
  ['an empty trace', empty],
  ['an array with an empty trace', [trace, empty]],
  ['a receiver', receiver],
  ['a Span', span],
  ['an array of spans', trace.spans],
  ['an array that holds something else', [trace, 'x']],
  ['an array of Promises', [Promise.resolve(trace)]],
  ['an object', { spans: [] }],
  ['text', 'trace'],
];

const noSpan: readonly [label: string, subject: unknown][] = [
  ['a Promise, for want of await', Promise.resolve(span)],
  ['undefined', undefined],
  ['null', null],
  ['an empty array', []],
  ['a receiver', receiver],
  ['a Trace', trace],
  ['an array of traces', [trace]],
  ['an array that holds something else', [span, undefined]],
  ['an object', { name: 'x' }],
  ['a number', 42],
];

const ofEither: readonly [label: string, subject: unknown][] = [
  ['undefined', undefined],
  ['a Promise', Promise.resolve(trace)],
  ['an empty array', []],
  ['an empty trace', empty],
  ['a receiver', receiver],
  ['traces and spans mixed', [trace, span]],
];

for (const isNot of [false, true]) {
  const polarity = isNot ? 'negated' : 'positive';
  test.each(ofTraces.flatMap(([name, given]) => noTrace.map(([label, subject]) => ({ name, given, label, subject }))))(
    `${polarity} $name refuses $label`,
    ({ name, given, subject }) => {
      expect(outcome(name, subject, given, isNot)).toMatch(`INVALID_SUBJECT: ${name} judges a Trace`);
    },
  );
  test.each(ofSpans.flatMap(([name, given]) => noSpan.map(([label, subject]) => ({ name, given, label, subject }))))(
    `${polarity} $name refuses $label`,
    ({ name, given, subject }) => {
      expect(outcome(name, subject, given, isNot)).toMatch(`INVALID_SUBJECT: ${name} judges a Span`);
    },
  );
}

for (const isNot of [false, true]) {
  test.each(ofEither)(`${isNot ? 'negated' : 'positive'} toTakeLessThan refuses %s`, (_label, subject) => {
    const text = outcome('toTakeLessThan', subject, [100], isNot);
    expect(text).toMatch('INVALID_SUBJECT: toTakeLessThan judges a Trace or a Span, or an array of either; received');
  });
}

const ofAny: readonly [name: Name, given: readonly unknown[]][] = [
  ['toBeFreeOfPii', []],
  ['toLeak', [canary.track('the note', 'please ring twice')]],
];

for (const isNot of [false, true]) {
  test.each(ofAny.flatMap(([name, given]) => ofEither.map(([label, subject]) => ({ name, given, label, subject }))))(
    `${isNot ? 'negated' : 'positive'} $name refuses $label`,
    ({ name, given, subject }) => {
      const text = outcome(name, subject, given, isNot);
      expect(text).toMatch(
        `INVALID_SUBJECT: ${name} judges a Trace, a Span, a LogRecord or a Metric, or an array of one of them`,
      );
    },
  );
}

test('toTakeLessThan refuses spans and traces mixed', () => {
  expect(outcome('toTakeLessThan', [span, trace], [100], false)).toMatch(
    'INVALID_SUBJECT: toTakeLessThan judges a Span',
  );
});

test('toBeUnsampled alone judges an empty trace, and refuses all else', () => {
  expect(outcome('toBeUnsampled', empty, [], false)).toContain('a trace that was not captured');
  expect(outcome('toBeUnsampled', [], [], true)).toMatch('INVALID_SUBJECT');
  expect(outcome('toBeUnsampled', span, [], true)).toMatch('INVALID_SUBJECT');
});

test.each(noTrace)('where a trace is needed, says what to pass instead of %s', (_label, subject) => {
  expect(outcome('toHaveSpan', subject, ['x'], false)).toMatchSnapshot();
});

test.each(noSpan)('where a span is needed, says what to pass instead of %s', (_label, subject) => {
  expect(outcome('toHaveStatus', subject, ['OK'], false)).toMatchSnapshot();
});

const expectations: readonly [label: string, name: Name, given: readonly unknown[], code: string][] = [
  ['no criteria', 'toHaveSpan', [], 'UNDEFINED_EXPECTATION'],
  ['undefined criteria', 'toHaveSpan', [undefined], 'UNDEFINED_EXPECTATION'],
  ['an undefined field', 'toHaveSpan', [{ name: undefined }], 'UNDEFINED_EXPECTATION'],
  ['undefined options', 'toHaveSpan', ['x', undefined], 'UNDEFINED_EXPECTATION'],
  ['an undefined option', 'toHaveSpan', ['x', { times: undefined }], 'UNDEFINED_EXPECTATION'],
  ['empty criteria', 'toHaveSpan', [{}], 'INVALID_CRITERIA'],
  ['criteria that are a Promise', 'toHaveSpan', [Promise.resolve('x')], 'INVALID_CRITERIA'],
  ['an unknown criterion', 'toHaveSpan', [{ nmae: 'x' }], 'UNKNOWN_CRITERION'],
  ['an unknown kind', 'toHaveSpan', [{ kind: 'client' }], 'UNKNOWN_KIND'],
  ['a numeric kind', 'toHaveSpan', [{ kind: 2 }], 'UNKNOWN_KIND'],
  ['a bare selector', 'toHaveSpan', ['span[kind="CLIENT"]'], 'INVALID_CRITERIA'],
  ['an unknown option', 'toHaveSpan', ['x', { time: 2 }], 'UNKNOWN_OPTION'],
  ['options that are a number', 'toHaveSpan', ['x', 2], 'INVALID_OPTION'],
  ['max with zero', 'toHaveSpan', ['x', { times: { max: 0 } }], 'INVALID_OPTION'],
  ['a negative count', 'toHaveSpan', ['x', { times: -1 }], 'INVALID_OPTION'],
  ['no parent', 'toBeChildOf', [], 'UNDEFINED_EXPECTATION'],
  ['an undefined parent', 'toBeChildOf', [undefined], 'UNDEFINED_EXPECTATION'],
  ['a parent that is a Trace', 'toBeChildOf', [trace], 'INVALID_CRITERIA'],
  ['a parent that is a Promise', 'toBeChildOf', [Promise.resolve(span)], 'INVALID_CRITERIA'],
  ['no ancestor', 'toBeDescendantOf', [], 'UNDEFINED_EXPECTATION'],
  ['an undefined ancestor', 'toBeDescendantOf', [undefined], 'UNDEFINED_EXPECTATION'],
  ['an undefined field of the ancestor', 'toBeDescendantOf', [{ name: undefined }], 'UNDEFINED_EXPECTATION'],
  ['an undefined linked span', 'toBeLinkedTo', [undefined], 'UNDEFINED_EXPECTATION'],
  ['a linked Trace', 'toBeLinkedTo', [trace], 'INVALID_CRITERIA'],
  ['an undefined later span', 'toHappenBefore', [undefined], 'UNDEFINED_EXPECTATION'],
  ['an argument of toBeRoot', 'toBeRoot', ['POST /checkout'], 'INVALID_CRITERIA'],
  ['an argument of toBeComplete', 'toBeComplete', [{ orphans: 'allow' }], 'INVALID_CRITERIA'],
  ['an argument of toBeSampledConsistently', 'toBeSampledConsistently', [{ margin: 1 }], 'INVALID_CRITERIA'],
  ['an argument of toBeUnsampled', 'toBeUnsampled', [true], 'INVALID_CRITERIA'],
  ['no attributes', 'toHaveAttributes', [], 'UNDEFINED_EXPECTATION'],
  ['empty attributes', 'toHaveAttributes', [{}], 'INVALID_CRITERIA'],
  ['attributes that are a key', 'toHaveAttributes', ['k'], 'INVALID_CRITERIA'],
  ['an undefined attribute', 'toHaveAttributes', [{ k: undefined }], 'UNDEFINED_EXPECTATION'],
  ['a resource key that is no string', 'toHaveResourceAttribute', [42], 'INVALID_CRITERIA'],
  ['an undefined resource value', 'toHaveResourceAttribute', ['k', undefined], 'UNDEFINED_EXPECTATION'],
  ['no event', 'toHaveEvent', [], 'UNDEFINED_EXPECTATION'],
  ['an event that is a number', 'toHaveEvent', [1], 'INVALID_CRITERIA'],
  ['undefined attributes of an event', 'toHaveEvent', ['e', undefined], 'UNDEFINED_EXPECTATION'],
  ['an undefined attribute of an event', 'toHaveEvent', ['e', { k: undefined }], 'UNDEFINED_EXPECTATION'],
  ['empty attributes of an event', 'toHaveEvent', ['e', {}], 'INVALID_CRITERIA'],
  ['an undefined exception', 'toHaveException', [undefined], 'UNDEFINED_EXPECTATION'],
  ['an exception that is a text', 'toHaveException', ['boom'], 'INVALID_CRITERIA'],
  ['an empty exception', 'toHaveException', [{}], 'INVALID_CRITERIA'],
  ['an undefined message', 'toHaveException', [{ message: undefined }], 'UNDEFINED_EXPECTATION'],
  ['an unknown field of an exception', 'toHaveException', [{ mesage: 'x' }], 'UNKNOWN_CRITERION'],
  ['a message that is a number', 'toHaveException', [{ message: 42 }], 'INVALID_CRITERIA'],
  ['an unknown option of toHaveNoErrors', 'toHaveNoErrors', [{ exept: 'x' }], 'UNKNOWN_OPTION'],
  ['an undefined exception to errors', 'toHaveNoErrors', [{ except: undefined }], 'UNDEFINED_EXPECTATION'],
  ['no exceptions to errors', 'toHaveNoErrors', [{ except: [] }], 'INVALID_OPTION'],
  [
    'an unknown criterion among the exceptions',
    'toHaveNoErrors',
    [{ except: ['x', { nam: 'x' }] }],
    'UNKNOWN_CRITERION',
  ],
  ['no limit of repeats', 'toHaveNoRepeats', [], 'UNDEFINED_EXPECTATION'],
  ['repeats without max', 'toHaveNoRepeats', [{ of: 'x' }], 'INVALID_OPTION'],
  ['no repeats at all', 'toHaveNoRepeats', [{ max: 0 }], 'INVALID_OPTION'],
  ['half a repeat', 'toHaveNoRepeats', [{ max: 1.5 }], 'INVALID_OPTION'],
  ['repeats of undefined', 'toHaveNoRepeats', [{ max: 1, of: undefined }], 'UNDEFINED_EXPECTATION'],
  ['repeats per undefined', 'toHaveNoRepeats', [{ max: 1, per: undefined }], 'UNDEFINED_EXPECTATION'],
  ['repeats per something else', 'toHaveNoRepeats', [{ max: 1, per: 'parents' }], 'INVALID_OPTION'],
  ['repeats per number', 'toHaveNoRepeats', [{ max: 1, per: 2 }], 'INVALID_OPTION'],
  ['repeats per nothing', 'toHaveNoRepeats', [{ max: 1, per: {} }], 'INVALID_OPTION'],
  ['repeats per unknown relative', 'toHaveNoRepeats', [{ max: 1, per: { ancester: 'x' } }], 'UNKNOWN_OPTION'],
  [
    'repeats per undefined ancestor',
    'toHaveNoRepeats',
    [{ max: 1, per: { ancestor: undefined } }],
    'UNDEFINED_EXPECTATION',
  ],
  [
    'repeats per unknown criterion',
    'toHaveNoRepeats',
    [{ max: 1, per: { ancestor: { nam: 'x' } } }],
    'UNKNOWN_CRITERION',
  ],
  ['no steps', 'toHappenInOrder', [], 'UNDEFINED_EXPECTATION'],
  ['steps that are criteria', 'toHappenInOrder', ['x'], 'INVALID_CRITERIA'],
  ['an empty list of steps', 'toHappenInOrder', [[]], 'INVALID_CRITERIA'],
  ['more than 1,000 steps', 'toHappenInOrder', [Array.from({ length: 1_001 }, () => 'x')], 'INVALID_CRITERIA'],
  ['an undefined step', 'toHappenInOrder', [['x', undefined]], 'UNDEFINED_EXPECTATION'],
  ['a step that is a span', 'toHappenInOrder', [['x', trace.spans[0]]], 'INVALID_CRITERIA'],
  ['a step of an unknown kind', 'toHappenInOrder', [[{ kind: 'CLEINT' }]], 'UNKNOWN_KIND'],
  ['an unknown option of an order', 'toHappenInOrder', [['x'], { exat: true }], 'UNKNOWN_OPTION'],
  ['an order that is exact with a number', 'toHappenInOrder', [['x'], { exact: 1 }], 'INVALID_OPTION'],
  ['an order that counts without being exact', 'toHappenInOrder', [['x'], { of: 'y' }], 'INVALID_OPTION'],
  ['an order of undefined', 'toHappenInOrder', [['x'], { of: undefined, exact: true }], 'UNDEFINED_EXPECTATION'],
  ['a tree that is ordered with a word', 'toHaveSpanTree', ['x', { ordered: 'yes' }], 'INVALID_OPTION'],
  ['an unknown option of toHaveNoStrays', 'toHaveNoStrays', [{ exept: 'x' }], 'UNKNOWN_OPTION'],
  ['options of toHaveNoStrays that are criteria', 'toHaveNoStrays', ['poll'], 'INVALID_OPTION'],
  ['an undefined exception to strays', 'toHaveNoStrays', [{ except: undefined }], 'UNDEFINED_EXPECTATION'],
  ['no exceptions to strays', 'toHaveNoStrays', [{ except: [] }], 'INVALID_OPTION'],
  ['an exception to strays that is a number', 'toHaveNoStrays', [{ except: 1 }], 'INVALID_CRITERIA'],
  ['an unknown criterion for strays', 'toHaveNoStrays', [{ except: ['x', { nam: 'x' }] }], 'UNKNOWN_CRITERION'],
  ['an unknown option of toFitXRay', 'toFitXRay', [{ epochs: true }], 'UNKNOWN_OPTION'],
  ['options of toFitXRay that are undefined', 'toFitXRay', [undefined], 'UNDEFINED_EXPECTATION'],
  ['options of toFitXRay that are criteria', 'toFitXRay', ['work'], 'INVALID_OPTION'],
  ['an epoch that is a number', 'toFitXRay', [{ epoch: 1 }], 'INVALID_OPTION'],
  ['an undefined epoch', 'toFitXRay', [{ epoch: undefined }], 'UNDEFINED_EXPECTATION'],
  ['no exceptions to what fits', 'toFitXRay', [{ except: [] }], 'INVALID_OPTION'],
  ['an unknown criterion for what need not fit', 'toFitXRay', [{ except: { nam: 'x' } }], 'UNKNOWN_CRITERION'],
  ['no key of an annotation', 'toHaveXRayAnnotation', [], 'UNDEFINED_EXPECTATION'],
  ['an undefined key of an annotation', 'toHaveXRayAnnotation', [undefined], 'UNDEFINED_EXPECTATION'],
  ['an empty key of an annotation', 'toHaveXRayAnnotation', [''], 'INVALID_CRITERIA'],
  ['a key of an annotation that is a number', 'toHaveXRayAnnotation', [7], 'INVALID_CRITERIA'],
  ['an undefined value of an annotation', 'toHaveXRayAnnotation', ['k', undefined], 'UNDEFINED_EXPECTATION'],
  ['an annotation of a receiver that was told nothing', 'toHaveXRayAnnotation', ['k'], 'INVALID_OPTION'],
  ['a key of metadata that is an object', 'toHaveXRayMetadata', [{ key: 'k' }], 'INVALID_CRITERIA'],
  ['an undefined value of metadata', 'toHaveXRayMetadata', ['k', undefined], 'UNDEFINED_EXPECTATION'],
  ['metadata of a receiver that was told nothing', 'toHaveXRayMetadata', ['k', 1], 'INVALID_OPTION'],
  ['an unknown option of toRecordErrors', 'toRecordErrors', [{ exept: 'x' }], 'UNKNOWN_OPTION'],
  ['options of toRecordErrors that are criteria', 'toRecordErrors', ['poll'], 'INVALID_OPTION'],
  ['undefined options of toRecordErrors', 'toRecordErrors', [undefined], 'UNDEFINED_EXPECTATION'],
  ['no exceptions to error rules', 'toRecordErrors', [{ except: [] }], 'INVALID_OPTION'],
  ['an unknown criterion for errors', 'toRecordErrors', [{ except: { knd: 'SERVER' } }], 'UNKNOWN_CRITERION'],
  ['an unknown option of toHaveServiceIdentity', 'toHaveServiceIdentity', [{ services: 'x' }], 'UNKNOWN_OPTION'],
  ['an undefined exception to identity', 'toHaveServiceIdentity', [{ except: undefined }], 'UNDEFINED_EXPECTATION'],
  ['a misspelt kind of identity', 'toHaveServiceIdentity', [{ except: { kind: 'SEVER' } }], 'UNKNOWN_KIND'],
  ['no attribute policy', 'toFollowAttributePolicy', [], 'UNDEFINED_EXPECTATION'],
  ['an attribute policy that is a Promise', 'toFollowAttributePolicy', [Promise.resolve({})], 'INVALID_POLICY'],
  ['an attribute policy that says nothing', 'toFollowAttributePolicy', [{}], 'INVALID_POLICY'],
  [
    'a misspelt rule of an attribute policy',
    'toFollowAttributePolicy',
    [{ attributes: { 'app.id': { requird: true } } }],
    'INVALID_POLICY',
  ],
  [
    'a misspelt criterion of an attribute policy',
    'toFollowAttributePolicy',
    [{ attributes: { 'app.id': { required: { knd: 'SERVER' } } } }],
    'INVALID_POLICY',
  ],
  [
    'an undefined type of an attribute policy',
    'toFollowAttributePolicy',
    [{ attributes: { 'app.id': { type: undefined } } }],
    'UNDEFINED_EXPECTATION',
  ],
  ['no milliseconds', 'toTakeLessThan', [], 'UNDEFINED_EXPECTATION'],
  ['undefined milliseconds', 'toTakeLessThan', [undefined], 'UNDEFINED_EXPECTATION'],
  ['0 milliseconds', 'toTakeLessThan', [0], 'INVALID_OPTION'],
  ['NaN milliseconds', 'toTakeLessThan', [Number.NaN], 'INVALID_OPTION'],
  ['milliseconds as text', 'toTakeLessThan', ['100'], 'INVALID_OPTION'],
  ['no tree', 'toHaveSpanTree', [], 'UNDEFINED_EXPECTATION'],
  ['an undefined tree', 'toHaveSpanTree', [undefined], 'UNDEFINED_EXPECTATION'],
  ['an undefined child of a tree', 'toHaveSpanTree', [{ name: 'x', children: [undefined] }], 'UNDEFINED_EXPECTATION'],
  ['undefined children', 'toHaveSpanTree', [{ name: 'x', children: undefined }], 'UNDEFINED_EXPECTATION'],
  ['children that are no array', 'toHaveSpanTree', [{ name: 'x', children: 'y' }], 'INVALID_CRITERIA'],
  ['a tree without a criterion', 'toHaveSpanTree', [{ children: [] }], 'INVALID_CRITERIA'],
  ['an empty child', 'toHaveSpanTree', [{ name: 'x', children: ['y', {}] }], 'INVALID_CRITERIA'],
  [
    'an unknown field of a child',
    'toHaveSpanTree',
    [{ name: 'x', children: [{ knd: 'SERVER' }] }],
    'UNKNOWN_CRITERION',
  ],
  ['an unknown option of a tree', 'toHaveSpanTree', ['x', { exat: true }], 'UNKNOWN_OPTION'],
  ['an exact that is a number', 'toHaveSpanTree', ['x', { exact: 1 }], 'INVALID_OPTION'],
  ['an unknown operation', 'toHaveSpan', [{ operation: 'databse' }], 'UNKNOWN_OPERATION'],
  ['no key', 'toHaveAttribute', [], 'UNDEFINED_EXPECTATION'],
  ['an undefined key', 'toHaveAttribute', [undefined], 'UNDEFINED_EXPECTATION'],
  ['an undefined value', 'toHaveAttribute', ['k', undefined], 'UNDEFINED_EXPECTATION'],
  ['undefined within the value', 'toHaveAttribute', ['k', ['a', undefined]], 'UNDEFINED_EXPECTATION'],
  ['a key that is a RegExp', 'toHaveAttribute', [/k/], 'INVALID_CRITERIA'],
  ['an empty key', 'toHaveAttribute', [''], 'INVALID_CRITERIA'],
  ['a value that no attribute can be', 'toHaveAttribute', ['k', new Date(0)], 'INVALID_CRITERIA'],
  ['no status', 'toHaveStatus', [], 'UNDEFINED_EXPECTATION'],
  ['an undefined message', 'toHaveStatus', ['ERROR', undefined], 'UNDEFINED_EXPECTATION'],
  ['an unknown status', 'toHaveStatus', ['error'], 'UNKNOWN_STATUS'],
  ['a numeric status', 'toHaveStatus', [2], 'UNKNOWN_STATUS'],
  ['a message that is a number', 'toHaveStatus', ['ERROR', 42], 'INVALID_CRITERIA'],
  ['no service', 'toPropagateAcross', [], 'INVALID_CRITERIA'],
  ['one service', 'toPropagateAcross', ['a'], 'INVALID_CRITERIA'],
  ['only branches', 'toPropagateAcross', [['a', 'b']], 'INVALID_CRITERIA'],
  ['an undefined service', 'toPropagateAcross', ['a', undefined], 'UNDEFINED_EXPECTATION'],
  ['an undefined branch', 'toPropagateAcross', ['a', ['b', undefined]], 'UNDEFINED_EXPECTATION'],
  ['no branch', 'toPropagateAcross', ['a', 'b', []], 'INVALID_CRITERIA'],
  ['branches that do not stand last', 'toPropagateAcross', ['a', ['b'], 'c'], 'INVALID_CRITERIA'],
  ['branches within branches', 'toPropagateAcross', ['a', ['b', ['c']]], 'INVALID_CRITERIA'],
  ['an empty name', 'toPropagateAcross', ['a', ''], 'INVALID_CRITERIA'],
  ['a service that is a number', 'toPropagateAcross', ['a', 2], 'INVALID_CRITERIA'],
  ['an unknown path option', 'toPropagateAcross', ['a', 'b', { dirct: true }], 'UNKNOWN_OPTION'],
  ['a path option that is text', 'toPropagateAcross', ['a', 'b', { direct: 'yes' }], 'INVALID_OPTION'],
  ['an undefined path option', 'toPropagateAcross', ['a', 'b', { direct: undefined }], 'UNDEFINED_EXPECTATION'],
  ['a way that is none', 'toPropagateAcross', ['a', 'b', { via: 'links' }], 'INVALID_OPTION'],
  ['a child in another trace', 'toPropagateAcross', ['a', 'b', { via: 'parent', sameTrace: false }], 'INVALID_OPTION'],
  ['a path timeout that is text', 'toPropagateAcross', ['a', 'b', { timeout: '2s' }], 'INVALID_OPTION'],
  ['a negative path timeout', 'toPropagateAcross', ['a', 'b', { timeout: -1 }], 'INVALID_OPTION'],
  ['a tracestate of false', 'toPropagateAcross', ['a', 'b', { tracestate: false }], 'INVALID_OPTION'],
  ['an empty tracestate', 'toPropagateAcross', ['a', 'b', { tracestate: {} }], 'INVALID_OPTION'],
  ['a tracestate that is none', 'toPropagateAcross', ['a', 'b', { tracestate: 'FOO=1' }], 'INVALID_HEADER'],
  [
    'an undefined tracestate member',
    'toPropagateAcross',
    ['a', 'b', { tracestate: { foo: undefined } }],
    'UNDEFINED_EXPECTATION',
  ],
  ['an empty baggage', 'toPropagateAcross', ['a', 'b', { baggage: '' }], 'INVALID_OPTION'],
  ['a baggage that is none', 'toPropagateAcross', ['a', 'b', { baggage: 'tier' }], 'INVALID_HEADER'],
  ['a baggage entry that is a number', 'toPropagateAcross', ['a', 'b', { baggage: { tier: 7 } }], 'INVALID_CRITERIA'],
  ['a decision that is a number', 'toPropagateAcross', ['a', 'b', { sampled: 1 }], 'INVALID_OPTION'],
  ['options that do not stand last', 'toPropagateAcross', ['a', { direct: true }, 'b'], 'INVALID_CRITERIA'],
];

test.each(expectations)('refuses %s in either polarity', (_label, name, given, code) => {
  const subject = ofSpans.some(([matcher]) => matcher === name) ? span : trace;
  const text = outcome(name, subject, given, false);
  expect(text).toMatch(new RegExp(`^${code}: `));
  expect(outcome(name, subject, given, true)).toBe(text);
  expect(text).toMatchSnapshot();
});

const silentPasses: readonly [label: string, assertion: () => string][] = [
  [
    'a negation on an array where one span matches',
    () => outcome('toHaveAttribute', trace.spans, ['app.amount'], true),
  ],
  [
    'a negation on an array where one trace has the span',
    () => outcome('toHaveSpan', [orphaned, trace], ['charge card'], true),
  ],
  ['absence in a trace that is not complete', () => outcome('toHaveSpan', orphaned, ['refund'], true)],
  [
    'an exact number in a trace that is not complete',
    () => outcome('toHaveSpan', orphaned, ['SELECT orders', { times: 2 }], false),
  ],
  ['times 0 in a trace that is not complete', () => outcome('toHaveSpan', orphaned, ['refund', { times: 0 }], false)],
  [
    'a maximum in a trace that is not complete',
    () => outcome('toHaveSpan', orphaned, ['SELECT orders', { times: { max: 5 } }], false),
  ],
  [
    'no propagation in a trace that is not complete',
    () => outcome('toPropagateAcross', orphaned, ['orders', 'payments'], true),
  ],
  ['no child of, when the parent never arrived', () => outcome('toBeChildOf', orphaned.orphans, ['POST'], true)],
  [
    'an absence that an old name of the conventions hides',
    () => outcome('toHaveSpan', trace, [{ attributes: { 'db.system.name': 'postgresql' } }], true),
  ],
  [
    'no propagation to a service that is misspelt',
    () => outcome('toPropagateAcross', trace, ['orders', 'paymnets'], true),
  ],
];

test.each(silentPasses)('does not pass in silence: %s', (_label, assertion) => {
  expect(assertion()).not.toBe('');
});

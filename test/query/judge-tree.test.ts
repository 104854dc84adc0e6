import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Span, Trace } from '../../src/model/trace.ts';
import { judgeTree } from '../../src/query/judge-tree.ts';
import { compileTree } from '../../src/query/tree-criteria.ts';
import type { Outcome, PlacedNode } from '../../src/query/verdict.ts';
import { buildTrace, type SpanSpec, type TraceSpec } from '../build-trace.ts';
import { runs } from '../runs.ts';

interface Node {
  readonly name: string;
  readonly kind: 'CLIENT' | 'SERVER';
  readonly children: readonly Node[];
}

const node: fc.Arbitrary<Node> = fc.letrec<{ node: Node }>(tie => ({
  node: fc.record({
    name: fc.constantFrom('a', 'b'),
    kind: fc.constantFrom('CLIENT', 'SERVER'),
    children: fc.oneof({ maxDepth: 3 }, fc.constant([]), fc.array(tie('node'), { maxLength: 3 })),
  }),
})).node;

const judge = (traces: readonly Trace[], tree: unknown, exact = false) =>
  judgeTree(traces, compileTree(tree, 'test'), { exact, ordered: false });

/** Every way to give the nodes children of their own. */
function canLay({ name, kind, children }: Node, span: Span, exact: boolean): boolean {
  if (span.name !== name || span.kind !== kind) return false;
  const lay = ([first, ...others]: readonly Node[], free: readonly Span[]): boolean =>
    first === undefined
      ? !exact || free.length === 0
      : free.some(
          child =>
            canLay(first, child, exact) &&
            lay(
              others,
              free.filter(other => other !== child),
            ),
        );
  return lay(children, span.children);
}

function flatten(placed: PlacedNode): PlacedNode[] {
  return [placed, ...placed.children.flatMap(flatten)];
}

test('finds a part wherever trying every way would', () => {
  fc.assert(
    fc.property(fc.array(node, { minLength: 1, maxLength: 2 }), node, (roots, tree) => {
      const trace = buildTrace(roots);
      const expected = trace.spans.some(span => canLay(tree, span, false));
      expect(judge([trace], tree).outcome).toBe(expected ? 'pass' : 'fail');
    }),
    { numRuns: runs(1_000) },
  );
});

test('finds the whole wherever trying every way would', () => {
  const reversed = ({ children, ...fields }: Node): Node => ({ ...fields, children: children.map(reversed).reverse() });
  fc.assert(
    fc.property(fc.array(node, { minLength: 1, maxLength: 2 }), node, fc.boolean(), (roots, other, isSame) => {
      const trace = buildTrace(roots);
      const tree = isSame && roots[0] !== undefined ? reversed(roots[0]) : other;
      const [root, ...others] = trace.roots;
      const expected = root !== undefined && others.length === 0 && canLay(tree, root, true);
      expect(judge([trace], tree, true).outcome).toBe(expected ? 'pass' : 'fail');
    }),
    { numRuns: runs(1_000) },
  );
});

test('lays the nodes on spans of their own, children below the span of their parent', () => {
  fc.assert(
    fc.property(node, node, (top, tree) => {
      const placed = judge([buildTrace([top])], tree).placed();
      const spans = flatten(placed).flatMap(({ span }) => span ?? []);
      expect(new Set(spans).size).toBe(spans.length);
      for (const { span, children } of flatten(placed)) {
        for (const child of children) if (child.span !== undefined) expect(child.span.parent).toBe(span);
      }
    }),
  );
});

test('where one field of one node differs, finds no more than that', () => {
  const changed = (tree: Node, at: { left: number }): object => ({
    ...tree,
    kind: at.left-- === 0 ? 'PRODUCER' : tree.kind,
    children: tree.children.map(child => changed(child, at)),
  });
  fc.assert(
    fc.property(node, fc.nat(30), (top, nth) => {
      const trace = buildTrace([top]);
      const verdict = judge([trace], changed(top, { left: nth % trace.spans.length }));
      expect(verdict.outcome).toBe('fail');
      const nodes = flatten(verdict.placed());
      expect(nodes.every(({ span }) => span !== undefined)).toBe(true);
      const differing = nodes.flatMap(({ comparisons }) => comparisons.filter(({ matched }) => !matched));
      expect(differing.map(({ field }) => field)).toEqual([{ name: 'kind' }]);
    }),
    { numRuns: runs(300) },
  );
});

const ORPHAN: readonly SpanSpec[] = [{ name: 'a' }, { name: 'b', parentId: 'abcdef0123456789' }];
const DROPPED: readonly SpanSpec[] = [{ name: 'a', data: { droppedAttributesCount: 1 } }];
const OLD: readonly SpanSpec[] = [{ name: 'a', attributes: { 'http.method': 'GET' } }];
const ALLOWED: TraceSpec = { captured: { allowOrphans: true } };
const LATE: TraceSpec = { captured: { unsettled: true } };
const STABLE = { name: 'a', attributes: { 'http.request.method': 'GET' } };

test.each<[what: string, trace: Trace, tree: unknown, exact: boolean, outcome: Outcome, unknown: string | undefined]>([
  ['a tree that is there, beside an orphan', buildTrace(ORPHAN), 'a', false, 'pass', undefined],
  [
    'a tree that an orphan may belong to',
    buildTrace(ORPHAN),
    { name: 'a', children: ['b'] },
    false,
    'incomplete',
    'gaps',
  ],
  ['orphans that are allowed', buildTrace(ORPHAN, ALLOWED), { name: 'a', children: ['b'] }, false, 'fail', undefined],
  [
    'a whole that lacks a parent',
    buildTrace(ORPHAN),
    { name: 'a', children: [{ children: ['b'] }] },
    true,
    'incomplete',
    'gaps',
  ],
  ['a whole that has too many spans as it is', buildTrace(ORPHAN), 'a', true, 'fail', undefined],
  ['a part while spans arrive', buildTrace([{ name: 'a' }], LATE), 'a', false, 'pass', undefined],
  ['a part that may be on its way', buildTrace([{ name: 'a' }], LATE), 'b', false, 'incomplete', 'gaps'],
  ['a whole while spans arrive', buildTrace([{ name: 'a' }], LATE), 'a', true, 'incomplete', 'gaps'],
  [
    'an attribute that may have been dropped',
    buildTrace(DROPPED),
    { attributes: { k: 1 } },
    false,
    'incomplete',
    'dropped',
  ],
  [
    'a trace that lost data, as any absence',
    buildTrace(DROPPED),
    { name: 'b', attributes: { k: 1 } },
    false,
    'incomplete',
    'gaps',
  ],
  ['an attribute under its old name', buildTrace(OLD), STABLE, false, 'incomplete', 'renamed'],
  ['an attribute under its old name, exact', buildTrace(OLD), STABLE, true, 'incomplete', 'renamed'],
  [
    'an old name of another value',
    buildTrace(OLD),
    { attributes: { 'http.request.method': 'PUT' } },
    false,
    'fail',
    undefined,
  ],
])('judges %s', (_what, trace, tree, exact, outcome, unknown) => {
  const verdict = judge([trace], tree, exact);
  expect({ outcome: verdict.outcome, unknown: verdict.unknown }).toEqual({ outcome, unknown });
});

test('finds a tree in a large trace after very many tops that do not have it', () => {
  const calls = Array.from({ length: 1_500 }, () => ({ name: 'call' }));
  const trace = buildTrace([{ name: 'top', children: [...calls, { name: 'call', children: [{ name: 'last' }] }] }]);
  expect(judge([trace], { name: 'call', children: ['last'] }).outcome).toBe('pass');
  expect(judge([trace], { name: 'call', children: ['lost'] }).outcome).toBe('fail');
  expect(judge([trace], { name: 'call', children: ['top'] }).outcome).toBe('fail');
});

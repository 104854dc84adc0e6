import { expect, test } from 'vitest';
import type { SpanData } from '../../src/model/span-data.ts';
import { droppedFrom, gapsOf, hasGaps } from '../../src/query/gaps.ts';
import { buildTrace } from '../build-trace.ts';

const resource = { attributes: {}, droppedAttributesCount: 3, entityRefs: [], schemaUrl: '' };

test('a whole trace has no gaps', () => {
  expect(hasGaps(gapsOf([buildTrace([{ children: [{}] }])]))).toBe(false);
});

test('an orphan is a gap, unless its capture allowed for orphans', () => {
  const orphan = [{ parentId: 'aaaaaaaaaaaaaaaa' }];
  expect(gapsOf([buildTrace(orphan)]).orphans).toHaveLength(1);
  expect(hasGaps(gapsOf([buildTrace(orphan, { captured: { allowOrphans: true } })]))).toBe(false);
});

test('a trace that was still arriving is a gap', () => {
  const trace = buildTrace([{}], { captured: { unsettled: true } });
  expect(gapsOf([trace]).unsettled).toEqual([trace]);
});

test.each<[what: string, data: Partial<SpanData>, count: number]>([
  ['attributes', { droppedAttributesCount: 2 }, 2],
  ['events', { droppedEventsCount: 1 }, 1],
  ['links', { droppedLinksCount: 1 }, 1],
  ['resource attributes', { resource }, 3],
])('%s that were dropped are a gap', (what, data, count) => {
  const trace = buildTrace([{ data }]);
  expect(gapsOf([trace]).dropped).toEqual([{ span: trace.spans[0], what, count }]);
});

test('attributes that were dropped from events, links and the scope are gaps', () => {
  const [span] = buildTrace([
    {
      scope: { droppedAttributesCount: 4 },
      events: [{ droppedAttributesCount: 1 }, { droppedAttributesCount: 2 }],
      links: [{ droppedAttributesCount: 5 }],
    },
  ]).spans;
  if (span === undefined) throw new Error('no span');
  expect(droppedFrom(span).map(({ what, count }) => [what, count])).toEqual([
    ['scope attributes', 4],
    ['event attributes', 3],
    ['link attributes', 5],
  ]);
});

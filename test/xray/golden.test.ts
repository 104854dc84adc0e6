import { expect, test } from 'vitest';
import type { Trace } from '../../src/model/trace.ts';
import { toXRaySegments, type XRaySegment } from '../../src/xray/index.ts';
import { buildTrace, TRACE_ID } from '../build-trace.ts';
import { ATTRIBUTES } from './golden/attributes.ts';
import { AWS_SDK } from './golden/aws-sdk.ts';
import { CALLS } from './golden/calls.ts';
import { EXCEPTIONS } from './golden/exceptions.ts';
import { type Golden, type GoldenSpan, SPAN, spanOf } from './golden/golden.ts';
import { HTTP } from './golden/http.ts';
import { LOCAL_ROOT } from './golden/local-root.ts';
import { RESOURCES } from './golden/resources.ts';
import { SQL } from './golden/sql.ts';

const GROUPS: Readonly<Record<string, readonly Golden[]>> = {
  HTTP,
  SQL,
  'AWS SDK': AWS_SDK,
  calls: CALLS,
  exceptions: EXCEPTIONS,
  LOCAL_ROOT,
  attributes: ATTRIBUTES,
  resources: RESOURCES,
};
const GOLDENS = Object.entries(GROUPS).flatMap(([group, goldens]) => goldens.map(golden => ({ group, ...golden })));

function traceOf(span: GoldenSpan): Trace {
  return buildTrace([{ data: spanOf(span) }], { traceId: TRACE_ID });
}

/** Documents with the ids that were drawn told by their order. Each has to be one, and unlike the others. */
function withoutDrawnIds(segments: readonly XRaySegment[]): unknown {
  const names = new Map<string, string>();
  const name = (id: string, as: string): void => {
    expect(id).toMatch(/^[\da-f]{16}$/);
    expect(names.has(id) || id === SPAN).toBe(false);
    names.set(id, as);
  };
  for (const { id } of segments) if (id !== SPAN) name(id, 'service');
  const exceptions = segments.flatMap(({ cause }) => cause?.exceptions ?? []);
  for (const [index, { id }] of exceptions.entries()) name(id, `exception ${index + 1}`);
  return JSON.parse(JSON.stringify(segments), (_, value: unknown) => names.get(value as string) ?? value);
}

test.each(GOLDENS)('$group: $title', ({ span, indexedAttributes, logGroups, documents }) => {
  const segments = toXRaySegments(traceOf(span), {
    ...(indexedAttributes === undefined ? {} : { indexedAttributes }),
    ...(logGroups === undefined ? {} : { logGroups }),
  });
  expect(withoutDrawnIds(segments)).toEqual(JSON.parse(JSON.stringify(documents)));
});

test('there are golden documents of at least 60 spans, each with a title of its own', () => {
  const titles = new Set(GOLDENS.map(({ group, title }) => `${group} ${title}`));
  expect(titles.size).toBe(GOLDENS.length);
  expect(GOLDENS.length).toBeGreaterThanOrEqual(60);
});

test('no member of a document is undefined', () => {
  for (const { span } of GOLDENS) {
    const segments = toXRaySegments(traceOf(span));
    expect(segments).toStrictEqual(JSON.parse(JSON.stringify(segments)));
  }
});

test('the same trace gives the same documents', () => {
  for (const { span } of GOLDENS) expect(toXRaySegments(traceOf(span))).toEqual(toXRaySegments(traceOf(span)));
});

import { describe, expect, it } from 'vitest';
import { decodeTracesJson } from '../../src/otlp/decode-json.ts';
import { decodeTracesProtobuf } from '../../src/otlp/decode-protobuf.ts';
import type { DecodedTraces } from '../../src/otlp/decoded-traces.ts';
import { bytes, IDS, lenField, SPAN_ID, TRACE_ID, tag, varint } from './wire-builder.ts';

type Shape = 'array' | 'kvlist';

/** `levels` AnyValues in one another, the innermost an empty array or kvlist; linear in size, unlike nested builders. */
function nestedProtobuf(shape: Shape, levels: number): Uint8Array {
  const heads: number[][] = [];
  let size = 0;
  const wrap = (field: number) => {
    const head = [...tag(field, 2), ...varint(size)];
    heads.push(head);
    size += head.length;
  };
  for (let level = levels; level >= 1; level--) {
    wrap(shape === 'array' ? 5 : 6);
    if (level === 1) break;
    wrap(shape === 'array' ? 1 : 2);
    if (shape === 'kvlist') wrap(1);
  }
  const value = Uint8Array.from(heads.reverse().flat());
  const span = bytes(IDS, lenField(9, lenField(1, 'k'), lenField(2, value)), lenField(5, 'deep'));
  return lenField(1, lenField(2, lenField(2, span)));
}

function nestedJson(shape: Shape, levels: number): Uint8Array {
  const open = shape === 'array' ? '{"arrayValue":{"values":[' : '{"kvlistValue":{"values":[{"value":';
  const innermost = shape === 'array' ? '{"arrayValue":{}}' : '{"kvlistValue":{}}';
  const close = shape === 'array' ? ']}}' : '}]}}';
  const value = open.repeat(levels - 1) + innermost + close.repeat(levels - 1);
  const span = `{"traceId":"${TRACE_ID}","spanId":"${SPAN_ID}","name":"deep","attributes":[{"key":"k","value":${value}}]}`;
  return new TextEncoder().encode(`{"resourceSpans":[{"scopeSpans":[{"spans":[${span}]}]}]}`);
}

/** How many arrays or objects are in one another, and what the innermost holds. */
function measure(value: unknown): { depth: number; innermost: unknown } {
  let depth = 0;
  let at = value;
  while (typeof at === 'object' && at !== null) {
    depth++;
    at = Array.isArray(at) ? at[0] : Object.values(at)[0];
  }
  return { depth, innermost: at };
}

describe.each<[string, Shape, (levels: number) => DecodedTraces]>([
  ['protobuf', 'array', levels => decodeTracesProtobuf(nestedProtobuf('array', levels))],
  ['protobuf', 'kvlist', levels => decodeTracesProtobuf(nestedProtobuf('kvlist', levels))],
  ['JSON', 'array', levels => decodeTracesJson(nestedJson('array', levels))],
  ['JSON', 'kvlist', levels => decodeTracesJson(nestedJson('kvlist', levels))],
])('values nested in %s as %s', (_encoding, _shape, decode) => {
  it('are kept down to level 100', () => {
    const { spans, problems } = decode(100);
    expect(measure(spans[0]?.attributes.k)).toStrictEqual({ depth: 100, innermost: undefined });
    expect(problems.filter(problem => problem.rule.includes('nested'))).toStrictEqual([]);
  });

  it.each([101, 10_000])('are null below level 100, with a problem: %i levels', levels => {
    const { spans, problems } = decode(levels);
    expect(spans).toMatchObject([{ name: 'deep' }]);
    expect(measure(spans[0]?.attributes.k)).toStrictEqual({ depth: 100, innermost: null });
    const found = problems.filter(problem => problem.rule === 'is nested at most 100 levels deep');
    expect(found).toHaveLength(1);
    expect(found[0]?.field).toMatch(/^attributes\["k"\](\[(0|"")\]){100}$/);
  });
});

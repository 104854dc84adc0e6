import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonPieces, type Piece } from '../../src/recording/json-pieces.ts';
import { runs } from '../runs.ts';

/** The pieces of a text that comes in chunks, cut at these places. */
function piecesOf(text: string, cuts: readonly number[] = []): Piece[] {
  const bytes = Buffer.from(text);
  const scanner = new JsonPieces('f');
  const pieces: Piece[] = [];
  let from = 0;
  for (const cut of [...new Set([...cuts, bytes.length])].sort((a, b) => a - b)) {
    // A copy, as of a file that is read: what was a chunk before is not there any more.
    const chunk = Buffer.from(bytes.subarray(from, cut));
    pieces.push(...scanner.push(chunk));
    from = cut;
  }
  scanner.end();
  return pieces;
}

function textOf(piece: Piece): string {
  if (piece.type === 'end') return `end ${piece.opener}`;
  return `${piece.type === 'element' ? `${piece.key}[${piece.index}]` : piece.key} ${piece.bytes}`;
}

describe('JSON that is cut into pieces', () => {
  it('comes as members and as elements of the lists that are streamed', () => {
    const text = '{"a":1,"resourceSpans":[{"b":[]},2],"c":"}"}\n[[1],{"x":"]"}]\n{}';
    expect(piecesOf(text).map(textOf)).toStrictEqual([
      'a 1',
      'resourceSpans[0] {"b":[]}',
      'resourceSpans[1] 2',
      'c "}"',
      'end {',
      '[0] [1]',
      '[1] {"x":"]"}',
      'end [',
      'end {',
    ]);
  });

  it('knows the line and the column of each', () => {
    const places = piecesOf('{"data":[\n  {},\n  [1,\n2], "é", true]}\r\n').map(({ place }) => place);
    expect(places).toStrictEqual([
      { line: 2, column: 3 },
      { line: 3, column: 3 },
      { line: 4, column: 5 },
      { line: 4, column: 11 },
      { line: 1, column: 1 },
    ]);
  });

  it('is the same wherever the chunks end', () => {
    const value = fc.jsonValue();
    const list = fc.record({ data: fc.array(value), more: value });
    fc.assert(
      fc.property(
        fc.array(fc.oneof(list, fc.array(value)), { minLength: 1, maxLength: 3 }),
        fc.array(fc.nat(200)),
        fc.constantFrom(0, 2),
        (values, cuts, indent) => {
          const text = values.map(one => JSON.stringify(one, undefined, indent)).join('\n');
          const places = cuts.filter(cut => cut < Buffer.byteLength(text));
          expect(piecesOf(text, places)).toStrictEqual(piecesOf(text));
          const whole = piecesOf(text).flatMap(piece => (piece.type === 'element' ? [piece.bytes.toString()] : []));
          const elements = values.flatMap(one => (Array.isArray(one) ? one : one.data));
          expect(whole.map(one => JSON.parse(one))).toStrictEqual(elements.map(one => JSON.parse(JSON.stringify(one))));
        },
      ),
      { numRuns: runs(500) },
    );
  });

  it('is refused, or cut, wherever a text is damaged', () => {
    const text = '{"a":[1,{"b":"c\\"}"}],"data":[{"d":[]},"e"],"f":null}';
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom('', '"', '{', ']', ',', ':', '\\', '\n'), (at, put) => {
        const damaged = text.slice(0, at) + put + text.slice(at + 1);
        try {
          piecesOf(damaged);
        } catch (error) {
          expect(String(error)).toMatch(/MALFORMED_TRACE_FILE: f, line [12], column \d+: expected .+; .+\.$/s);
        }
      }),
      { numRuns: runs(500) },
    );
  });
});

import { describe, expect, it } from 'vitest';
import { decodeTracesProtobuf } from '../../src/otlp/decode-protobuf.ts';
import { ExportLag } from '../../src/store/export-lag.ts';
import { FIRST_MS, packed, packRequest, type SpanToPack, service } from './packed-requests.ts';

const START = FIRST_MS + 1_000_000;

type Note = (lag: ExportLag, spans: readonly SpanToPack[], name: string, nowMs: number) => void;

const NOTES: readonly [string, Note][] = [
  ['packed', (lag, spans, name, nowMs) => lag.notePacked(packed(packRequest(spans, service(name))), nowMs)],
  [
    'decoded',
    (lag, spans, name, nowMs) => lag.noteDecoded(decodeTracesProtobuf(packRequest(spans, service(name))).spans, nowMs),
  ],
];

describe.each(NOTES)('the export lag of %s spans', (_way, note) => {
  it('is the largest time from the end of a span to its arrival, by service', () => {
    const lag = new ExportLag(START);
    note(
      lag,
      [
        { id: 1, endMs: START + 50 },
        { id: 2, endMs: START + 10 },
        { id: 3, endMs: START + 90 },
      ],
      'a',
      START + 100,
    );
    note(lag, [{ id: 4, endMs: START + 195 }], 'b', START + 200);
    note(lag, [{ id: 5, endMs: START + 299 }], 'a', START + 300);
    // Milliseconds in columns are doubles.
    const rounded = Array.from(lag.byService, ([name, ms]) => [name, Math.round(ms)] as const);
    expect(new Map(rounded)).toStrictEqual(
      new Map([
        ['a', 90],
        ['b', 5],
      ]),
    );
    expect(lag.largest).toBeCloseTo(90, 2);
  });

  it('counts a span that ended at the very start', () => {
    const lag = new ExportLag(START);
    note(lag, [{ id: 1, endMs: START }], 'a', START + 7);
    expect(lag.largest).toBeCloseTo(7, 2);
  });

  it.each([0, START - 1, START + 500, 4_102_444_800_000])('says nothing of a span that ended at %d', endMs => {
    const lag = new ExportLag(START);
    note(lag, [{ id: 1, endMs }], 'a', START + 100);
    expect(lag.largest).toBe(0);
    expect(lag.byService.size).toBe(0);
  });
});

it('the largest export lag is known of 200,000 services', () => {
  const lag = new ExportLag(START);
  const [span] = decodeTracesProtobuf(packRequest([{ id: 1, endMs: START + 1 }])).spans;
  if (span === undefined) throw new Error('the span is missing');
  const spans = Array.from({ length: 200_000 }, (_, number) => ({
    ...span,
    resource: { ...span.resource, attributes: { 'service.name': `s${number}` } },
  }));
  lag.noteDecoded(spans, START + 3);
  expect(lag.byService.size).toBe(200_000);
  expect(lag.largest).toBe(2);
});

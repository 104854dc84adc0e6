import { describe, expect, it } from 'vitest';
import { decodeTracesProtobuf } from '../../src/otlp/decode-protobuf.ts';
import { ExportLags } from '../../src/store/export-lag.ts';
import { SenderClocks } from '../../src/store/sender-clock.ts';
import { SenderEvidence } from '../../src/store/sender-evidence.ts';
import { SentContexts } from '../../src/store/sent-contexts.ts';
import { FIRST_MS, packed, packRequest, type SpanToPack, service } from './packed-requests.ts';

const START = FIRST_MS + 100_000;

/** What a store knows of its senders; the steady clock shows milliseconds since START. */
class Senders {
  readonly lags: ExportLags;
  readonly clocks = new SenderClocks();
  readonly evidence: SenderEvidence;
  #nowMs = START;

  constructor(stoodStill: readonly [fromMs: number, toMs: number][] = []) {
    this.lags = new ExportLags(START, {
      within: (fromMs, toMs) =>
        stoodStill.reduce((sum, [from, to]) => sum + Math.max(0, Math.min(to, toMs) - Math.max(from, fromMs)), 0),
    });
    this.evidence = new SenderEvidence(this.clocks, this.lags, new SentContexts());
  }

  /** A request with these spans of a service arrives. */
  get export() {
    return {
      packed: (name: string, atMs: number, ...spans: readonly SpanToPack[]) => {
        this.#nowMs = atMs;
        this.evidence.notePacked(packed(packRequest(spans, service(name))), { wallMs: atMs, steadyMs: atMs - START });
      },
      decoded: (name: string, atMs: number, ...spans: readonly SpanToPack[]) => {
        this.#nowMs = atMs;
        const { spans: decoded } = decodeTracesProtobuf(packRequest(spans, service(name)));
        this.evidence.noteDecoded(decoded, { wallMs: atMs, steadyMs: atMs - START });
      },
    };
  }

  /** The lag of a service so long after its last export. */
  of(name: string, laterMs = 0): number {
    return Math.round(this.lags.of(name, this.#nowMs + laterMs - START));
  }
}

/** A span that ended so many milliseconds after START. */
const ended = (afterMs: number): SpanToPack => ({ id: afterMs + 1, startMs: START - 1, endMs: START + afterMs });

describe.each(['packed', 'decoded'] as const)('the export lag of %s spans', way => {
  it('of a single export is the time from the earliest end in it to its arrival', () => {
    const senders = new Senders();
    senders.export[way]('a', START + 100, ended(50), ended(10), ended(90));
    senders.export[way]('b', START + 200, ended(195));
    expect([senders.of('a'), senders.of('b'), senders.of('c')]).toEqual([90, 5, 0]);
  });

  it('is the second largest of the last 8', () => {
    const senders = new Senders();
    senders.export[way]('a', START + 5_000, ended(500));
    expect(senders.of('a')).toBe(4_500);
    senders.export[way]('a', START + 5_010, ended(5_000));
    expect(senders.of('a')).toBe(10);
    for (let n = 1; n <= 8; n++) senders.export[way]('a', START + 6_000 + 1_000 * n, ended(6_000 + 990 * n));
    expect(senders.of('a')).toBe(70);
  });

  it('looks no further back than 30 s', () => {
    const senders = new Senders();
    senders.export[way]('a', START + 2_000, ended(0));
    expect(senders.of('a', 30_000)).toBe(2_000);
    expect(senders.of('a', 30_001)).toBe(0);
  });

  it.each([START - 1, 4_102_444_800_000])('is 0 for a span that ended at %d', endMs => {
    const senders = new Senders();
    senders.export[way]('a', START + 100, { id: 1, startMs: START - 1, endMs });
    expect(senders.of('a')).toBe(0);
  });

  it('is less the time in which the process stood still', () => {
    const senders = new Senders([
      [-500, 1_000],
      [3_000, 4_900],
    ]);
    senders.export[way]('a', START + 5_000, ended(800));
    expect(senders.of('a')).toBe(2_100);
  });

  it('is corrected by the offset of a clock that is proven', () => {
    const senders = new Senders();
    const late = { id: 1, startMs: START + 20_000, endMs: START + 20_100 };
    // The clock is behind by 5 s, as a span shows that descends from a context.
    senders.export[way]('a', START + 25_102, late);
    expect(senders.of('a')).toBe(5_002);
    const { resource } = decodeTracesProtobuf(packRequest([late], service('a'))).spans[0] ?? {};
    if (resource === undefined) throw new Error('the span is missing');
    senders.clocks.of(resource).noteDescendant(START + 20_000, START + 24_999, () => expect.unreachable());
    expect(senders.of('a')).toBe(3);
  });

  it('is that of the other exports when one is taken back', () => {
    const senders = new Senders();
    senders.export[way]('a', START + 1_000, ended(990));
    senders.export[way]('a', START + 9_000, ended(1_000));
    senders.lags.retract();
    senders.lags.retract();
    expect(senders.of('a')).toBe(10);
  });

  it('is forgotten with all else', () => {
    const senders = new Senders();
    senders.export[way]('a', START + 9_000, ended(1_000));
    senders.lags.clear();
    expect(senders.of('a')).toBe(0);
  });
});

it('the export lag is known of 200,000 services', () => {
  const senders = new Senders();
  const [span] = decodeTracesProtobuf(packRequest([{ id: 1, startMs: START, endMs: START + 1 }])).spans;
  if (span === undefined) throw new Error('the span is missing');
  const spans = Array.from({ length: 200_000 }, (_, number) => ({
    ...span,
    resource: { ...span.resource, attributes: { 'service.name': `s${number}` } },
  }));
  senders.evidence.noteDecoded(spans, { wallMs: START + 3, steadyMs: 3 });
  expect([...senders.lags.services]).toHaveLength(200_000);
  expect([senders.lags.of('s0', 3), senders.lags.of('s199999', 3)].map(Math.round)).toEqual([2, 2]);
});

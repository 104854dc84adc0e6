import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { peersText } from '../../eval/pii/outside/peers/print-peers.ts';
import { runPeer, textOf } from '../../eval/pii/outside/peers/run-peer.ts';
import { outsideText } from '../../eval/pii/outside/print-outside.ts';
import { parseRow, type Row } from '../../eval/pii/row.ts';
import { isRight, score } from '../../eval/pii/score.ts';

const rows: readonly Row[] = [
  { key: 'customer.email', value: 'ada@example.com', label: 'pos', type: 'email', source: 'de', template: 'attribute' },
  { value: 'nothing is here', label: 'pos', type: 'email', source: 'fr', template: 'free text' },
  { value: 'bob@example.com', label: 'neg', type: 'ids', source: 'uuid v4' },
];

describe('a row of the outside corpus', () => {
  it('counts as found only with a kind that is right', () => {
    expect(isRight({ value: '', label: 'pos', type: 'phone' }, ['card'])).toBe(false);
    expect(isRight({ value: '', label: 'pos', type: 'phone' }, ['card', 'phone'])).toBe(true);
    expect(isRight({ value: '', label: 'pos', type: 'address' }, ['email'])).toBe(false);
    expect(isRight({ value: '', label: 'neg', type: 'ids' }, ['card'])).toBe(true);
  });

  it('is the same when it was written and read', () => {
    expect(rows.map(row => parseRow(JSON.stringify(row), 'here'))).toEqual(rows);
  });
});

describe('the table of the outside corpus', () => {
  it('names the sources and templates where rows were missed or flagged', () => {
    const text = outsideText(score('outside', rows));
    expect(text).toMatch(/email +1 of +2 +50\.00 %\n +wrong: fr 1 of 1\n +in: free text 1 of 1/);
    expect(text).toMatch(/ids +1 of +1 +100\.00 %\n +wrong: uuid v4 1 of 1/);
  });

  it('has a column for each peer', () => {
    const peer = { peer: 'secretlint', found: { 'pos email': 2, 'neg ids': 0 }, valuesPerSecond: 5 } as const;
    expect(peersText(score('outside', rows), [peer])).toMatch(
      /email +50\.00 % +100\.00 %\n.*\n +ids +100\.00 % +0\.00 %/,
    );
  });
});

describe('a peer', () => {
  it('is undefined where it is not installed', () => {
    expect(runPeer('secretlint', rows, tmpdir())).toBeUndefined();
    expect(runPeer('redact-pii', rows, tmpdir())).toBeUndefined();
  });

  it('receives the key before the value', () => {
    expect(rows.map(textOf)[0]).toBe('customer.email: ada@example.com');
    expect(rows.map(textOf)[1]).toBe('nothing is here');
  });
});

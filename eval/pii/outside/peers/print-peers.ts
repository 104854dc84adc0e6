import type { Score, TypeScore } from '../../score.ts';
import { type PeerScore, typeId } from './run-peer.ts';

/** A table: the families, and what we and each peer found in them. */
export function peersText({ name, positives, negatives, valuesPerSecond }: Score, peers: readonly PeerScore[]): string {
  const line = (title: string, cells: readonly string[]): string =>
    `    ${title.padEnd(24)}${cells.map(cell => cell.padStart(14)).join('')}`;
  const of =
    (label: 'pos' | 'neg') =>
    (one: TypeScore): string =>
      line(one.type, [
        percent(one.found / one.rows),
        ...peers.map(({ found }) => percent((found[typeId({ label, type: one.type })] ?? 0) / one.rows)),
      ]);
  return [
    '',
    `${name}, beside peers`,
    line('found', ['tracewright', ...peers.map(({ peer }) => peer)]),
    ...positives.map(of('pos')),
    line('flagged', []),
    ...negatives.map(of('neg')),
    line(
      'values/s',
      [valuesPerSecond, ...peers.map(one => one.valuesPerSecond)].map(number => number.toLocaleString('en-US')),
    ),
    '',
  ].join('\n');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

import { appendFileSync, writeFileSync } from 'node:fs';
import type { Row } from '../row.ts';
import { type Score, score } from '../score.ts';
import { generateOutside } from './generate-outside.ts';
import { HALVES } from './halves.ts';
import { peersText } from './peers/print-peers.ts';
import { PEERS, type Peer, type PeerScore, runPeer } from './peers/run-peer.ts';
import { outsideText } from './print-outside.ts';
import type { Half } from './source-types.ts';

/** Rows of each source by default: with these the open half has some 38,000 rows. */
const COUNT = 24;

export interface ScoreOutsideOptions {
  readonly seed: number;
  /** Those that are in this checkout, when none are named. */
  readonly halves?: readonly string[] | undefined;
  readonly peers?: readonly string[] | undefined;
  /** Where the peers are installed. */
  readonly peersFrom: string;
  /** Writes the rows as JSONL here. */
  readonly write?: string | undefined;
}

/** Scores the halves, prints their tables, and gives the figures back. */
export function scoreOutside({ seed, halves, peers = [], peersFrom, write }: ScoreOutsideOptions): Score[] {
  if (write !== undefined) writeFileSync(write, '');
  return (halves ?? Object.keys(HALVES)).map(half => {
    const rows = generateOutside({ seed, count: COUNT, half: oneOf('half', half, ['open', 'held'] satisfies Half[]) });
    if (write !== undefined) appendFileSync(write, rows.map(row => `${JSON.stringify(row)}\n`).join(''));
    const scored = score(`outside data, ${half} half`, rows);
    process.stdout.write(outsideText(scored));
    const scores = peers.map(peer => runIfInstalled(oneOf('peer', peer, PEERS), rows, peersFrom));
    const installed = scores.filter(one => one !== undefined);
    if (installed.length > 0) process.stdout.write(peersText(scored, installed));
    return scored;
  });
}

function runIfInstalled(peer: Peer, rows: readonly Row[], folder: string): PeerScore | undefined {
  const scored = runPeer(peer, rows, folder);
  if (scored === undefined) process.stdout.write(`\n${peer} is not installed in ${folder}: see eval/pii/peers.md\n`);
  return scored;
}

function oneOf<Name extends string>(option: string, given: string, names: readonly Name[]): Name {
  const found = names.find(name => name === given);
  if (found === undefined) throw new Error(`--${option} is "${given}"; it takes ${names.join(', ')}`);
  return found;
}

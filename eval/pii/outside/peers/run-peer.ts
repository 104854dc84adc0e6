import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Row } from '../../row.ts';
import { isRight } from '../../score.ts';

export const PEERS = ['redact-pii', 'secretlint', 'presidio'] as const;

export type Peer = (typeof PEERS)[number];

export interface PeerScore {
  readonly peer: Peer;
  /** Found, of the rows of a type; of negatives, flagged. */
  readonly found: Readonly<Record<string, number>>;
  readonly valuesPerSecond: number;
}

/** What the peer found in each row, as `findPii` tells it; undefined where it is not installed in the folder. */
export function runPeer(peer: Peer, rows: readonly Row[], folder: string): PeerScore | undefined {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(...commandOf(peer, folder), {
    cwd: folder,
    input: rows.map(row => JSON.stringify(textOf(row))).join('\n'),
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) {
    if (/ERR_MODULE_NOT_FOUND|ModuleNotFoundError|ENOENT/.test(stderr ?? 'ENOENT')) return undefined;
    throw new Error(`${peer} failed with status ${status}: ${stderr.slice(-2_000)}`);
  }
  const valuesPerSecond = Math.round(rows.length / ((performance.now() - started) / 1_000));
  const kinds: string[][] = stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
  const found: Record<string, number> = {};
  rows.forEach((row, index) => {
    const id = typeId(row);
    found[id] = (found[id] ?? 0) + (isRight(row, kinds[index] ?? []) ? 1 : 0);
  });
  return { peer, found, valuesPerSecond };
}

/** Peers know texts only: the key stands before the value, as in a log line. */
export function textOf({ key, value }: Row): string {
  return key === undefined ? value : `${key}: ${value}`;
}

export function typeId({ label, type }: Pick<Row, 'label' | 'type'>): string {
  return `${label} ${type}`;
}

function commandOf(peer: Peer, folder: string): [command: string, args: string[]] {
  const adapter = (file: string): string => join(import.meta.dirname, file);
  if (peer !== 'presidio')
    return [process.execPath, ['--input-type=module', '--eval', readFileSync(adapter(`${peer}.mjs`), 'utf8')]];
  const python = join(folder, 'bin', 'python');
  return [existsSync(python) ? python : 'python3', [adapter('presidio.py')]];
}

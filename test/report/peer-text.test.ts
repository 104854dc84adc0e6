import { expect, test } from 'vitest';
import type { Attributes } from '../../src/model/attributes.ts';
import { peerText } from '../../src/report/peer-text.ts';
import { buildTrace } from '../build-trace.ts';

test.each<[label: string, attributes: Attributes, text: string]>([
  [
    'stable names',
    { 'server.address': 'payments', 'server.port': 8083, 'url.path': '/charge' },
    'payments:8083 /charge',
  ],
  ['old names', { 'net.peer.name': 'payments', 'net.peer.port': 8083 }, 'payments:8083'],
  [
    'an URL, without its secrets',
    { 'url.full': 'https://user:pw@payments:8083/charge?sig=s3cr3t' },
    'payments:8083 /charge',
  ],
  ['a topic', { 'messaging.destination.name': 'orders', 'server.address': 'kafka' }, 'orders'],
  ['no URL', { 'url.full': 'not an url' }, ''],
  ['nothing', {}, ''],
])('says whom a span calls by %s', (_label, attributes, text) => {
  const [span] = buildTrace([{ attributes }]).spans;
  if (span === undefined) throw new Error('no span');
  expect(peerText(span)).toBe(text);
});

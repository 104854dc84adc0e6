// What is sent, how often relative to the rest, and which outcomes are right for it.
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { MAX_REQUEST_BYTES } from './limits.js';

const TAKEN = { http: [200], grpc: [0] };
const MALFORMED = { http: [400], grpc: [3] };
const TOO_LARGE = { http: [413], grpc: [8] };
const BOMB = gzipSync(Buffer.alloc(8 * MAX_REQUEST_BYTES));
const OVERSIZE = Buffer.alloc(MAX_REQUEST_BYTES + 1);

const half = bytes => bytes.subarray(0, Math.ceil(bytes.length / 2));
const compressed = bytes => gzipSync(bytes, { level: 1 });

/** `request` changes a good one; where it is absent the request is sent as it is. */
export const KINDS = [
  { name: 'good', weight: 8, right: TAKEN },
  { name: 'gzip', weight: 4, right: TAKEN, request: ({ body }) => ({ body: compressed(body), gzip: true }) },
  { name: 'sent twice', weight: 2, right: TAKEN, times: 2 },
  { name: 'one span without an id', weight: 1, right: TAKEN, rejected: true },
  { name: 'cut short', weight: 1, right: MALFORMED, request: ({ body }) => ({ body: half(body) }) },
  {
    name: 'random bytes',
    weight: 1,
    right: MALFORMED,
    request: () => ({ body: randomBytes(1_000) }),
  },
  {
    name: 'cut gzip',
    weight: 1,
    // gRPC has INTERNAL for what cannot be decompressed.
    right: { http: [400], grpc: [13] },
    request: ({ body }) => ({ body: half(compressed(body)), gzip: true }),
  },
  { name: 'gzip bomb', weight: 0.1, right: TOO_LARGE, request: () => ({ body: BOMB, gzip: true }) },
  { name: 'oversize', weight: 0.1, right: TOO_LARGE, request: () => ({ body: OVERSIZE }) },
  { name: 'wrong path', weight: 0.5, right: { http: [404], grpc: [12] }, request: () => ({ path: '/elsewhere' }) },
  {
    name: 'wrong type',
    weight: 0.5,
    right: { http: [415], grpc: ['HTTP 415'] },
    request: () => ({ type: 'text/plain' }),
  },
  { name: 'reset', weight: 1, right: { http: ['cut'], grpc: ['cut'] }, request: () => ({ cut: true }) },
];

const TOTAL = KINDS.reduce((sum, { weight }) => sum + weight, 0);

export function anyKind() {
  let left = Math.random() * TOTAL;
  return KINDS.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
}

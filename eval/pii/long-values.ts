import { findPii } from '../../src/pii/find-pii.ts';

/** How long the longest values take. */
export interface LongValueScore {
  readonly values: number;
  /** Milliseconds that the slowest value of 64 KiB takes, the best of some rounds. */
  readonly slowestMs: number;
  readonly slowest: string;
  /** How many times as long a value takes that is twice as long, at most; of those that take long enough to tell. */
  readonly perDoubling: number;
}

const SIZE = 65_536;
const ROUNDS = 5;
/** Shorter times are mostly noise. */
const TELLING_MS = 3;
const KEYS = [
  'app.body',
  'customer.phone',
  'card.number',
  'db.query.text',
  'http.request.header.authorization',
  'password',
];
/** What makes one detector or another look closer, over and over. */
const UNITS = [
  ...[
    'a',
    '4',
    '@',
    'a@',
    '+1',
    '=',
    'a=',
    'k=v&',
    'a:',
    '::',
    '%41',
    '%2541',
    '\\u0041',
    '"',
    "'",
    '[',
    '{',
    '<',
    '/',
  ],
  ...['ada@example.com, ', '4111 1111 1111 1112 ', '+1 212 555 0199 ', 'tel 030 12345678 ', 'ssn 123-45-6789 '],
  ...['DE89370400440532013000 ', 'GB00', '1.2.3.4 ', 'eyJhbGciOiJIUzI1NiJ9.', 'eyJ', '-----BEGIN PRIVATE KEY-----'],
  ...['Bearer ', 'Basic dXNlcjpwYXNz ', 'ghp_', 'sk-', 'adobe_token=0123456789abcdef0123456789abcdef '],
  ...[
    'https://u:p@h.example/?sig=x&',
    'http://',
    'password: hunter2, ',
    "email = 'a@b.example' AND ",
    'QUJD',
    '0123456789abcdef',
  ],
  ...[
    "INSERT INTO t (a,b) VALUES ('x','y');",
    '<a b="c">d</a>',
    'The quick brown fox jumps over the lazy dog. ',
    '********',
  ],
];

/** Values of 64 KiB and of 128 KiB, each made of one thing. */
export function scoreLongValues(): LongValueScore {
  let [slowestMs, slowest, perDoubling] = [0, '', 0];
  for (const unit of UNITS) {
    for (const key of KEYS) {
      const [single, double] = [bestMs(key, unit, SIZE), bestMs(key, unit, 2 * SIZE)];
      if (single > slowestMs) [slowestMs, slowest] = [single, `${JSON.stringify(unit)} under ${key}`];
      if (single >= TELLING_MS) perDoubling = Math.max(perDoubling, double / single);
    }
  }
  return { values: UNITS.length * KEYS.length, slowestMs, slowest, perDoubling };
}

function bestMs(key: string, unit: string, size: number): number {
  const value = unit.repeat(Math.ceil(size / unit.length)).slice(0, size);
  const times = Array.from({ length: ROUNDS }, () => {
    const started = performance.now();
    findPii({ key, value });
    return performance.now() - started;
  });
  return Math.min(...times);
}

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { TestTitles } from './test-titles.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What is asked of the receiver, by where it is asked: the specification's points, and the defects of its peers. */
const REQUIRED: readonly string[] = [
  ...numbered('grpc', 11),
  ...named('http', 'post content-type 405 415 404 400 encoding target host 413 throttle empty'),
  ...named('http', 'streamed deadline retryable status cors keepalive stopped start'),
  ...numbered('data', 6),
  ...numbered('env', 6),
  ...named('peer', 'other-trace body-limit 4-mib malformed gzip wrong-path charset two-receivers stopped'),
  ...named('peer', 'integer-diff empty-result secret jest-hooks stable-count gave-up kills-port'),
];

interface Row {
  readonly id: string;
  readonly cells: readonly string[];
}

const rows: readonly Row[] = readFileSync(`${ROOT}docs/receiver.md`, 'utf8')
  .split('\n')
  .map(line =>
    line
      .split('|')
      .slice(1, -1)
      .map(cell => cell.trim()),
  )
  .filter(([id]) => /^(grpc|http|data|env|peer)-/.test(id ?? ''))
  .map(([id, ...cells]) => ({ id: id as string, cells }));

const cited = rows.flatMap(({ id, cells }) =>
  Array.from((cells.at(-1) ?? '').matchAll(/(test\/[\w./-]+): "([^"]+)"/g), ([, file, name]) => ({
    id,
    file: file as string,
    name: name as string,
  })),
);

describe('the conformance table', () => {
  test('has one row for each point', () => {
    expect(rows.map(({ id }) => id)).toEqual(REQUIRED);
  });

  test('has rows that say what is asked, what is done, and which test shows it', () => {
    for (const { id, cells } of rows) {
      expect(cells, id).toEqual([
        expect.stringMatching(/\w/),
        expect.stringMatching(/\w/),
        expect.stringMatching(/: "/),
      ]);
      const [, , tests = ''] = cells;
      const names = cited.filter(each => each.id === id).map(({ file, name }) => `${file}: "${name}"`);
      expect(tests.split('<br>'), id).toEqual(names);
    }
  });

  test.each(cited)('$id names a test that is there: $name', ({ file, name }) => {
    expect(existsSync(ROOT + file), file).toBe(true);
    expect(new TestTitles(ROOT + file).has(name), `${file} has no test "${name}"`).toBe(true);
  });
});

describe('a name in it', () => {
  const hostile = new TestTitles(`${ROOT}test/receiver/hostile-clients.test.ts`);

  test.each([
    'refuses a gzip bomb, once, and serves the next',
    'over gRPC > refuses a gzip bomb, once, and serves the next',
    'over HTTP > takes a gzip of several members',
  ])('can be %s', name => {
    expect(hostile.has(name)).toBe(true);
  });

  test.each([
    ['a row that is not there', 'refuses a zip bomb that is none, once, and serves the next'],
    ['another describe', 'over both > takes a gzip of several members'],
    ['a part of a title', 'takes a gzip'],
    ['a describe', 'over HTTP'],
  ])('cannot be %s', (_, name) => {
    expect(hostile.has(name)).toBe(false);
  });
});

function numbered(part: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${part}-${index + 1}`);
}

function named(part: string, points: string): string[] {
  return points.split(' ').map(point => `${part}-${point}`);
}

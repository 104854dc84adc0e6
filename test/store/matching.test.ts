import { beforeAll, describe, expect, it, test } from 'vitest';
import type { Criteria } from '../../src/model/trace.ts';
import { compileCriteria } from '../../src/query/compile-criteria.ts';
import { matchingSpans } from '../../src/store/matching.ts';
import { addDecoded, addPacked, idOf, newStore, service } from './packed-requests.ts';

const NAMES = 70_000;

describe(`among spans of ${NAMES} names, more than are numbered`, () => {
  const { store, snapshots } = newStore();
  const found = (criteria: Criteria): string[] =>
    matchingSpans(store, snapshots, compileCriteria(criteria, 'find()')).map(({ name }) => name);

  beforeAll(() => {
    for (let from = 0; from < NAMES; from += 10_000) {
      const add = from === 60_000 ? addDecoded : addPacked;
      add(
        store,
        Array.from({ length: 10_000 }, (_, index) => ({
          trace: from + index + 1,
          id: 1,
          name: `name ${from + index}`,
        })),
        service(`s${from}`),
      );
    }
  });

  test.each([0, 1, 4_095, 4_096, 65_533, 65_534, 65_535, 65_536, 65_537, 69_999])(
    'the one with name %d is found',
    number => {
      expect(found(`name ${number}`)).toStrictEqual([`name ${number}`]);
      expect(found(new RegExp(`^name ${number}$`))).toStrictEqual([`name ${number}`]);
      expect(found({ name: `name ${number}`, service: `s${Math.floor(number / 10_000) * 10_000}` })).toHaveLength(1);
      expect(found({ name: `name ${number}`, service: 's' })).toStrictEqual([]);
      expect(found({ name: `name ${number}`, traceId: idOf(number + 1, 16).toString('hex') })).toHaveLength(1);
      expect(found({ name: `name ${number}`, traceId: idOf(number + 2, 16).toString('hex') })).toStrictEqual([]);
    },
  );

  it('a name that none has is not found', () => {
    expect(found('name 70000')).toStrictEqual([]);
    expect(found(/^other/)).toStrictEqual([]);
  });

  it('all are found by what they share, in the order of arrival', () => {
    expect(found(/^name /)).toStrictEqual(Array.from({ length: NAMES }, (_, number) => `name ${number}`));
  });
});

describe('among spans of names that are nearly the same', () => {
  it('each is found by its own', () => {
    const { store, snapshots } = newStore();
    const names = [
      '',
      ' ',
      'a',
      'A',
      'ä',
      'a\u0308',
      '\ufeff',
      '\ufeffa',
      'a\0',
      'aaaa',
      'aaaaa',
      'aaaab',
      '__proto__',
      'constructor',
      'x'.repeat(5_000),
    ];
    addPacked(
      store,
      names.map((name, index) => ({ id: index + 1, name })),
    );
    addDecoded(
      store,
      names.map((name, index) => ({ trace: 2, id: index + 1, name })),
    );
    for (const name of names) {
      const found = matchingSpans(store, snapshots, compileCriteria({ name }, 'find()'));
      expect(found.map(span => [span.name, Number.parseInt(span.traceId, 16)])).toStrictEqual([
        [name, 1],
        [name, 2],
      ]);
    }
  });

  it('each is found though the hashes of all names are equal', () => {
    const { store, snapshots } = newStore();
    const names = Array.from({ length: 3_000 }, (_, number) => `n${number}`);
    // The names of a batch share the slots of a cache many times over.
    for (let round = 0; round < 3; round++)
      addPacked(
        store,
        names.map((name, index) => ({ trace: round + 1, id: index + 1, name })),
      );
    for (const name of ['n0', 'n1023', 'n1024', 'n2999']) {
      expect(matchingSpans(store, snapshots, compileCriteria(name, 'find()'))).toHaveLength(3);
    }
  });
});

import { Random } from '../random.ts';

/** An attribute of the speed corpus. */
export interface UniquePair {
  readonly key: string;
  readonly value: string;
}

export const PAIRS = 80_000;
export const KEYS = 10_000;

const AREAS = ['orders', 'cart', 'billing', 'search', 'catalog', 'shipping', 'ledger', 'inventory', 'rating', 'media'];
const THINGS = [
  'status',
  'region',
  'batch',
  'window',
  'offer',
  'plan',
  'parcel',
  'ticket',
  'segment',
  'quota',
  'tier',
  'shard',
];
const WORDS = [
  ...THINGS,
  'retry',
  'pending',
  'accepted',
  'cached',
  'expired',
  'page',
  'merge',
  'upstream',
  'limit',
  'partial',
];

type Shape = (random: Random, index: number) => string;

/** What the values of a key look like, and how many keys in a hundred are like it: roughly as in traces of services. */
const SHAPES: readonly (readonly [ending: string, share: number, value: Shape])[] = [
  [
    'id',
    20,
    (random, index) => random.fill(random.pick([`{uuid}`, `{hex:24}`, `ord_${index}{low36:8}`, `${index}{dec:7}`])),
  ],
  ['state', 14, (random, index) => `${random.pick(WORDS)}-${random.pick(WORDS)}-${index}`],
  ['count', 6, (random, index) => `${index}.${random.digits(4)}`],
  [
    'url',
    12,
    (random, index) =>
      `https://${random.pick(AREAS)}.acme.cloud/v${random.int(1, 4)}/${random.pick(THINGS)}/${random.uuid()}?page=${index}&${random.pick(WORDS)}=${random.int(1, 999)}`,
  ],
  ['statement', 12, statement],
  ['body', 14, (random, index) => JSON.stringify(body(random, index, 0))],
  [
    'line',
    8,
    (random, index) =>
      `2025-03-1${random.int(0, 9)}T10:${random.int(10, 59)}:${random.int(10, 59)}.${random.digits(3)}Z INFO [${random.pick(AREAS)}-${random.int(1, 64)}] ${random.pick(WORDS)} ${random.pick(THINGS)} ${index} took=${random.int(1, 900)}ms bytes=${random.int(1, 99_999)}`,
  ],
  ['header', 5, (random, index) => `${random.chars('url', 22)}; max-age=${index}; v="${random.int(1, 99)}"`],
  ['stacktrace', 4, stackTrace],
  [
    'instance',
    3,
    (random, index) => `${random.pick(AREAS)}-${random.chars('hex', 10)}-${random.chars('low36', 5)}/${index}`,
  ],
  [
    'contact',
    2,
    (random, index) =>
      random.pick([
        `user${index}@mail-${random.int(1, 99)}.com`,
        `password=${random.chars('alnum', 14)}${index}`,
        `+49 151 ${random.digits(8)} (${index})`,
      ]),
  ],
];

/** Makes {@link PAIRS} pairs with {@link KEYS} distinct keys: no value comes twice, nor does a member of a JSON body. */
export function generateUniquePairs({ seed }: { readonly seed: number }): UniquePair[] {
  const random = new Random(`pairs ${seed}`);
  const shapes = SHAPES.flatMap(([ending, share, value]) => Array.from({ length: share }, () => ({ ending, value })));
  const keys = Array.from({ length: KEYS }, (_, index) => {
    const { ending, value } = random.pick(shapes);
    return {
      key: `${random.pick(AREAS)}.${random.pick(THINGS)}_${random.pick(WORDS)}_${seed}x${index}.${ending}`,
      value,
    };
  });
  return Array.from({ length: PAIRS }, (_, index) => {
    const { key, value } = keys[index % KEYS] ?? random.pick(keys);
    return { key, value: value(random, index) };
  });
}

function statement(random: Random, index: number): string {
  const column = () => `${random.pick(THINGS)}_${random.pick(WORDS)}`;
  return random.pick([
    `SELECT ${column()}, ${column()} FROM ${random.pick(AREAS)} WHERE ${column()} = $1 AND id > ${index} ORDER BY ${column()} LIMIT ${random.int(1, 500)}`,
    `UPDATE ${random.pick(AREAS)}_${random.pick(THINGS)} SET ${column()} = ?, ${column()} = '${random.pick(WORDS)}' WHERE id = ${index}`,
    `INSERT INTO ${random.pick(AREAS)} (id, ${column()}, ${column()}) VALUES (${index}, '${random.uuid()}', ${random.int(1, 9999)})`,
  ]);
}

/** A body with members that no other body has. */
function body(random: Random, index: number, depth: number): object {
  const member = (): string => `${random.pick(THINGS)}${random.pick(AREAS)}${random.chars('low36', 4)}`;
  return {
    [member()]: index,
    [member()]: random.uuid(),
    [member()]: random.pick(WORDS),
    [member()]: random.int(1, 1e6) / 100,
    [member()]: depth < 2 ? body(random, index, depth + 1) : [random.pick(WORDS), random.digits(5)],
  };
}

function stackTrace(random: Random, index: number): string {
  const frames = Array.from(
    { length: random.int(4, 12) },
    () =>
      `\tat com.acme.${random.pick(AREAS)}.${random.pick(WORDS)}.run(${random.pick(THINGS)}.java:${random.int(10, 900)})`,
  );
  return `java.lang.IllegalStateException: ${random.pick(WORDS)} ${index}\n${frames.join('\n')}`;
}

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { generateCorpus } from '../../../eval/pii/generate-corpus.ts';
import type { Row } from '../../../eval/pii/row.ts';
import { generateSecrets } from '../../../eval/pii/secret-samples.ts';
import type { PiiDetector } from '../../../src/pii/detector.ts';
import { DETECTORS } from '../../../src/pii/detectors.ts';
import { gated, isOpen } from '../../../src/pii/gates/detector-gates.ts';
import { factsOfKey, factsOfText, joinedKeyFacts, NAMED } from '../../../src/pii/gates/telling-words.ts';
import { keyWords } from '../../../src/pii/key-words.ts';
import { scanText } from '../../../src/pii/scan/scan-text.ts';

/** The same detectors without their gates: those go by the names. */
const UNGATED: readonly PiiDetector[] = DETECTORS.map(detector => ({ ...detector, name: `${detector.name} ungated` }));

const HEADER = Buffer.from('{"alg":"HS256"}').toString('base64url');

/** The least that each detector finds: where a gate is too narrow, it is for these. */
const LEAST: readonly (readonly [detector: string, key: string | undefined, value: string])[] = [
  ['private-key', undefined, '-----BEGIN PRIVATE KEY-----MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj'],
  ['private-key', undefined, 'AGE-SECRET-KEY-1QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L'],
  ['private-key', undefined, '{"kty":"OKP", "d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}'],
  ['private-key', undefined, 'Private-Lines: 1\nAAAAgQCmVY3hd0rGk6Yw0hsMwYzFTPz2vFJZVNe'],
  ['vendor-token', undefined, 'ghp_1B4a9ZkQ7mXc2Vn8Lw5Rt3Yp6Hs0Jd4Fg1Kb'],
  ['vendor-token', 'app.trelloToken', '0b1c2d3e4f5a69788796a5b4c3d2e1f0'],
  ['vendor-token', undefined, 'TRELLO_KEY=0b1c2d3e4f5a69788796a5b4c3d2e1f0'],
  ['jwt', undefined, `${HEADER}.x8Kd92mZpQ7rT4vW`],
  ['signed-url', 'url.query', 'sig=Zm9vYmFyMTIz'],
  ['authorization', 'authorization', 'Zx91Qk27'],
  ['authorization', undefined, 'got bearer Zx91Qk27Lm45Tp83'],
  ['authorization', undefined, 'APIKEY Zx91Qk27Lm45Tp83Ab'],
  ['url-userinfo', undefined, 'redis://:hunter2@cache'],
  ['url-userinfo', undefined, 'app:hunter2@tcp(db:3306)/shop'],
  ['cookie', 'cookie', 'sid=Zx91Qk'],
  ['cookie', undefined, 'Cookie: sid=Zx91Qk'],
  ['command-line', undefined, '--password=hunter2'],
  ['command-line', undefined, 'mysql -phunter2'],
  ['password-by-key', 'pwd', 'hunter2'],
  ['password-by-key', 'dbPass', 'hunter2'],
  ['password-by-key', 'API_KEY', 'Zx91Qk27Lm45'],
  ['stated-secret', undefined, "SET PASSWORD = 'hunter2'"],
  ['stated-secret', 'db.statement', 'AUTH hunter2'],
  ['login-parameter', undefined, 'code=Zx91Qk27Lm45Tp83Ab6Rw'],
  ['login-parameter', undefined, '/reset/Zx91Qk27Lm45Tp83Ab6Rw'],
  ['sensitive-attribute', 'enduser.id', 'u17'],
  ['sensitive-attribute', 'http.request.header.x_real_ip', '203.0.113.7'],
  ['email', undefined, 'a@b.example'],
  ['email', undefined, 'a%40b.example'],
  ['iban', undefined, 'NO9386011117947'],
  ['iban', undefined, 'to no93 8601 1117 947'],
  ['payment-card', 'cc', '4222222222222'],
  ['payment-card', 'card', '676770123450'],
  ['national-id', 'ssn', '123-45-6789'],
  ['national-id', undefined, 'SSN 123-45-6789'],
  ['national-id', undefined, "Duplicate entry '123-45-6789' for key 'userSsn'"],
  ['national-id', undefined, 'RSSMRA85T10A562S'],
  ['phone', 'tel', '0171 2345678'],
  ['phone', undefined, 'Tel 0171 2345678'],
  ['phone', undefined, '+49 151 12345678'],
  ['birth-date', 'dob', '1/1/90'],
  ['birth-date', undefined, 'born 1/1/90'],
  ['geo-location', 'lat', '5.123'],
  ['geo-location', 'user.position', '52.520, 13.404'],
  ['person-name', 'surname', 'Ng'],
  ['person-name', 'customer_name', 'Ng'],
  ['gen-ai-content', 'ai.prompt', 'y'],
  ['gen-ai-content', 'gen_ai.user.message', 'y'],
  ['card-code', 'cvv', '123'],
  ['card-code', undefined, 'CVV 123'],
  ['national-id', undefined, '123.456.789-09'],
  ['national-id', undefined, '11010519491231002X'],
  ['national-id', undefined, 'HEGG560427MVZRRL04'],
  ['national-id', undefined, '756.9217.0769.85'],
  ['national-id', undefined, '11.222.333/0001-81'],
  ['postal-address', 'shipping_address', '17 Baker Street, London'],
  ['postal-address', 'customer.plz', '10115'],
  ['ip-address', undefined, '203.0.113.7'],
  ['ip-address', undefined, '2001:db8::7'],
];

const ROWS: readonly Pick<Row, 'key' | 'value'>[] = [
  ...LEAST.map(([, key, value]) => ({ value, ...(key === undefined ? {} : { key }) })),
  ...generateCorpus({ seed: 7, count: 3 }),
  ...generateSecrets({ seed: 7, count: 1 }),
];

function found(row: Pick<Row, 'key' | 'value'>, detectors: readonly PiiDetector[]): unknown[] {
  return scanText(row.value, row.key === undefined ? [] : [row.key], detectors).map(
    ({ detector, value, steps, keys }) => ({
      name: detector.name.replace(' ungated', ''),
      value,
      steps,
      keys,
    }),
  );
}

test.each(LEAST)('%s finds something under %s in %s', (name, key, value) => {
  const row = { value, ...(key === undefined ? {} : { key }) };
  const own = DETECTORS.filter(detector => detector.name === name);
  expect(found(row, own)).toHaveLength(1);
});

test('each detector has its least value above', () => {
  expect(new Set(LEAST.map(([name]) => name))).toEqual(new Set(DETECTORS.map(({ name }) => name)));
});

test('the gates hide nothing in the rows of the scoreboard', () => {
  for (const row of ROWS) expect(found(row, DETECTORS)).toEqual(found(row, UNGATED));
});

test("the gates hide nothing in rows that are put together, under each other's keys and in each other", () => {
  const row = fc.constantFrom(...ROWS);
  const value = fc.oneof(
    fc.tuple(row, row).map(([a, b]) => ({ key: b.key ?? 'value', value: a.value })),
    fc
      .tuple(row, row)
      .map(([a, b]) => ({ value: JSON.stringify({ [a.key ?? 'a']: { [b.key ?? 'b']: b.value }, c: [a.value] }) })),
    fc.tuple(row, row).map(([a, b]) => ({ value: `${a.value} ${b.key ?? ''}=${b.value}`.toUpperCase() })),
    fc
      .tuple(row, fc.string({ maxLength: 3 }))
      .map(([a, text]) => ({ key: `${text}${a.key}`, value: text + a.value + text })),
  );
  fc.assert(
    fc.property(value, one => {
      expect(found(one, DETECTORS)).toEqual(found(one, UNGATED));
    }),
    { numRuns: 2_000 },
  );
});

test('a gate keeps a detector from most texts that hold nothing', () => {
  const innocent = { key: 'order.batch_window', value: 'retry of order 17 was accepted upstream' };
  const facts = factsOfText(innocent.value);
  const keyFacts = joinedKeyFacts(factsOfKey(innocent.key));
  const open = gated(DETECTORS).filter(
    ({ gate }) => gate === undefined || isOpen(gate, innocent.value.length, facts, keyFacts),
  );
  expect(open.map(({ detector }) => detector.name)).toEqual(['ip-address']);
});

test('a word of a key is found however the key is written', () => {
  const words = ['customer', 'phone', 'id', 'x', '2', 'ssn', 'Total', 'GPS', 'état', 'v1', 'birthday', 'api', 'token'];
  const key = fc
    .array(fc.tuple(fc.constantFrom(...words), fc.constantFrom('.', '_', '-', '', '$', ' ')), {
      minLength: 1,
      maxLength: 6,
    })
    .map(parts =>
      parts
        .map(([word, separator]) => (separator === '' ? word[0]?.toUpperCase() + word.slice(1) : word) + separator)
        .join(''),
    );
  fc.assert(
    fc.property(key, one => {
      const [split, facts] = [keyWords(one), factsOfKey(one)];
      if (split.includes('phone')) expect(facts & NAMED.phone).not.toBe(0);
      if (split.includes('ssn')) expect(facts & NAMED.nationalId).not.toBe(0);
      if (split.includes('birthday')) expect(facts & NAMED.birth).not.toBe(0);
      if (split.includes('gps')) expect(facts & NAMED.place).not.toBe(0);
      if (split.includes('token')) expect(facts & NAMED.telling).not.toBe(0);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ['hotel', NAMED.phone],
  ['microphone_gain', NAMED.phone],
  ['company', NAMED.nationalId],
  ['rating', NAMED.nationalId],
  ['escapes', NAMED.secret],
])('%s holds letters of a telling word, which are no word of it', (key, fact) => {
  expect(factsOfKey(key) & fact).toBe(0);
});

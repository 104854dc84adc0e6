import { expect, test } from 'vitest';
import { generateCorpus } from '../../eval/pii/generate-corpus.ts';
import { parseRow } from '../../eval/pii/row.ts';
import { score } from '../../eval/pii/score.ts';
import { generateSecrets } from '../../eval/pii/secret-samples.ts';

const share = ({ found, rows }: { readonly found: number; readonly rows: number }): number => found / rows;

test('of generated persons so many are found as was asked for, and of ids none', () => {
  const { positives, negatives } = score('persons', generateCorpus({ seed: 20_261, count: 30 }));
  const found = Object.fromEntries(positives.map(one => [one.type, share(one)]));
  const goals = {
    email: 0.99,
    iban: 0.99,
    card: 0.95,
    'phone-e164': 0.95,
    'phone-national': 0.8,
    ssn: 0.95,
    'national-id': 0.95,
    'signed-url': 1,
    'sensitive-attribute': 1,
  };
  expect(Object.keys(found).sort()).toEqual(Object.keys(goals).sort());
  for (const [type, goal] of Object.entries(goals)) expect(found[type], type).toBeGreaterThanOrEqual(goal);
  expect(negatives.filter(one => share(one) > 0.0001)).toEqual([]);
  expect(negatives.length).toBeGreaterThan(12);
});

test('of the tokens of more than 60 vendors nine tenths are found, and of their redacted twins none', () => {
  const rows = generateSecrets({ seed: 20_261, count: 1 });
  expect(new Set(rows.map(({ template }) => template)).size).toBeGreaterThan(60);
  const { recall, falsePositiveRate } = score('secrets', rows);
  expect(recall).toBeGreaterThanOrEqual(0.9);
  expect(falsePositiveRate).toBe(0);
});

test('the score counts what is found under another kind as missed, and what is flagged of a negative', () => {
  const rows = [
    { key: 'a', value: 'ada@example.com', label: 'pos', type: 'card' },
    { key: 'a', value: 'ada@example.com', label: 'pos', type: 'email', template: 'plain' },
    { key: 'a', value: 'nothing', label: 'pos', type: 'email', template: 'plain' },
    { key: 'a', value: 'bob@example.com', label: 'neg', type: 'none' },
  ] as const;
  expect(score('by hand', rows)).toMatchObject({
    positives: [
      { type: 'card', rows: 1, found: 0 },
      { type: 'email', rows: 2, found: 1, wrong: ['plain 1 of 2'] },
    ],
    negatives: [{ type: 'none', rows: 1, found: 1 }],
    precision: 0.5,
    recall: 1 / 3,
    falsePositiveRate: 1,
    flaggedBy: { email: 1 },
  });
});

test.each([
  [
    '{"value":"a@b.example","key":"k","label":"pos","type":"email"}',
    { value: 'a@b.example', key: 'k', label: 'pos', type: 'email' },
  ],
  ['{"text":42}', { value: '42', label: 'neg', type: 'none' }],
])('a line of a corpus: %s', (line, row) => {
  expect(parseRow(line, 'x.jsonl, line 1')).toEqual(row);
});

test.each([
  ['no JSON', 'x.jsonl, line 3 is no JSON'],
  ['{"key":"a"}', 'has neither a value nor a text'],
  ['{"value":"a","label":"maybe"}', 'label is "maybe"'],
])('a line that is none says where: %s', (line, says) => {
  expect(() => parseRow(line, 'x.jsonl, line 3')).toThrow(says);
});

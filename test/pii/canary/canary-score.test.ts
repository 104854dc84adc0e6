import { expect, test } from 'vitest';
import { HOPELESS_FORMS } from '../../../eval/pii/canary-forms.ts';
import { scoreCanaries } from '../../../eval/pii/canary-score.ts';
import { canary } from '../../../src/pii/canary/canary.ts';
import { CanarySearch } from '../../../src/pii/canary/canary-search.ts';
import { contentsOf } from '../../../src/pii/canary/contents.ts';

test('every form of every value is found in every place, and nothing in 100,000 texts of others', () => {
  const { total, found, missed, forms, places, checks, falseHits } = scoreCanaries({ seed: 20_261_123 });
  expect(missed).toEqual([]);
  expect(found).toBe(total);
  expect({ forms, places, checks }).toEqual({ forms: 282, places: 29, checks: 100_000 });
  expect(falseHits).toBe(0);
});

test('other persons are found as well', () => {
  for (let seed = 0; seed < 12; seed++)
    expect(scoreCanaries({ seed, checks: 0, isSpread: true }).missed, `seed ${seed}`).toEqual([]);
});

test.each(HOPELESS_FORMS)('$name cannot be found, as the documentation says', ({ write }) => {
  const values = contentsOf(canary.person({ seed: 1 }))?.values ?? [];
  const search = new CanarySearch(values, []);
  expect(values.flatMap(({ value }) => search.find(write(value) ?? ''))).toEqual([]);
});

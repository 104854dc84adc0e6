import { describe, expect, it } from 'vitest';
import { ibanOf, isLuhn, withCheck } from '../../eval/pii/outside/check-digits.ts';
import { generateOutside } from '../../eval/pii/outside/generate-outside.ts';
import { HALVES } from '../../eval/pii/outside/halves.ts';
import { nationalIdSource } from '../../eval/pii/outside/national-id.ts';
import { Random } from '../../eval/pii/outside/random.ts';
import type { HalfSources } from '../../eval/pii/outside/source-types.ts';
import { generateUniquePairs, KEYS, PAIRS } from '../../eval/pii/outside/speed/unique-pairs.ts';

const halves = Object.entries(HALVES);
const nationalIds = halves.flatMap(([, half]) => half.nationalIds);

/** Family and name of all that a half is made of. */
function namesOf({ sources, nationalIds, templates, positives, negatives }: HalfSources): string[] {
  return [
    ...[...sources, ...nationalIds.map(nationalIdSource), ...positives, ...negatives].map(
      ({ type, name }) => `${type}: ${name}`,
    ),
    ...templates.map(({ name }) => `template: ${name}`),
  ];
}

describe.each(halves)('the %s half of the outside corpus', (name, half) => {
  const generate = (seed: number) => generateOutside({ seed, count: 2, half: name as 'open' | 'held' });

  it('is the same for the same seed, and another for another', () => {
    expect(generate(7)).toEqual(generate(7));
    expect(generate(8)).not.toEqual(generate(7));
  });

  it('names nothing twice', () => {
    const names = namesOf(half);
    expect(names.filter((one, index) => names.indexOf(one) !== index)).toEqual([]);
  });

  it('has rows of every source, with the source and no key that is empty', () => {
    const rows = generate(1);
    const made = new Set(rows.map(({ type, source }) => `${type}: ${source}`));
    expect(namesOf({ ...half, templates: [] }).filter(one => !made.has(one))).toEqual([]);
    expect(rows.filter(({ key, value }) => key === '' || value === '')).toEqual([]);
  });

  it('leaves no mark of a pattern in a value', () => {
    const marks =
      /\{(?:dec|hex|HEX|lower|upper|low36|up36|b32|b64|url|alnum|crock|bech):|\{uuid\}|\{crc62\}|\{jwt\}|undefined/;
    expect(generate(1).filter(({ value }) => marks.test(value))).toEqual([]);
  });

  it('holds far more that is innocent than not', () => {
    const rows = generate(1);
    expect(rows.filter(({ label }) => label === 'neg').length).toBeGreaterThan(rows.length / 2);
  });
});

describe('the halves', () => {
  it('share no source, template or form', () => {
    const names = halves.flatMap(([, half]) => namesOf(half));
    expect(names.filter((one, index) => names.indexOf(one) !== index)).toEqual([]);
  });

  it('have the same families', () => {
    const families = halves.map(([, half]) => [...new Set(namesOf(half).map(name => name.split(': ')[0]))].sort());
    expect(families).toEqual(halves.map(() => families[0]));
  });
});

describe('national ids', () => {
  it.each(nationalIds.map(id => [`${id.country} ${id.name}`, id] as const))(
    '%s passes its check, and fits its formats',
    (_, id) => {
      const made = Array.from({ length: 50 }, (_, index) => withCheck(new Random(index), id));
      expect(made.filter(one => !id.isValid(one))).toEqual([]);
      const places = (id.formats ?? []).map(format => format.split('#').length - 1);
      expect(places.filter(number => made.every(one => one.length !== number))).toEqual([]);
    },
  );

  // Examples of public descriptions.
  it.each([
    ['BSN', '111222333'],
    ['CPF', '52998224725'],
    ['CNPJ', '11222333000181'],
    ['DNI', '12345678Z'],
    ['NIE', 'X1234567L'],
    ['PESEL', '44051401359'],
    ['SIN', '046454286'],
    ['HETU', '131052-308T'],
    ['TFN', '123456782'],
    ['RUT', '123456785'],
    ['HKID', 'A1234563'],
    ['PPS', '1234567FA'],
    ['AHV', '7569217076985'],
    ['OIB', '94577403194'],
    ['AMKA', '01013099997'],
    ['NIR', '295109912611193'],
    ['isikukood', '36805280109'],
  ])('the example of %s passes', (name, example) => {
    expect(nationalIds.find(id => id.name === name)?.isValid(example)).toBe(true);
  });
});

describe('check digits', () => {
  it('an IBAN has those of the registry', () => {
    expect(ibanOf('DE', '370400440532013000')).toBe('DE89370400440532013000');
    expect(ibanOf('GB', 'WEST12345698765432')).toBe('GB82WEST12345698765432');
  });

  it('a card passes Luhn', () => {
    expect(isLuhn('4111111111111111')).toBe(true);
    expect(isLuhn('4111111111111112')).toBe(false);
  });
});

describe('the speed corpus', () => {
  it('has 80,000 pairs with 10,000 keys, none twice, nor a value', () => {
    const pairs = generateUniquePairs({ seed: 3 });
    expect(pairs).toHaveLength(PAIRS);
    expect(new Set(pairs.map(({ key }) => key)).size).toBe(KEYS);
    expect(new Set(pairs.map(({ value }) => value)).size).toBe(PAIRS);
  });

  it('has other keys and values for another seed', () => {
    const keys = new Set(generateUniquePairs({ seed: 3 }).map(({ key }) => key));
    expect(generateUniquePairs({ seed: 4 }).filter(({ key }) => keys.has(key))).toEqual([]);
  });
});

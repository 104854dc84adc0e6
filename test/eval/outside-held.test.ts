import { expect, it } from 'vitest';
import { HELD } from '../../eval/pii/outside/held/sources.ts';

// Examples of public descriptions.
it.each([
  ['GB NHS', '9434765919'],
  ['IN Aadhaar', '234123412346'],
  ['IT codice fiscale', 'RCCMNL83S18D969H'],
  ['SE personnummer', '8112189876'],
  ['DK CPR', '2110625629'],
  ['BG EGN', '7523169263'],
  ['CZ rodné číslo', '7103192745'],
  ['HU adóazonosító jel', '8071592153'],
  ['AT SVNR', '1237010180'],
  ['BE rijksregisternummer', '85073003328'],
  ['PT NIF', '501964843'],
  ['AR CUIL', '20267565393'],
  ['SG NRIC', 'S0000001I'],
  ['TW national ID', 'A123456789'],
  ['JP My Number', '123456789018'],
  ['NZ IRD', '49091850'],
  ['LT asmens kodas', '33309240064'],
  ['RU INN', '500100732259'],
  ['RU SNILS', '11223344595'],
  ['TR TC kimlik', '17291716060'],
  ['IL teudat zehut', '039337423'],
  ['CN resident ID', '11010519491231002X'],
  ['EC cédula', '1714307103'],
  ['UY CI', '12345672'],
  ['SI EMŠO', '0101006500006'],
  ['DO cédula', '00113918205'],
])('the example of %s passes', (name, example) => {
  const id = HELD.nationalIds.find(one => `${one.country} ${one.name}` === name);
  expect(id?.isValid(example)).toBe(true);
});

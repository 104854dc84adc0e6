import { fictionalPhone } from './fictional-phone.ts';
import { SeededSource } from './seeded-source.ts';

/** The values of a synthetic person. */
export interface PersonValues {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly card: string;
  readonly iban: string;
  readonly password: string;
  readonly token: string;
}

const DIGITS = '0123456789';
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const BASE62 = `${DIGITS}${LOWER}${LOWER.toUpperCase()}`;
/** Beginnings that hardly any name or word has. */
const RARE = ['zv', 'xy', 'qo', 'vyx', 'wuz', 'jyf', 'zuq', 'kwi', 'xev', 'vlu', 'gwy', 'yzo'];
const CONSONANTS = 'bdfgklmnprstvwxz';
const VOWELS = 'aeiouy';
/** Of Visa's range, a part that only tests use. */
const CARD_ISSUER = '400000';

/** The person of a seed: each value valid for validators, and unlike anything that exists. */
export function personValues(seed: string): PersonValues {
  // Each of its own source: a field that is added changes no other.
  const of = (field: string): SeededSource => new SeededSource(`${seed}\0${field}`);
  return {
    name: nameOf(of('name')),
    email: emailOf(of('email')),
    phone: fictionalPhone(of('phone')),
    card: cardOf(of('card')),
    iban: ibanOf(of('iban')),
    password: passwordOf(of('password')),
    token: of('token').text(40, BASE62),
  };
}

function nameOf(source: SeededSource): string {
  return `${capital(rareWord(source))} ${capital(rareWord(source))}`;
}

/** example.com is reserved: mail to it goes nowhere (RFC 2606, section 3). */
function emailOf(source: SeededSource): string {
  const local = `${rareWord(source)}.${rareWord(source)}${source.text(2, DIGITS)}`;
  return `${local}@${rareWord(source)}${source.text(3, DIGITS)}.example.com`;
}

function cardOf(source: SeededSource): string {
  const digits = `${CARD_ISSUER}${source.text(9, DIGITS)}`;
  return `${digits}${luhnDigit(digits)}`;
}

/** The digit that makes the sum right (ISO/IEC 7812-1, annex B). */
function luhnDigit(digits: string): number {
  const sum = [...digits].reverse().reduce((all, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return all + (value > 9 ? value - 9 : value);
  }, 0);
  return (10 - (sum % 10)) % 10;
}

/** German: eight digits of a bank and ten of an account, in a region of banks that is not given out. */
function ibanOf(source: SeededSource): string {
  const account = `9${source.text(17, DIGITS)}`;
  // ISO 13616: D and E are 13 and 14, and the check digits make the whole 1 modulo 97.
  const check = 98n - (BigInt(`${account}131400`) % 97n);
  return `DE${String(check).padStart(2, '0')}${account}`;
}

/** Every class of character that a rule may ask for, and some that each encoding has to escape. */
function passwordOf(source: SeededSource): string {
  return `${capital(rareWord(source))}&${source.text(4, DIGITS)}%${rareWord(source)}!/${source.text(2, DIGITS)}`;
}

/** Ten letters or more, of syllables that nobody uses: short words of two persons would be the same too often. */
function rareWord(source: SeededSource): string {
  let word = source.pick(RARE);
  while (word.length < 10) word += source.text(1, VOWELS) + source.text(1, CONSONANTS);
  return word;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

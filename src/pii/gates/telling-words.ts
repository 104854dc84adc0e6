import { BIRTH_WORDS } from '../detectors/birth-date.ts';
import { PLACE_WORDS } from '../detectors/geo-location.ts';
import { NAME_WORDS } from '../detectors/person-name.ts';
import { PHONE_WORDS } from '../detectors/phone.ts';
import { SENSITIVE_KEYS } from '../detectors/sensitive-attribute.ts';
import { NATIONAL_ID_FORMS } from '../national-ids/national-id-forms.ts';
import { SECRET_KEY_ENDINGS, SECRET_KEY_WORDS } from '../secret-keys.ts';
import { SHORTEST_NAME, TELLING_WORDS } from '../vendor-tokens/match-named.ts';
import { VENDOR_TOKENS } from '../vendor-tokens/vendor-tokens.ts';
import { keyWord, keyFacts as readKey } from './key-facts.ts';
import { FIRST_WORD_FACT, textFacts as readText } from './text-facts.ts';
import { type TellingWord, type WordIndex, wordIndex } from './word-index.ts';

/** What words in a text say that it could hold. */
export const SAYS = {
  privateKey: 1 << FIRST_WORD_FACT,
  vendor: 1 << (FIRST_WORD_FACT + 1),
  jwt: 1 << (FIRST_WORD_FACT + 2),
  scheme: 1 << (FIRST_WORD_FACT + 3),
  cookie: 1 << (FIRST_WORD_FACT + 4),
  nationalId: 1 << (FIRST_WORD_FACT + 5),
  phone: 1 << (FIRST_WORD_FACT + 6),
  birth: 1 << (FIRST_WORD_FACT + 7),
  password: 1 << (FIRST_WORD_FACT + 8),
} as const;

/** What a key's words say that it names. */
export const NAMED = {
  secret: 1 << 0,
  authorization: 1 << 1,
  cookie: 1 << 2,
  nationalId: 1 << 3,
  phone: 1 << 4,
  birth: 1 << 5,
  place: 1 << 6,
  name: 1 << 7,
  vendor: 1 << 8,
  telling: 1 << 9,
  /** Both a vendor and a word like token. */
  vendorSecret: 1 << 10,
  sensitive: 1 << 11,
} as const;

/** What may stand between the words of a name, in a text. */
const BETWEEN = ['', ' ', '_', '-', '.'];

let textWords: WordIndex | undefined;
let keyIndex: WordIndex | undefined;

/** What a text has that detectors go by. */
export function factsOfText(text: string): number {
  textWords ??= wordIndex(wordsOfTexts());
  return readText(text, textWords);
}

/** What a key says of its value: a text, or a piece of one. */
export function factsOfKey(text: string, start = 0, end: number = text.length): number {
  keyIndex ??= wordIndex(wordsOfKeys());
  return readKey(text, start, end, keyIndex);
}

/** What all keys above a value say together. */
export function joinedKeyFacts(facts: number): number {
  const both = NAMED.vendor | NAMED.telling;
  return (facts & both) === both ? facts | NAMED.vendorSecret : facts;
}

function wordsOfTexts(): TellingWord[] {
  const exact = (words: readonly string[], fact: number): TellingWord[] =>
    words.map(word => ({ word, fact, exact: true }));
  const any = (words: readonly string[], fact: number): TellingWord[] => words.map(word => ({ word, fact }));
  return [
    ...exact(['PRIVATE KEY', 'AGE-SECRET-KEY-1', 'Private-Lines:', '"kty"'], SAYS.privateKey),
    ...VENDOR_TOKENS.flatMap(token =>
      token.type === 'prefixed'
        ? exact(token.prefixes, SAYS.vendor)
        : any(
            token.keywords.flatMap(spelled).filter(word => word.length >= SHORTEST_NAME),
            SAYS.vendor,
          ),
    ),
    ...exact(['eyJ', 'eyA', 'ewo'], SAYS.jwt),
    ...any(
      'earer |asic |igest |api-key |apikey |oken |hmac|ssws|egotiate|ntlm|awk |sso-key|genie|oauth|bot '.split('|'),
      SAYS.scheme,
    ),
    ...any(['cookie'], SAYS.cookie),
    ...any(['identified', 'password'], SAYS.password),
    ...NATIONAL_ID_FORMS.flatMap(({ words }) => words.flatMap(spelled)).map(word => ({
      word,
      fact: SAYS.nationalId,
      alone: true,
    })),
    // The key that a database's error names may have any of these words in it.
    ...any([' for key', ' for column'], SAYS.nationalId),
    ...any('phone|tel|mobile|msisdn|fax|whatsapp|handy|rufnummer'.split('|'), SAYS.phone),
    ...any('birth|dob|born|gebor|geburt'.split('|'), SAYS.birth),
  ];
}

function spelled(name: string): string[] {
  return name.includes(' ') ? BETWEEN.map(between => name.replaceAll(' ', between)) : [name];
}

function wordsOfKeys(): TellingWord[] {
  const alone = (words: Iterable<string>, fact: number): TellingWord[] =>
    [...words].map(word => ({ word: keyWord(word), fact, alone: true }));
  const anywhere = (words: Iterable<string>, fact: number): TellingWord[] =>
    [...words].map(word => ({ word: keyWord(word), fact }));
  return [
    ...alone(SENSITIVE_KEYS, NAMED.sensitive),
    ...alone(SECRET_KEY_WORDS, NAMED.secret),
    ...anywhere(SECRET_KEY_ENDINGS, NAMED.secret),
    ...anywhere(['authorization'], NAMED.authorization),
    ...anywhere(['cookie'], NAMED.cookie),
    ...alone(
      NATIONAL_ID_FORMS.flatMap(({ words }) => words),
      NAMED.nationalId,
    ),
    ...alone(PHONE_WORDS, NAMED.phone),
    ...alone(BIRTH_WORDS, NAMED.birth),
    ...alone(PLACE_WORDS, NAMED.place),
    ...alone(NAME_WORDS, NAMED.name),
    ...alone(TELLING_WORDS, NAMED.telling),
    ...alone(
      VENDOR_TOKENS.flatMap(token => (token.type === 'named' ? token.keywords : [])),
      NAMED.vendor,
    ),
  ];
}

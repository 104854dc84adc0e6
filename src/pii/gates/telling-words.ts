import { ADDRESS_NAMES } from '../address-key.ts';
import { BIRTH_WORDS } from '../detectors/birth-date.ts';
import { CARD_CODE_NAMES } from '../detectors/card-code.ts';
import { GEN_AI_WORDS } from '../detectors/gen-ai-content.ts';
import { PLACE_WORDS } from '../detectors/geo-location.ts';
import { NATIONAL_ID_NAMES } from '../detectors/national-id.ts';
import { NAME_WORDS } from '../detectors/person-name.ts';
import { SENSITIVE_KEYS } from '../detectors/sensitive-attribute.ts';
import { PHONE_WORDS } from '../phone-key.ts';
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
  statement: 1 << (FIRST_WORD_FACT + 8),
  cardCode: 1 << (FIRST_WORD_FACT + 9),
  login: 1 << (FIRST_WORD_FACT + 10),
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
  cardCode: 1 << 12,
  address: 1 << 13,
  genAi: 1 << 14,
} as const;

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

const words = (text: string): readonly string[] => text.split('|');

function wordsOfTexts(): TellingWord[] {
  const exact = (list: readonly string[], fact: number): TellingWord[] =>
    list.map(word => ({ word, fact, exact: true }));
  const any = (list: readonly string[], fact: number): TellingWord[] => list.map(word => ({ word, fact }));
  return [
    ...exact(words('PRIVATE KEY|AGE-SECRET-KEY-1|Private-Lines:|"kty"'), SAYS.privateKey),
    ...VENDOR_TOKENS.flatMap(token =>
      token.type === 'prefixed'
        ? exact(token.prefixes, SAYS.vendor)
        : any(token.keywords.filter(isLongName), SAYS.vendor),
    ),
    ...exact(['eyJ', 'eyA', 'ewo'], SAYS.jwt),
    ...any(
      words('earer |asic |igest |api-key|apikey|oken |hmac|ssws|egotiate|ntlm|awk |sso-key|genie|oauth|bot '),
      SAYS.scheme,
    ),
    ...any(['cookie'], SAYS.cookie),
    ...any(words('auth|passw|requirepass|setuser|sasl|identified|crypt(|rabbitmqctl'), SAYS.statement),
    ...any(words('code=|state=|nonce=|token=|code_verifier=|token_hint=|oauth_|assertion=|saml'), SAYS.login),
    ...any(words('relay|ticket=|otp=|magic|invit|reset|verif|confirm|signature=|x-amz-|x-goog-|awsaccess'), SAYS.login),
    ...any(words('forgot|recover|login|one-time|otl|passwordless|activat|unsubscribe|password'), SAYS.login),
    ...[...NATIONAL_ID_NAMES.names].map(word => ({ word, fact: SAYS.nationalId, at: 'start' as const })),
    // The key that a database's error names may have any of these words in it.
    ...any(words(' for key| for column'), SAYS.nationalId | SAYS.phone),
    ...any(words('phone|tel|mobil|movil|celular|msisdn|fax|whatsapp|handy|rufnummer|gsm|cep|tlf|puhelin'), SAYS.phone),
    ...any(words('call|dial|ring|text|reach|contact|number'), SAYS.phone),
    ...any(words('birth|dob|born|gebor|geburt'), SAYS.birth),
    ...any(words('cvv|cvc|security code'), SAYS.cardCode),
  ];
}

function isLongName(name: string): boolean {
  return name.replaceAll(' ', '').length >= SHORTEST_NAME;
}

function wordsOfKeys(): TellingWord[] {
  const whole = (list: Iterable<string>, fact: number): TellingWord[] => listed(list, { fact, at: 'whole' });
  // Other words and endings may follow: `ssnnumber`.
  const begun = (list: Iterable<string>, fact: number): TellingWord[] => listed(list, { fact, at: 'start' });
  const anywhere = (list: Iterable<string>, fact: number): TellingWord[] => listed(list, { fact });
  return [
    ...whole(SENSITIVE_KEYS, NAMED.sensitive),
    ...whole(SECRET_KEY_WORDS, NAMED.secret),
    ...anywhere(SECRET_KEY_ENDINGS, NAMED.secret),
    ...anywhere(['authorization'], NAMED.authorization),
    ...anywhere(['cookie'], NAMED.cookie),
    ...begun(NATIONAL_ID_NAMES.names, NAMED.nationalId),
    ...whole(PHONE_WORDS, NAMED.phone),
    ...whole(words('contact|callback|caller|callee'), NAMED.phone),
    ...begun(CARD_CODE_NAMES.names, NAMED.cardCode),
    ...begun(ADDRESS_NAMES.names, NAMED.address),
    ...whole(BIRTH_WORDS, NAMED.birth),
    ...whole(PLACE_WORDS, NAMED.place),
    ...whole(NAME_WORDS, NAMED.name),
    ...whole(GEN_AI_WORDS, NAMED.genAi),
    ...whole(TELLING_WORDS, NAMED.telling),
    ...VENDOR_TOKENS.flatMap(token => (token.type === 'named' ? whole(token.keywords, NAMED.vendor) : [])),
  ];
}

/** Words of other alphabets are not listed: a key that has any could name anything. */
function listed(list: Iterable<string>, word: Omit<TellingWord, 'word'>): TellingWord[] {
  return [...list].filter(one => /^[ -~]+$/.test(one)).map(one => ({ ...word, word: keyWord(one) }));
}

import type { DetectContext } from './detector.ts';
import { keyWords } from './key-words.ts';
import { NameIndex } from './name-index.ts';

/** What a key says of its value: a card's number; something of a card or a payment; nothing. */
export type CardKey = 'telling' | 'weak' | 'none';

const NAMES = new NameIndex<CardKey>([
  ...'card, cards, card pan, pan, primary account, cc, ccn, ccnum, credit card, debit card, payment card, bank card, prepaid card, visa, mastercard, amex, maestro, kredit karte, kredit karten, karte, karten, tarjeta, numero tarjeta, numero de tarjeta, carte, carte bancaire, numero carte, carta credito, carta di credito, numero carta, cartao, cartao credito, numero cartao, numero do cartao, kort nummer, kaart nummer, karta, numer karty, kreditni karta'
    .split(', ')
    .map((name): readonly [string, CardKey] => [name, 'telling']),
  ['credit', 'weak'],
  ['debit', 'weak'],
]);
const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));
/** Of a card, and yet another number. */
const OTHER = words(
  'id ids uuid guid token tokens ref reference hash fingerprint count counter total amount balance limit sum order transaction index version size length batch queue partition offset seq sequence customer user account',
);
const TIME = words('at time timestamp ts date created updated ms ns us seconds millis nanos duration epoch latency');

export function cardKey({ key, words: all }: DetectContext): CardKey {
  if (key === undefined) return 'none';
  const named = NAMES.inWords(all);
  if (named.length === 0) return 'none';
  // What stands before the last dot is of something else: `customer.card`.
  const own = keyWords(key.slice(key.lastIndexOf('.') + 1));
  if (own.some(word => TIME.has(word))) return 'none';
  return named.includes('telling') && !own.some(word => OTHER.has(word)) ? 'telling' : 'weak';
}

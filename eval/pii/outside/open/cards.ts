import { type CardNetwork, cardCodeSource } from '../cards.ts';

/** Networks of the open half. */
export const CARDS: readonly CardNetwork[] = [
  { network: 'Visa', prefixes: ['4'], lengths: [16], isWorldwide: true },
  { network: 'Mastercard (51 to 55)', prefixes: ['51', '52', '53', '54', '55'], lengths: [16], isWorldwide: true },
  { network: 'American Express', prefixes: ['34', '37'], lengths: [15], isWorldwide: true },
  { network: 'Diners Club', prefixes: ['300', '305', '36', '38'], lengths: [14] },
  { network: 'UnionPay', prefixes: ['6221', '6228', '6217'], lengths: [16, 19] },
  { network: 'Maestro', prefixes: ['5018', '5020', '5038', '6304', '6761'], lengths: [12, 13, 16, 18, 19] },
  { network: 'Mir', prefixes: ['2200', '2202', '2204'], lengths: [16] },
  { network: 'Dankort', prefixes: ['5019'], lengths: [16] },
  { network: 'Troy', prefixes: ['9792'], lengths: [16] },
  { network: 'Hipercard', prefixes: ['606282', '384100'], lengths: [16, 19] },
  { network: 'Switch', prefixes: ['4903', '4911', '4936', '6333'], lengths: [16, 18, 19] },
];

export const CARD_CODES = [
  cardCodeSource('CVV', ['card cvv', 'payment cvv2', 'cvv'], [3, 4]),
  cardCodeSource('PIN', ['card pin', 'user pin code'], [4]),
];

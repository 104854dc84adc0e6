import { type CardNetwork, cardCodeSource } from '../cards.ts';

/** Networks of the held half. */
export const CARDS: readonly CardNetwork[] = [
  {
    network: 'Mastercard (2221 to 2720)',
    prefixes: ['2221', '2300', '2550', '2719'],
    lengths: [16],
    isWorldwide: true,
  },
  { network: 'Discover', prefixes: ['6011', '644', '65'], lengths: [16], isWorldwide: true },
  { network: 'JCB', prefixes: ['3528', '3566', '3589'], lengths: [16], isWorldwide: true },
  { network: 'Visa (13 digits)', prefixes: ['4'], lengths: [13] },
  { network: 'RuPay', prefixes: ['60', '6521', '81', '82', '508'], lengths: [16] },
  { network: 'Elo', prefixes: ['438935', '504175', '5067', '636368', '6516'], lengths: [16] },
  { network: 'Verve', prefixes: ['506099', '5061', '650002'], lengths: [16, 18, 19] },
  { network: 'Laser', prefixes: ['6304', '6706', '6771', '6709'], lengths: [16, 19] },
  { network: 'Solo', prefixes: ['6334', '6767'], lengths: [16, 18, 19] },
  { network: 'UATP', prefixes: ['1'], lengths: [15] },
  { network: 'JCB (15 digits)', prefixes: ['2131', '1800'], lengths: [15] },
  { network: 'Uzcard and Humo', prefixes: ['8600', '9860'], lengths: [16] },
];

export const CARD_CODES = [
  cardCodeSource('CVC', ['card cvc', 'cvc2', 'card security code'], [3]),
  cardCodeSource('CVN and CID', ['payment cvn', 'card verification value'], [3, 4]),
  cardCodeSource('new PIN', ['new pin', 'atm pin'], [4, 6]),
];

import type { PhoneFormats } from '../phones.ts';

/** Phone numbers as people of these countries write them. */
export const PHONES: readonly PhoneFormats[] = [
  {
    country: 'DE',
    international: ['+49 151 ########', '+49 (0)30 ########'],
    national: ['0151 ########', '0171/#######', '089 ########', '(0221) #######'],
  },
  {
    country: 'FR',
    international: ['+33 6 1# ## ## ##', '+3361#######'],
    national: ['06 1# ## ## ##', '01.4#.##.##.##', '061#######'],
  },
  {
    country: 'GB',
    international: ['+44 7400 ######', '+44 (0)20 7### ####'],
    national: ['07400 ######', '020 7### ####', '0161 496 ####'],
  },
  {
    country: 'US',
    international: ['+1 212 NN# ####', '+1-415-NN#-####'],
    national: ['(212) NN#-####', '415.NN#.####', '415-NN#-####'],
  },
  {
    country: 'IN',
    international: ['+91 98### #####', '+9198########'],
    national: ['098### #####', '98########', '022 2### ####'],
  },
  {
    country: 'BR',
    international: ['+55 11 9#### ####', '+55 (21) 9####-####'],
    national: ['(11) 9####-####', '11 9#### ####', '(21) 3###-####'],
  },
  {
    country: 'JP',
    international: ['+81 90 3### ####', '+81-3-5###-####'],
    national: ['090-3###-####', '03-5###-####', '(03) 5### ####'],
  },
  {
    country: 'NL',
    international: ['+31 6 1# ## ## ##', '+31 (0)20 6## ####'],
    national: ['06-1#######', '06 1# ## ## ##', '020 6## ####'],
  },
  { country: 'PL', international: ['+48 60# ### ###'], national: ['60# ### ###', '60#-###-###', '22 6## ## ##'] },
  { country: 'SE', international: ['+46 70 ### ## ##'], national: ['070-### ## ##', '070#######', '08-5## ### ##'] },
  { country: 'CH', international: ['+41 79 ### ## ##'], national: ['079 ### ## ##', '044 2## ## ##'] },
  {
    country: 'AU',
    international: ['+61 41# ### ###', '+61 2 9### ####'],
    national: ['041# ### ###', '(02) 9### ####'],
  },
  { country: 'ZA', international: ['+27 82 ### ####'], national: ['082 ### ####', '011 4## ####'] },
  { country: 'KR', international: ['+82 10-N###-####'], national: ['010-N###-####', '02-7##-####'] },
  { country: 'TR', international: ['+90 532 ### ## ##'], national: ['0532 ### ## ##', '(0532) ### ####'] },
  { country: 'MX', international: ['+52 55 5### ####'], national: ['55 5### ####', '(55) 5###-####'] },
  { country: 'CZ', international: ['+420 776 ### ###'], national: ['776 ### ###', '602 ### ###', '224 ### ###'] },
  { country: 'GR', international: ['+30 694 ### ####'], national: ['694 ### ####', '210 3## ####'] },
];

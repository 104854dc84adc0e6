import type { IbanFormat } from '../ibans.ts';

export const IBANS: readonly IbanFormat[] = [
  ['DE', '{dec:18}'],
  ['FR', '{dec:10}{up36:11}{dec:2}'],
  ['GB', '{upper:4}{dec:14}'],
  ['NL', '{ABNA|INGB|RABO}{dec:10}'],
  ['PL', '{dec:24}'],
  ['SE', '{dec:20}'],
  ['NO', '{dec:11}'],
  ['BR', '{dec:23}{C|P}1'],
  ['SA', '{dec:2}{dec:18}'],
  ['TR', '{dec:5}0{dec:16}'],
  ['MT', '{upper:4}{dec:5}{up36:18}'],
  ['EE', '{dec:16}'],
  ['KZ', '{dec:3}{up36:13}'],
  ['LI', '{dec:5}{up36:12}'],
];

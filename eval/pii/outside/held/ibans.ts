import type { IbanFormat } from '../ibans.ts';

export const IBANS: readonly IbanFormat[] = [
  ['AT', '{dec:16}'],
  ['BE', '{dec:12}'],
  ['CH', '{dec:17}'],
  ['ES', '{dec:20}'],
  ['IT', '{upper:1}{dec:10}{up36:12}'],
  ['PT', '{dec:21}'],
  ['DK', '{dec:14}'],
  ['FI', '{dec:14}'],
  ['IE', '{upper:4}{dec:14}'],
  ['AE', '{dec:19}'],
  ['QA', '{upper:4}{up36:21}'],
  ['UA', '{dec:6}{dec:19}'],
  ['RO', '{upper:4}{up36:16}'],
  ['GE', '{upper:2}{dec:16}'],
];

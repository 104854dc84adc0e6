import type { SeededSource } from './seeded-source.ts';

/** Numbers that regulators keep free for fiction, so that no one is ever called: what they begin with, and digits after it. */
const FRANCE = ['33639 98', '33199 00', '33261 91', '33353 01', '33465 71', '33536 49'];
const AREAS_OF_THE_US = [
  ...['201', '202', '205', '206', '207', '208', '209', '210', '212', '213', '214', '215', '216', '217', '218', '219'],
  ...['301', '302', '303', '304', '305', '307', '308', '309', '310', '312', '313', '314', '315', '316', '317', '318'],
  ...['401', '402', '404', '405', '406', '407', '408', '409', '410', '412', '413', '414', '415', '417', '419', '501'],
  ...['502', '503', '504', '505', '507', '508', '509', '510', '512', '513', '515', '516', '517', '518', '601', '602'],
];

/**
 * A valid phone number in E.164 that nobody has. There are some 67,000 of them: few, for a canary.
 *
 * @see https://en.wikipedia.org/wiki/Fictitious_telephone_number
 */
export function fictionalPhone(source: SeededSource): string {
  // By how many there are of each.
  if (source.below(67) < 60) return `+${source.pick(FRANCE).replace(' ', '')}${source.text(4, '0123456789')}`;
  return `+1${source.pick(AREAS_OF_THE_US)}55501${source.text(2, '0123456789')}`;
}

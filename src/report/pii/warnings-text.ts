import type { Finding } from '../../pii/verdict.ts';
import { piiPlaceText } from '../pii-place-text.ts';
import { kindName } from '../pii-text.ts';
import { plain } from '../quote.ts';
import { atMost, count } from '../rows.ts';

const MOST = 10;

/** One warning in a line: its kind, and where it is. No value is in it. */
export function warningLine({ kind, service, path }: Finding): string {
  const where = [...(service === undefined ? [] : [plain(service, 60)]), plain(piiPlaceText(path), 160)].join(', ');
  return `  ${plain(kindName(kind), 40)} in ${where}`;
}

/** The warnings of an assertion that passes: findings of kinds that are not errors. */
export function warningsText(lines: readonly string[]): string {
  return [
    `toBeFreeOfPii passed with ${count(lines.length, 'warning')}:`,
    ...atMost(lines, MOST, 'warning'),
    'Fix: remove the values, or set the level of its kind in the policy: error to fail, off to ignore it.',
  ].join('\n');
}

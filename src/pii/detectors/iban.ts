import type * as Ibantools from 'ibantools';
import { loadLibrary } from '../../load-library.ts';
import type { Detection, PiiDetector } from '../detector.ts';

const NONE: readonly Detection[] = [];
/** ISO 13616: two letters, two check digits, and at least eleven more. */
const CANDIDATE = /(?<![A-Za-z\d])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z\d]{2,4}){3,8}/g;
const MIN_LENGTH = 15;

let ibantools: typeof Ibantools | undefined;

/** Bank accounts, grouped or not, in either case, by the length of their country and their check digits. */
export const IBAN: PiiDetector = {
  name: 'iban',
  kind: 'iban',
  confidence: 'high',
  detect(text) {
    if (text.length < MIN_LENGTH) return NONE;
    const found: Detection[] = [];
    CANDIDATE.lastIndex = 0;
    for (let match = CANDIDATE.exec(text); match !== null; match = CANDIDATE.exec(text)) {
      const end = endOf(text, match.index);
      if (end === undefined) {
        // Another may begin within what did not fit.
        CANDIDATE.lastIndex = match.index + 4;
        continue;
      }
      found.push({ start: match.index, end, form: text.slice(match.index, match.index + 2).toUpperCase() });
      CANDIDATE.lastIndex = end;
    }
    return found.length === 0 ? NONE : found;
  },
};

/** Where the account that begins at `start` ends; undefined where none does. */
function endOf(text: string, start: number): number | undefined {
  ibantools ??= loadLibrary<typeof Ibantools>('ibantools');
  const length = ibantools.countrySpecs[text.slice(start, start + 2).toUpperCase()]?.chars;
  if (length === null || length === undefined) return undefined;
  let digits = '';
  let at = start;
  while (digits.length < length && at < text.length) {
    const char = text[at] ?? '';
    if (/[A-Za-z\d]/.test(char)) digits += char;
    else if (!/[ -]/.test(char) || !/[A-Za-z\d]/.test(text[at - 1] ?? '')) return undefined;
    at++;
  }
  if (digits.length < length || /[A-Za-z\d]/.test(text[at] ?? '')) return undefined;
  return isAccount(digits) ? at : undefined;
}

/** In one case throughout. Banks' own check digits within it are not asked for: those of made-up accounts are wrong. */
function isAccount(digits: string): boolean {
  if (digits !== digits.toUpperCase() && digits !== digits.toLowerCase()) return false;
  const errors = ibantools?.validateIBAN(digits.toUpperCase()).errorCodes ?? [];
  return errors.every(code => code === ibantools?.ValidationErrorsIBAN.WrongAccountBankBranchChecksum);
}

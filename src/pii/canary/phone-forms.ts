import type * as Phone from 'libphonenumber-js/min';
import { loadLibrary } from '../../load-library.ts';

/** How else an E.164 number is written: as it is dialled within its country, and from abroad. */
export function phoneForms(phone: string): (readonly [plain: string, part: string])[] {
  const { parsePhoneNumberFromString } = loadLibrary<typeof Phone>('libphonenumber-js/min');
  const parsed = parsePhoneNumberFromString(phone);
  const national = parsed?.nationalNumber;
  if (parsed === undefined || national === undefined) return [];
  const dialled = parsed.formatNational().replace(/\D/g, '');
  return [
    [`00${parsed.countryCallingCode}${national}`, 'with 00'],
    [`011${parsed.countryCallingCode}${national}`, 'with 011'],
    [dialled, 'national form'],
    [national, 'national form'],
  ];
}

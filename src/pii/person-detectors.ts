import type { PiiDetector } from './detector.ts';
import { BIRTH_DATE } from './detectors/birth-date.ts';
import { CARD_CODE } from './detectors/card-code.ts';
import { EMAIL } from './detectors/email.ts';
import { GEO_LOCATION } from './detectors/geo-location.ts';
import { IBAN } from './detectors/iban.ts';
import { IP_ADDRESS } from './detectors/ip-address.ts';
import { NATIONAL_ID } from './detectors/national-id.ts';
import { PAYMENT_CARD } from './detectors/payment-card.ts';
import { PERSON_NAME } from './detectors/person-name.ts';
import { PHONE } from './detectors/phone.ts';
import { POSTAL_ADDRESS } from './detectors/postal-address.ts';

/** The detectors of persons' data, those first that say most. */
export const PERSON_DETECTORS: readonly PiiDetector[] = [
  EMAIL,
  IBAN,
  PAYMENT_CARD,
  CARD_CODE,
  NATIONAL_ID,
  PHONE,
  BIRTH_DATE,
  GEO_LOCATION,
  POSTAL_ADDRESS,
  PERSON_NAME,
  IP_ADDRESS,
];

import type { DetectContext } from './detector.ts';
import { keyWords } from './key-words.ts';

/** What a key says of its value: a phone's number, whatever it looks like; one if it is valid; nothing. */
export type PhoneKey = 'telling' | 'weak' | 'none';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const TELLING = words(
  'phone phones phonenumber phoneno phonenum phonenr telephone tel telephonenumber telno telnr mobilephone mobilenumber mobileno mobilno mobilnr cellphone cellnumber homephone workphone contactnumber contactno msisdn fax faxnumber faxno whatsapp handynummer handynr telefon telefonnummer telefonnr telefono teléfono telefone telefoon telefoonnummer téléphone rufnummer mobiltelefon mobilnummer movil móvil celular numerotelefono numtel gsm gsmnummer tlf puhelin puhelinnumero telefonszam telefonszám telepon nohp ponsel sdt telefonu cellulare τηλέφωνο τηλεφωνο телефон тел 电话 电话号码 手机 手机号 手机号码 電話 電話番号 携帯 携帯電話 전화 전화번호 휴대폰 핸드폰',
);
/** Also said of apps and sizes of screens, of tables, and of messages. */
const WEAK = words('mobile mobil cell cellular handy sms portable');
/** Words of a key that names a phone number. */
export const PHONE_WORDS: ReadonlySet<string> = new Set([...TELLING, ...WEAK]);
/** Of a key that speaks of phones, and of something else of them than their numbers. */
const OTHER = words(
  'id ids uuid count total version model os app type status code length size duration time ms seconds timeout limit screen width height timestamp at enabled verified carrier brand batch queue topic attempt attempts retries quota hash prefix balance amount credits session port',
);

/** `app.phone`, `phone.number`, `{ phone: { number } }`; not `phone.id`. */
export function phoneKey({ key, words: all }: DetectContext): PhoneKey {
  if (key === undefined) return 'none';
  const at = all.findIndex((word, index) => PHONE_WORDS.has(word) || isContactNumber(all, index));
  if (at < 0) return 'none';
  const own = keyWords(key);
  if (own.slice(at < own.length ? at : 0).some(word => OTHER.has(word))) return 'none';
  const isNumber = /^(?:n(?:umber|ummer|umero|úmero|um|o|r))$/.test(all[at + 1] ?? '');
  return isNumber || all.some(word => TELLING.has(word)) ? 'telling' : 'weak';
}

/** `contact_no` and `callback number`. */
function isContactNumber(all: readonly string[], at: number): boolean {
  return /^(?:contact|callback|caller|callee)$/.test(all[at] ?? '') && /^(?:number|no|nr|num)$/.test(all[at + 1] ?? '');
}

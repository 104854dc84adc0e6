import { isLuhn } from '../luhn.ts';
import { checkedBy, crossSum, isDay, isMod1110, isVerhoeff, range, to10, to11, weighted } from './check-digits.ts';
import { digits, type NationalIdForm, named, TAX_NUMBER, written } from './national-id-form.ts';

const SOCIAL_SECURITY = 'sozialversicherung, sozialversicherungs nummer, sv nummer, svnr, svn, versicherungs nummer';

export const WESTERN_EUROPEAN_IDS: readonly NationalIdForm[] = [
  {
    form: 'GB NINO',
    pattern: /(?<![\w-])[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D](?![\w-])/gi,
    check: number => !/^(?:BG|GB|KN|NK|NT|TN|ZZ)/.test(number),
    names: named('nino, national insurance, ni number, ni no'),
  },
  {
    form: 'GB NHS',
    pattern: digits(10),
    check: checkedBy(range(10, 2), to11),
    names: named('nhs, national health service, health service number'),
  },
  {
    form: 'GB UTR',
    pattern: digits(10),
    check: number => '21987654321'[weighted(number.slice(1), [6, 7, 8, 9, 10, 5, 4, 3, 2]) % 11] === number[0],
    names: named('utr, unique taxpayer, unique tax payer', TAX_NUMBER),
  },
  {
    form: 'IE PPS',
    pattern: written(String.raw`\d{7}~[A-W][A-IWTX]?`),
    check: number => {
      const second = Math.max(0, 'WABCDEFGHI'.indexOf(number[8] ?? 'W'));
      return 'WABCDEFGHIJKLMNOPQRSTUV'[(weighted(number, range(8, 2)) + 9 * second) % 23] === number[7];
    },
    names: named('pps, ppsn, personal public service', TAX_NUMBER),
  },
  {
    form: 'FR NIR',
    pattern: written(String.raw`[1278]~\d{2}~(?:0[1-9]|1[0-2]|[2-9]\d)~(?:\d{2}|2[AB])~\d{3}~\d{3}~\d{2}`),
    check: number => {
      const all = number.replace('2A', '19').replace('2B', '18');
      return 97 - Number(BigInt(all.slice(0, 13)) % 97n) === Number(all.slice(13));
    },
    names: named(
      'nir, insee, secu, numero secu, securite sociale, numero securite sociale, numero de securite sociale',
    ),
  },
  {
    form: 'FR SPI',
    pattern: written(String.raw`[0-3]\d~\d{2}~\d{3}~\d{3}~\d{3}`),
    check: number => Number(number.slice(0, 10)) % 511 === Number(number.slice(10)),
    names: named('spi, numero fiscal, reference fiscale', TAX_NUMBER),
  },
  {
    form: 'ES DNI',
    pattern: written(String.raw`[XYZKLM]?~\d{1,2}\.?\d{3}\.?\d{2,3}~[A-HJ-NP-TV-Z]`),
    check: number => {
      const body = number.slice(0, -1).replace(/^[XYZ]/, first => String('XYZ'.indexOf(first)));
      const place = body.replace(/^[KLM]/, '0');
      return place.length >= 7 && place.length <= 8 && 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(place) % 23] === number.at(-1);
    },
    names: named('dni, nie, nif, documento, documento identidad, documento nacional', TAX_NUMBER),
  },
  {
    form: 'ES NUSS',
    pattern: written(String.raw`\d{2}~\/?\d{7,8}~\/?\d{2}`),
    check: number => {
      const serial = number.slice(2, -2).replace(/^0/, '');
      return Number(BigInt(number.slice(0, 2) + serial) % 97n) === Number(number.slice(-2));
    },
    names: named('nuss, naf, seguridad social, numero seguridad social'),
  },
  {
    form: 'PT NIF',
    pattern: digits(9),
    check: number => /^[1-35689]/.test(number) && checkedBy(range(9, 2), sum => to11(sum) % 10)(number),
    names: named('nif, contribuinte, numero contribuinte, numero de contribuinte', TAX_NUMBER),
  },
  {
    form: 'PT cartão de cidadão',
    pattern: written(String.raw`\d{8}~\d~[A-Z\d]{2}~?\d`),
    check: number => {
      const sum = [...number].reverse().reduce((all, char, at) => {
        const place = Number.parseInt(char, 36) * (at % 2 === 1 ? 2 : 1);
        return all + (at % 2 === 1 && place > 9 ? place - 9 : place);
      }, 0);
      return sum % 10 === 0;
    },
    names: named('cartao cidadao, cartao de cidadao, documento identificacao'),
  },
  {
    form: 'IT codice fiscale',
    pattern: written('[A-Z]{6}[\\dLMNP-V]{2}[A-EHLMPRST][\\dLMNP-V]{2}[A-Z][\\dLMNP-V]{3}[A-Z]'),
    check: isCodiceFiscale,
    names: named('codice fiscale, cod fiscale, cod fisc', TAX_NUMBER),
    byItself: /^[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]$/i,
  },
  { form: 'IT partita IVA', pattern: digits(11), check: isLuhn, names: named('partita iva, p iva, piva') },
  {
    form: 'DE Steuer-ID',
    pattern: written(String.raw`[1-9](?:[ /]?\d){10}`),
    check: isMod1110,
    names: named(
      'steuer, steuer id, steuer nummer, steueridentifikationsnummer, steuerliche id, id nr, idnr',
      TAX_NUMBER,
    ),
  },
  {
    form: 'DE Sozialversicherung',
    pattern: written(String.raw`\d{2}~\d{6}~[A-Z]~\d{3}`),
    check: number => {
      const letter = String(number.charCodeAt(8) - 64).padStart(2, '0');
      const all = number.slice(0, 8) + letter + number.slice(9);
      return crossSum(all, [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1]) % 10 === Number(all[12]);
    },
    names: named('renten versicherungs nummer, rvnr, rv nummer', SOCIAL_SECURITY),
  },
  {
    form: 'DE Ausweis',
    pattern: written(String.raw`[CFGHJKLMNPRTV-Z][CFGHJKLMNPRTV-Z\d]{7}\d`),
    check: number => {
      const places = [...number.slice(0, 8)].map((char, at) => Number.parseInt(char, 36) * ([7, 3, 1][at % 3] ?? 0));
      return places.reduce((sum, place) => sum + place, 0) % 10 === Number(number[8]);
    },
    names: named('personal ausweis, ausweis, ausweis nummer, reise pass, pass nummer, id card'),
  },
  {
    form: 'DE Krankenversicherung',
    pattern: written(String.raw`[A-Z]\d{9}`),
    check: number => {
      const all = String(number.charCodeAt(0) - 64).padStart(2, '0') + number.slice(1);
      return crossSum(all, [1, 2, 1, 2, 1, 2, 1, 2, 1, 2]) % 10 === Number(all[10]);
    },
    names: named(
      'kvnr, kv nummer, kranken versicherung, kranken versicherungs nummer, kranken versicherten nummer, versicherten nummer',
    ),
  },
  {
    form: 'AT Sozialversicherung',
    pattern: digits(10),
    check: number => weighted(number, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 === Number(number[3]),
    names: named(SOCIAL_SECURITY, 'e card, ecard'),
  },
  {
    form: 'CH AHV',
    pattern: written(String.raw`756~\d{4}~\d{4}~\d{2}`),
    check: checkedBy([1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3], to10),
    names: named('ahv, ahvn13, ahv13, avs, navs, navs13, oasi, nss', SOCIAL_SECURITY),
    byItself: /^756\.\d{4}\.\d{4}\.\d{2}$/,
  },
  {
    form: 'NL BSN',
    pattern: digits(8, 9),
    check: number => weighted(number.padStart(9, '0'), [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0 && !/^0+$/.test(number),
    names: named('bsn, burger service nummer, burgerservicenr, sofi nummer, sofinr'),
  },
  {
    form: 'BE rijksregisternummer',
    pattern: digits(11),
    check: number => {
      const [body, rest] = [number.slice(0, 9), 97 - Number(number.slice(9))];
      return Number(number.slice(2, 4)) % 20 <= 12 && [body, `2${body}`].some(all => Number(all) % 97 === rest % 97);
    },
    names: named(
      'rijksregister, rijksregister nummer, numero national, registre national, numero registre national, niss, insz, nrn, national number',
    ),
  },
  {
    form: 'LU matricule',
    pattern: digits(13),
    check: number =>
      /^(?:18|19|20)/.test(number) &&
      isDay(number.slice(4, 6), number.slice(6, 8)) &&
      isLuhn(number.slice(0, 12)) &&
      isVerhoeff(number.slice(0, 11) + number[12]),
    names: named('matricule, numero matricule, matricule national, sozialversicherung'),
  },
];

const ODD = 'BAKPLCQDREVOSFTGUHMINJWZYX';

/** The last letter checks the others; letters and digits count otherwise in odd places. */
function isCodiceFiscale(number: string): boolean {
  let sum = 0;
  for (let at = 0; at < 15; at++) {
    const char = number[at] ?? '';
    const place = /\d/.test(char) ? Number(char) : char.charCodeAt(0) - 65;
    sum += at % 2 === 1 ? place : ODD.indexOf(String.fromCharCode(65 + place));
  }
  return number.charCodeAt(15) - 65 === sum % 26;
}

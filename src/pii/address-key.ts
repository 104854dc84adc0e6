import type { DetectContext } from './detector.ts';
import { keyWords } from './key-words.ts';
import { NameIndex } from './name-index.ts';

/** What a key says of its value: a street; a whole address or a line of it; a postal code; nothing. */
export type AddressKey = 'street' | 'address' | 'address line' | 'postal code' | 'none';

const names = (kind: AddressKey, list: string): (readonly [string, AddressKey])[] =>
  list.split(', ').map(name => [name, kind]);

/** Names of an address in a key. */
export const ADDRESS_NAMES = new NameIndex<AddressKey>([
  ...names(
    'street',
    'street, street1, street2, street 1, street 2, street name, street address, strasse, strassen name, haus nummer, house number, street line, calle, domicilio, rua, logradouro, rue, straat, straatnaam, gatuadress, gateadresse, ulica, utca, katuosoite, via indirizzo',
  ),
  ...names(
    'address',
    'address, addr, postal address, shipping address, billing address, mailing address, home address, delivery address, residential address, adresse, anschrift, wohnadresse, liefer adresse, rechnungs adresse, post anschrift, direccion, indirizzo, endereco, morada, adres, adress, adresa, osoite, cim, lakcim, address line, alamat, adresse postale, adresse livraison, adresse facturation, 住所, 地址, 주소, адрес',
  ),
  ...names(
    'address line',
    'line1, line2, line3, line 1, line 2, line 3, address1, address2, address3, addr1, addr2, addr3, address line1, address line2, address line3',
  ),
  ...names(
    'postal code',
    'postal code, post code, zip, zip code, postleitzahl, plz, code postal, codigo postal, cep, post nummer, pincode',
  ),
]);
const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));
/** What has an address that is no postal one, and what is said about an address. */
const OTHER = words(
  'ip ipv4 ipv6 mac net network peer server client socket host sock remote local bind listen memory mem wallet contract token email mail e bitcoin btc eth ethereum crypto blockchain web url uri dns http rpc grpc port proxy gateway broker bus register page physical virtual pointer base offset hash hex solana account bluetooth device link i2c return instruction id ids uuid type kind status verified valid validated count length version format hidden check enabled required label default is has fault trace source destination src dst reply node pod endpoint service upstream downstream geo cloud region availability datacenter unicast multicast broadcast loopback target compression archive file content gzip encoding country state province county city town locality',
);
/** Whose address it is, or for what: with these `address` alone means a postal one. */
const PEOPLE = words(
  'customer user person patient employee contact recipient shipping billing delivery home postal mailing residence residential shipment invoice order guest student applicant member owner holder tenant shopper buyer payer passenger beneficiary subscriber lead party',
);

/** A header that is recorded as an attribute is called by the rest of the key. */
const HEADER = /^(?:http|rpc)\.(?:grpc\.)?(?:request|response)\.(?:header|metadata)\./;

/** `shipping_address`, `customer.street`, `billing.address.line1`; not `net.peer.address`, `address_id`. */
export function addressKey({ key = '', words: all }: DetectContext): Named {
  const found = ADDRESS_NAMES.inWords(all);
  if (found.length === 0) return NOTHING;
  const own = keyWords(key.replace(HEADER, ''));
  if (own.some(word => OTHER.has(word))) return NOTHING;
  const isPersons = all.some(word => PEOPLE.has(word));
  const inOwn = ADDRESS_NAMES.inWords(own);
  // `line1` is a line of an address only below one.
  const isLine = found.includes('address') || own[0]?.startsWith('add') === true;
  const kind = KINDS.find(one => inOwn.includes(one) && (one !== 'address line' || isLine));
  return kind === undefined ? NOTHING : { kind, isPersons };
}

interface Named {
  readonly kind: AddressKey;
  readonly isPersons: boolean;
}

const NOTHING: Named = { kind: 'none', isPersons: false };
/** Those first that say most. */
const KINDS = ['postal code', 'street', 'address line', 'address'] as const;

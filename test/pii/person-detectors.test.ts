import { describe, expect, test } from 'vitest';
import { findPii } from '../../src/pii/find-pii.ts';
import { PERSON_DETECTORS } from '../../src/pii/person-detectors.ts';

type Case = readonly [what: string, key: string, text: string, found?: string];

/** What the detector finds in the text, cut out of it. */
function foundIn(detector: string, key: string, value: string): string[] {
  const levels = { ip: 'error' } as const;
  return findPii({ key, value }, { levels })
    .filter(one => one.detector === detector)
    .map(({ position }) => (position === undefined ? 'encoded' : value.slice(position.start, position.end)));
}

const DETECTED: Readonly<Record<string, readonly Case[]>> = {
  email: [
    ['alone', 'app.note', 'ada@example.com'],
    ['with a tag and dots', 'app.note', 'ada.lovelace+shop@mail.example.co.uk'],
    ['of a reserved domain', 'app.note', 'ada@customers.test'],
    ['in a sentence that ends', 'app.note', 'Mail ada@example.com.', 'ada@example.com'],
    ['in angle brackets', 'app.note', 'Ada <ada@example.com>', 'ada@example.com'],
    ['behind mailto', 'url.full', 'mailto:ada@example.com', 'ada@example.com'],
    ['with an encoded at sign in a path', 'url.path', '/users/ada%40example.com/orders', 'ada%40example.com'],
    ['of a domain with umlauts', 'app.note', 'ada@bücher.example'],
    ['with a quoted local part', 'app.note', 'to "ada l"@example.com', '"ada l"@example.com'],
    ['in a cookie', 'app.note', "user='ada@example.com'; x=1", 'ada@example.com'],
    ['of a domain of digits', 'app.note', 'mail to li.wei@163.com now', 'li.wei@163.com'],
    ['below a domain of digits', 'app.note', 'wang@vip.126.com'],
    ['of a suffix that registries keep', 'app.note', 'ada@gov.uk'],
    ['with an entity', 'app.note', 'ada&#64;shop.example'],
    ['with entities by name and in hex', 'app.note', 'to ada&#x40;shop&period;example', 'ada&#x40;shop&period;example'],
    ['of a domain of digits in a path', 'url.path', '/users/ada%40163.com', 'ada%40163.com'],
    ['of an account of a host', 'app.note', 'root@example.com'],
  ],
  'payment-card': [
    ['grouped, beside a weaker word', 'app.note', 'charged 4929 1234 5678 9015', '4929 1234 5678 9015'],
    ['grouped, with its date of expiry', 'app.note', '4929 1234 5678 9015 12/27', '4929 1234 5678 9015'],
    ['grouped by dashes', 'app.note', '5200-8282-8282-8210'],
    ['of American Express', 'app.note', '3782 822463 10005'],
    ['bare, under a key', 'card_number', '4929123456789015'],
    ['bare, beside a word', 'app.note', 'card 4929123456789015 was declined', '4929123456789015'],
    ['published for tests', 'app.note', '4242424242424242'],
    ['with an amount before it', 'app.note', 'paid 25 4929 1234 5678 9015', '4929 1234 5678 9015'],
    ['with a code behind it', 'app.note', 'card 4929 1234 5678 9015 123', '4929 1234 5678 9015'],
    ['of no issuer, under its key', 'cardNumber', '9999999999999995'],
    ['of twelve digits', 'payment.card.pan', '501800000009'],
    ['of nineteen digits', 'creditCard', '6304000000000000000'],
    ['grouped by dots, under its key', 'card_number', '4929.1234.5678.9015'],
    ['of an old network', 'cc_number', '6334 5898 9800 0001'],
    ['in another language', 'numero_tarjeta', '5019717010103742'],
    [
      'in a grouping of its own, behind its name',
      'app.note',
      'card number: 6228-4870-5291-5485183',
      '6228-4870-5291-5485183',
    ],
  ],
  iban: [
    ['plain', 'app.note', 'DE89370400440532013000'],
    ['grouped', 'app.note', 'GB82 WEST 1234 5698 7654 32'],
    ['in lower case', 'app.note', 'fr1420041010050500013m02606'],
    ['in a sentence', 'app.note', 'to NL91ABNA0417164300, please', 'NL91ABNA0417164300'],
  ],
  phone: [
    ['international', 'app.note', '+49 30 23125 429'],
    ['international, without blanks', 'app.note', 'call +442079460958 now', '+442079460958'],
    ['national, under a key', 'customer.phone', '(212) 555-0143'],
    ['national, of another country', 'mobileNumber', '0151 23456789'],
    ['national, behind a word', 'app.note', 'phone: 020 7946 0958', '020 7946 0958'],
    ['with two zeros, under a key', 'tel', '0049 30 23125429'],
    ['of a country that is not looked for', 'phoneNumber', '09-7625400'],
    ['made up for a test', 'customer.phone', '555-0100'],
    ['with an extension', 'contact_number', '1-234-567-8901 x1234'],
    ['under a key of another language', 'telefoonnummer', '06 12345678'],
    ['behind a verb', 'app.note', 'Call me at (415) 555-0132', '(415) 555-0132'],
    ['without separators, behind a word', 'app.note', 'call +12125550143 now', '+12125550143'],
    ['without separators, where a message goes', 'sms.to', '+12125550143'],
    ['without separators, in a path below people', 'url.path', '/users/+447911123456/orders', '+447911123456'],
    ['of Turkey, with separators', 'app.note', '+90 (532) 123 45 67'],
  ],
  'national-id': [
    ['an SSN under its key', 'ssn', '219-09-9999'],
    ['an SSN without dashes', 'social_security_number', '219099999'],
    ['an SSN behind its name', 'app.note', 'SSN is 219-09-9999', '219-09-9999'],
    ['an SSN for a key of a table', 'app.note', "Duplicate entry '219-09-9999' for key 'users.ssn'", '219-09-9999'],
    ['a NINO', 'nino', 'AB 12 34 56 C'],
    ['a codice fiscale by itself', 'app.note', 'RSSMRA85T10A562S'],
    ['a DNI', 'dni', '12345678Z'],
    ['a Steuer-ID', 'steuer_id', '86095742719'],
    ['a BSN', 'bsn', '111222333'],
    ['a PESEL', 'pesel', '44051401359'],
    ['a CPF', 'cpf', '529.982.247-25'],
    ['an Aadhaar number', 'aadhaar', '2345 6789 0124'],
  ],
  'ip-address': [
    ['of version 4', 'app.note', 'from 203.0.113.7', '203.0.113.7'],
    ['of version 6', 'app.note', '2001:db8::8a2e:370:7334'],
  ],
  'card-code': [
    ['a code', 'card.cvv', '123'],
    ['a code of four digits', 'payment.cvc2', '1234'],
    ['a code in words', 'card.securityCode', '987'],
    ['a code behind its name', 'app.note', 'CVV 123 was wrong', '123'],
    ['a PIN', 'card.pin', '4321'],
    ['a PIN of six digits', 'user_pin_code', '178964'],
  ],
  'postal-address': [
    ['of a delivery', 'shipping_address', '12 Rue de la Paix, 75002 Paris'],
    ['a street', 'customer.street', 'Hauptstraße 5'],
    ['a street alone', 'billingStreet', 'Main Street'],
    ['a line', 'billing.address.line1', '221B Baker Street'],
    ['a numbered street', 'delivery.street1', 'Rue de la Paix 5'],
    ['a header', 'http.request.header.x-billing-street-address', 'Schloßstr. 31a'],
    ['by its form alone', 'address', 'Calle Mayor 10, 28013 Madrid'],
    ['in another script', 'home_address', '東京都千代田区1-1'],
    ['a postal code', 'customer.postal_code', '75002'],
    ['a postal code with letters', 'billingZip', 'NW1 6XE'],
  ],
  'person-name': [
    ['of one syllable', 'customer.lastName', '석'],
    ['as it is shown', 'userDisplayName', 'Maja Jonsson'],
    ['of who wrote to a repository', 'repo.author.full_name', 'Ada Lovelace'],
    ['of a first name', 'first_name', 'Ada'],
    ['of a customer', 'customer.name', 'Ada Lovelace'],
    ['in another script', 'fullName', 'Нина Симоне'],
    ['as the last one first', 'cardholder', "O'Neill, Séan"],
  ],
  'birth-date': [
    ['as ISO', 'date_of_birth', '1985-12-10'],
    ['as a European writes it', 'dob', '10.12.1985'],
    ['in words', 'birthday', 'December 10, 1985'],
    ['behind the word', 'app.note', 'born on 10/12/1985', '10/12/1985'],
  ],
  'geo-location': [
    ['a latitude', 'geo.lat', '52.520008'],
    ['a pair', 'customer.location', '52.520008, 13.404954'],
  ],
};

const INNOCENT: Readonly<Record<string, readonly Case[]>> = {
  email: [
    ['a scoped package', 'app.note', '@opentelemetry/api@1.9.1'],
    ['a file for a screen', 'app.note', 'logo@2x.png'],
    ['an SSH remote', 'vcs.repository.url.full', 'git@github.com:org/repo.git'],
    ['a user of a host without a domain', 'app.note', 'root@web-1'],
    ['a digest', 'container.image.name', 'shop@sha256:0123abcd'],
    ['the user of a URL', 'app.note', 'amqp://shop:REDACTED@mq.example.com/'],
    ['the id of a message', 'messaging.message.id', '<17.abc@mail.example.com>'],
    ['an account of a machine', 'app.note', 'build@my-project.iam.gserviceaccount.com'],
    ['what is masked', 'app.note', 'a***@example.com'],
    ['a version', 'app.note', 'lodash@4.17.21'],
    ['a version with a country behind it', 'app.note', 'pkg@1.2.3-rc.io'],
    ['a version of digits', 'app.note', 'pkg@2024.01.com'],
    ['a file with digits', 'app.note', 'README@12.md'],
    ['who built a kernel', 'app.note', 'Linux version 6.1.55 (mockbuild@kbuilder.dev.centos.org) (gcc version 8.5.0)'],
    ['where a kernel was built', 'app.note', 'FreeBSD 13.1-RELEASE root@releng1.nyi.freebsd.org:/usr/obj/usr/src'],
    ['a host that one logs in to', 'app.note', 'ssh ubuntu@ec2-1.compute.amazonaws.com ls'],
    ['the coordinates of a package', 'app.note', 'golang.org/x/net@v0.17.0 and org.slf4j:slf4j-api@2.0.9.jar'],
  ],
  'payment-card': [
    ['a long id', 'app.reference', '4929123456789015'],
    ['with a wrong check digit', 'card_number', '4929123456789016'],
    ['a grouped id', 'app.note', '4929 1234 5678 9015'],
    ['a grouped id under its key', 'order.reference', '4929-1234-5678-9015'],
    ['when a card was made', 'card.created_at', '1793620801002'],
    ['the same digit throughout', 'card_number', '0000000000000000'],
    ['of no issuer, of an id of a card', 'card.id', '9999999999999995'],
    ['a time in nanoseconds', 'app.at', '1793620801000000000'],
    ['part of a longer number', 'card_number', '49291234567890154929123456789015'],
    ['part of a fraction', 'card.ratio', '0.4929123456789015'],
    ['groups of another number', 'app.note', '1234 4929 1234 5678 9015'],
  ],
  iban: [
    ['with a wrong check digit', 'iban', 'DE88370400440532013000'],
    ['of no country', 'iban', 'XX89370400440532013000'],
    ['within a longer word', 'app.note', 'xDE89370400440532013000'],
    ['in mixed case', 'app.note', 'DE89 3704 00ab 0532 0130 0O'],
  ],
  phone: [
    ["Go's clock", 'app.started', '2026-01-02 15:04:05.9 +0000 UTC m=+233.514123456'],
    ['an offset of time', 'app.at', '2026-01-02T15:04:05+02:00'],
    ['a version with its build', 'service.version', '1.2.3+20260102150405'],
    ['digits without a key', 'app.reference', '2125550143'],
    ['the id of a phone', 'phone.id', '2125550143'],
    ['a number with a plus', 'app.reference', '+12125550143'],
    ['another number with a plus', 'app.delta', '+48213377123'],
    ['a longer number with a plus', 'app.reference', '+447911123456'],
    ['a number of rows', 'app.note', 'reach 10 000 000 users'],
    ['a day', 'app.note', 'number 2026-01-02'],
    ['an id behind a word', 'app.note', 'number 2125550143'],
    ['a part of a longer number', 'app.note', 'the number is 4012-8888-8888-1882'],
    ['a power of ten', 'app.value', '1e+100000000'],
  ],
  'national-id': [
    ['an SSN without a key', 'app.note', '219-09-9999'],
    ['an area that is never given', 'ssn', '666-09-9999'],
    ['a DNI with a wrong letter', 'dni', '12345678A'],
    ['a PESEL with a wrong digit', 'pesel', '44051401358'],
    ['a redacted one', 'ssn', '***-**-9999'],
  ],
  'ip-address': [
    ['the own machine', 'app.note', '127.0.0.1 and ::1'],
    ['a version', 'service.version', '1.2.3.4'],
    ['a time', 'app.at', '12:30:45'],
  ],
  'card-code': [
    ['the pin of a device', 'gpio.pin', '1234'],
    ['what is pinned', 'pinned', '1234'],
    ['how many there are', 'pin.count', '1234'],
    ['the result of a check', 'cvv.result', '123'],
    ['the answer of a check', 'cvv', 'pass'],
    ['a longer number', 'cvc', '12345'],
    ['what is redacted', 'card.cvv', '***'],
  ],
  'postal-address': [
    ['of a host', 'net.peer.address', 'Main Server 1'],
    ['of a service', 'server.address', 'api.example.com'],
    ['of a wallet', 'wallet_address', '0x52908400098527886E0F7030069858D2E4169EE7'],
    ['of a wallet of a customer', 'customer.address', '0x52908400098527886E0F7030069858D2E4169EE7'],
    ['of memory', 'memory.address', '0x7ffeefbff5c8'],
    ['of an e-mail', 'email_address_verified', 'yes it is'],
    ['the id of one', 'address_id', 'Main Street 17'],
    ['what is said of one', 'billing.address.type', 'Main Street 17'],
    ['a socket', 'address', 'localhost:8080'],
    ['the country of one', 'customer.address.country', 'United States of America'],
    ['a text about one', 'address', 'failed to bind'],
    ['what is redacted', 'shipping_address', '[REDACTED]'],
    ['what is not set', 'customer.street', 'unknown'],
    ['where a client is', 'geo.postal_code', '94040'],
    ['a line of code', 'code.line1', 'return 17'],
  ],
  'person-name': [
    ['the full name of a repository', 'BITBUCKET_REPO_FULL_NAME', 'shop-backend'],
    ['the full name of a release', 'helm.fullname', 'Checkout'],
    ['the full name of a test', 'test.full_name', 'cart adds item'],
    ['an identifier', 'full_name', 'shop-backend'],
    ['the shown name of a service', 'service.display_name', 'Checkout'],
    ['the name of a service', 'service.name', 'checkout'],
    ['the name of a file', 'file.name', 'Ada'],
    ['the name of a host', 'host.name', 'Ada'],
    ['an id', 'first_name', 'a1b2c3'],
    ['a placeholder', 'first_name', 'unknown'],
    ['what is redacted', 'last_name', '[Filtered]'],
  ],
  'birth-date': [
    ['another date', 'created_at', '1985-12-10'],
    ['no date', 'dob', 'unknown'],
  ],
  'geo-location': [
    ['without a key', 'app.note', '52.520008, 13.404954'],
    ['of a town at most', 'geo.lat', '52.5'],
    ['a place of code', 'code.location', 'src/index.js:12:13'],
  ],
};

describe.each(Object.entries(DETECTED))('%s finds', (detector, cases) => {
  for (const [what, key, text, found = text] of cases)
    test(what, () => expect(foundIn(detector, key, text)).toEqual([found]));
});

describe.each(Object.entries(INNOCENT))('%s leaves be', (detector, cases) => {
  for (const [what, key, text] of cases) test(what, () => expect(foundIn(detector, key, text)).toEqual([]));
});

test('every detector is here', () => {
  const names = PERSON_DETECTORS.map(({ name }) => name).sort();
  expect(Object.keys(DETECTED).sort()).toEqual(names);
  expect(Object.keys(INNOCENT).sort()).toEqual(names);
});

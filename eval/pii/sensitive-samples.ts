import type { Faker } from '@faker-js/faker';
import type { Row } from './row.ts';

/** The query parameters that the semantic conventions have redacted in `url.full` and `url.query`. */
const SIGNING = [
  'X-Amz-Signature',
  'X-Amz-Credential',
  'X-Amz-Security-Token',
  'AWSAccessKeyId',
  'Signature',
  'sig',
  'X-Goog-Signature',
];
const URL_KEYS = ['url.full', 'url.query', 'http.url', 'http.target'];

/** Attributes that are sensitive by their names, whatever they hold, with something that they may hold. */
const SENSITIVE: Readonly<Record<string, (faker: Faker) => string>> = {
  'user.email': faker => faker.internet.email(),
  'user.full_name': faker => faker.person.fullName(),
  'user.name': faker => faker.internet.username(),
  'enduser.id': faker => faker.internet.username(),
  'device.id': faker => faker.string.uuid(),
  'db.query.parameter.0': faker => faker.word.noun(),
  'db.query.parameter.city': faker => faker.location.city(),
  'http.request.header.authorization': faker => `Bearer ${faker.string.alphanumeric(32)}`,
  'http.request.header.proxy-authorization': faker =>
    `Basic ${btoa(`${faker.internet.username()}:${faker.internet.password()}`)}`,
  'http.request.header.cookie': faker => `session=${faker.string.alphanumeric(24)}`,
  'http.request.header.x-api-key': faker => faker.string.alphanumeric(24),
  'http.response.header.set-cookie': faker => `sid=${faker.string.alphanumeric(24)}; HttpOnly`,
};
const EACH = 20;

/** Signed URLs, and attributes that the semantic conventions call sensitive. */
export function generateSensitive(faker: Faker): Row[] {
  const signed = SIGNING.flatMap(parameter =>
    URL_KEYS.flatMap(key =>
      Array.from({ length: EACH }, (): Row => {
        const query = `page=2&${parameter}=${encodeURIComponent(faker.string.alphanumeric(32))}&lang=en`;
        const value =
          key === 'url.query' ? query : `${key === 'http.target' ? '' : 'https://files.example.org'}/a.pdf?${query}`;
        return { key, value, label: 'pos', type: 'signed-url', template: parameter };
      }),
    ),
  );
  const named = Object.entries(SENSITIVE).flatMap(([key, make]) =>
    Array.from(
      { length: EACH },
      (): Row => ({ key, value: make(faker), label: 'pos', type: 'sensitive-attribute', template: key }),
    ),
  );
  return [...signed, ...named];
}

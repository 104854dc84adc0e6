import { createHash } from 'node:crypto';
import { faker } from '@faker-js/faker';
import { canary } from '../../src/pii/canary/canary.ts';
import { SeededSource } from '../../src/pii/canary/seeded-source.ts';

/** Texts of others: other persons, faker's data, ids, digests, random bytes in base64; each kind in turn. */
export function* otherTexts(seed: number, count: number): Generator<string> {
  faker.seed(seed);
  const source = new SeededSource(`others ${seed}`);
  const makers = [
    (index: number) => JSON.stringify(canary.person({ seed: `other ${seed} ${index}` })),
    (index: number) => canary.person({ seed: `another ${seed} ${index}` }).phone,
    (index: number) => canary.person({ seed: `third ${seed} ${index}` }).card,
    (index: number) => Buffer.from(canary.person({ seed: `fourth ${seed} ${index}` }).email).toString('base64'),
    () => `${faker.person.fullName()} <${faker.internet.email()}>, ${faker.phone.number({ style: 'international' })}`,
    () => `${faker.finance.creditCardNumber()} ${faker.finance.iban()} ${faker.internet.password({ length: 20 })}`,
    () => faker.lorem.sentence(),
    () => `GET ${faker.internet.url()}?q=${encodeURIComponent(faker.commerce.productName())}`,
    () => faker.string.uuid(),
    () => faker.string.ulid(),
    () => source.text(19, '0123456789'),
    () => source.text(32, '0123456789abcdef'),
    (index: number) => createHash('sha256').update(`${seed} ${index}`).digest('hex'),
    (index: number) => createHash('sha512').update(`${seed} ${index}`).digest('base64'),
    (index: number) => createHash('md5').update(`${seed} ${index}`).digest('base64url'),
    () => source.text(48, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'),
  ];
  for (let index = 0; index < count; index++) {
    const make = makers[index % makers.length];
    if (make !== undefined) yield make(index);
  }
}

// Run in a folder where redact-pii is installed: reads texts (JSON, one a line), writes for each the kinds that it found.
import { createInterface } from 'node:readline';
import { SyncRedactor } from 'redact-pii';

const KINDS = {
  CREDIT_CARD_NUMBER: 'card',
  EMAIL_ADDRESS: 'email',
  PASSWORD: 'secret',
  PERSON_NAME: 'name',
  PHONE_NUMBER: 'phone',
  STREET_ADDRESS: 'address',
  US_SOCIAL_SECURITY_NUMBER: 'national-id',
  CREDENTIALS: 'credential',
  USERNAME: 'name',
};
const redactor = new SyncRedactor();
for await (const line of createInterface({ input: process.stdin })) {
  const text = JSON.parse(line);
  const redacted = redactor.redact(text);
  const marks = redacted === text ? [] : [...redacted.matchAll(/\b[A-Z]{3,}(?:_[A-Z]+)*\b/g)].map(([mark]) => mark);
  const kinds = marks.filter(mark => !text.includes(mark)).map(mark => KINDS[mark] ?? mark);
  process.stdout.write(`${JSON.stringify(kinds)}\n`);
}

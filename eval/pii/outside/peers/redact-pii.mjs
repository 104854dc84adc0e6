// Run in a folder where redact-pii is installed: reads texts (JSON, one a line), writes for each the kinds that it found.
import { createInterface } from 'node:readline';
import { SyncRedactor } from 'redact-pii';

// URL, DIGITS, ZIPCODE and IP_ADDRESS are not here: they are everywhere in telemetry.
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
  const kinds = Object.keys(KINDS).filter(mark => redacted.split(mark).length > text.split(mark).length);
  process.stdout.write(`${JSON.stringify(kinds.map(mark => KINDS[mark]))}\n`);
}

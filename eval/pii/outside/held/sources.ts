import { cardSource } from '../cards.ts';
import { ibanSource } from '../ibans.ts';
import { phoneSource } from '../phones.ts';
import type { HalfSources } from '../source-types.ts';
import { vendorSources } from '../vendor-token.ts';
import { CARD_CODES, CARDS } from './cards.ts';
import { CREDENTIALS, PASSWORDS } from './credentials.ts';
import { GEN_AI_CONTENT, GEN_AI_NEIGHBOURS } from './gen-ai.ts';
import { IBANS } from './ibans.ts';
import { NAMING } from './naming.ts';
import { EUROPE } from './national-ids-europe.ts';
import { WORLD } from './national-ids-world.ts';
import { NEGATIVE_IDS } from './negative-ids.ts';
import { NEGATIVE_TEXTS } from './negative-texts.ts';
import { ENCODED_EMAILS, PERSONS } from './persons.ts';
import { PHONES } from './phones.ts';
import { TEMPLATES } from './templates.ts';
import { VENDOR_TOKENS } from './vendor-tokens.ts';

/** The held half. */
export const HELD: HalfSources = {
  sources: [
    ...vendorSources(VENDOR_TOKENS),
    ...PASSWORDS,
    ...CARDS.map(one => cardSource(one, NAMING.card)),
    ...CARD_CODES,
    ...PHONES.map(one => phoneSource(one, NAMING.phone)),
    ...IBANS.map(one => ibanSource(one, NAMING.iban)),
    ...PERSONS,
  ],
  nationalIds: [...EUROPE, ...WORLD],
  templates: TEMPLATES,
  positives: [...CREDENTIALS, ...ENCODED_EMAILS, ...GEN_AI_CONTENT],
  negatives: [...NEGATIVE_IDS, ...NEGATIVE_TEXTS, ...GEN_AI_NEIGHBOURS],
};

import { AI_TOKENS } from './ai-tokens.ts';
import { BUSINESS_TOKENS } from './business-tokens.ts';
import { CLOUD_TOKENS } from './cloud-tokens.ts';
import { CODE_TOKENS } from './code-tokens.ts';
import { DATA_TOKENS } from './data-tokens.ts';
import { MESSAGE_TOKENS } from './message-tokens.ts';
import type { VendorToken } from './vendor-token.ts';

/** Every form that is known here. */
export const VENDOR_TOKENS: readonly VendorToken[] = [
  ...CLOUD_TOKENS,
  ...CODE_TOKENS,
  ...AI_TOKENS,
  ...MESSAGE_TOKENS,
  ...BUSINESS_TOKENS,
  ...DATA_TOKENS,
];

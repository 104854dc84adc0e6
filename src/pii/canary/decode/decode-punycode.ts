import { domainToUnicode } from 'node:url';
import type { Decoded } from './decoded.ts';

const LABEL = /xn--[a-z\d-]{1,59}/gi;

/** Domains that are not ASCII, as DNS has them: `xn--bcher-kva`. */
export function decodePunycode(text: string): Decoded | undefined {
  if (!text.includes('xn--') && !text.includes('XN--')) return undefined;
  const decoded = text.replace(LABEL, label => domainToUnicode(label) || label);
  return decoded === text ? undefined : { text: decoded, step: 'punycode' };
}

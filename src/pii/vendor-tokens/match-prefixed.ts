import type { Confidence } from '../detector.ts';
import { beginsToken, endsToken } from '../token-boundary.ts';
import { formEnd, formStart } from './match-form.ts';
import { looksDrawn } from './randomness.ts';
import type { PrefixedToken } from './vendor-token.ts';

/** Where a token stands in a text. */
export interface TokenMatch {
  readonly start: number;
  readonly end: number;
  readonly confidence: Confidence;
}

/** The token whose prefix stands at `index`, if it is one. */
export function matchPrefixed(
  text: string,
  index: number,
  prefix: string,
  token: PrefixedToken,
): TokenMatch | undefined {
  const start = token.before === undefined ? index : formStart(text, index, token.before);
  // What begins with a dot is the end of a host's name, whose own part may be anything.
  if (start < 0 || (!prefix.startsWith('.') && !beginsToken(text, start))) return undefined;
  const from = index + prefix.length;
  const end = formEnd(text, from, token.form);
  if (end < 0 || !endsToken(text, end)) return undefined;
  const rest = text.slice(from, end);
  if (token.contains !== undefined && !rest.includes(token.contains)) return undefined;
  if (token.hasDigit === true && !/\d/.test(rest)) return undefined;
  if (!looksDrawn(text.slice(start, index) + rest, token.minEntropy)) return undefined;
  return { start, end, confidence: confidenceOf(rest, token) };
}

function confidenceOf(rest: string, { checksum, confidence = 'high' }: PrefixedToken): Confidence {
  if (checksum === undefined) return confidence;
  const body = rest.slice(0, -checksum.length);
  return rest.endsWith(checksum.of(body)) ? 'high' : 'medium';
}

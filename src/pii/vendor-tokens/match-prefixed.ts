import type { Confidence } from '../detector.ts';
import { beginsToken, endsToken } from '../token-boundary.ts';
import { formEnd, formStart } from './match-form.ts';
import { looksDrawn } from './randomness.ts';
import type { PrefixedToken } from './vendor-token.ts';

/** A file is named so by a hash of what it holds. */
const FILE_EXTENSION =
  /^\.(?:png|jpe?g|gif|svg|ico|webp|avif|bmp|css|[cm]?js|map|woff2?|ttf|html?|json|txt|log|zip|t?gz|pdf|xml|ya?ml|mp[34]|jar|php)(?![\w-])/i;

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
  // What begins with a dot or a slash stands behind a host's name, which may be anything.
  if (start < 0 || (!/^[./]/.test(prefix) && !beginsToken(text, start))) return undefined;
  const from = index + prefix.length;
  const end = formEnd(text, from, token.form);
  if (end < 0 || !endsToken(text, end) || FILE_EXTENSION.test(text.slice(end, end + 8))) return undefined;
  const rest = text.slice(from, end);
  if (token.contains !== undefined && !rest.includes(token.contains)) return undefined;
  if (token.hasDigit === true && !/\d/.test(rest)) return undefined;
  if (token.accepts?.(text.slice(start, end)) === false) return undefined;
  if (!looksDrawn(text.slice(start, index) + rest, token.minEntropy)) return undefined;
  return { start, end, confidence: confidenceOf(rest, token) };
}

function confidenceOf(rest: string, { checksum, confidence = 'high' }: PrefixedToken): Confidence {
  if (checksum === undefined) return confidence;
  const body = rest.slice(0, -checksum.length);
  return rest.endsWith(checksum.of(body)) ? 'high' : 'medium';
}

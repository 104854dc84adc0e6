import type { DetectContext } from '../detector.ts';
import { beginsToken, endsToken } from '../token-boundary.ts';
import { formEnd } from './match-form.ts';
import type { TokenMatch } from './match-prefixed.ts';
import { looksDrawn } from './randomness.ts';
import type { NamedToken } from './vendor-token.ts';
import { VENDOR_TOKENS } from './vendor-tokens.ts';

/** A token that was found by its vendor's name. */
export interface NamedMatch extends TokenMatch {
  readonly vendor: string;
}

/** Shorter names stand in too many words; they count in keys only. */
export const SHORTEST_NAME = 3;
/** How far from the vendor's name a token may begin. */
const REACH = 60;
const TELLING = /token|key|secret|passw|pwd|auth|credential|bearer|license|login|access/i;
/** Words of a key that say that its value is a token. */
export const TELLING_WORDS: ReadonlySet<string> = new Set(
  'token tokens key keys secret secrets password passwd pass pwd auth authorization credential credentials bearer license login access apikey authtoken accesstoken secretkey apitoken accesskey pat'.split(
    ' ',
  ),
);
const SEPARATOR = /[\s"'`=:>,(|\\[{]/;
const DIGIT = /\d/;

/** The forms that go by each name, its words written together. */
export function namedTokens(): ReadonlyMap<string, readonly NamedToken[]> {
  tokensByName ??= byName();
  return tokensByName;
}

/** Made when first asked for: who never looks for tokens never waits for it. */
let tokensByName: ReadonlyMap<string, readonly NamedToken[]> | undefined;

function byName(): Map<string, NamedToken[]> {
  const known = new Map<string, NamedToken[]>();
  for (const token of VENDOR_TOKENS) {
    if (token.type !== 'named') continue;
    for (const keyword of token.keywords) {
      const name = keyword.replaceAll(' ', '');
      known.set(name, [...(known.get(name) ?? []), token]);
    }
  }
  return known;
}

/** The token that follows a vendor's name which stands from `start` to `end`: `adobe_client_secret = "..."`. */
export function matchAfterName(
  text: string,
  start: number,
  end: number,
  tokens: readonly NamedToken[],
): NamedMatch | undefined {
  const near = text.slice(end, end + REACH);
  const telling = TELLING.exec(near);
  if (telling === null || !isNameAlone(text, start, end, telling.index === 0)) return undefined;
  const last = Math.min(text.length, end + REACH);
  for (let at = end + telling.index + telling[0].length; at < last; at++) {
    if (!SEPARATOR.test(text[at - 1] ?? '') || SEPARATOR.test(text[at] ?? '')) continue;
    const match = matchAt(text, at, tokens);
    if (match !== undefined) return match;
  }
  return undefined;
}

/** `box` in `mailbox` and `boxes` names nobody; in `boxToken`, `BOX_TOKEN` and `boxtoken` it does. */
function isNameAlone(text: string, start: number, end: number, tellingFollows: boolean): boolean {
  const before = text[start - 1] ?? '';
  const startsUpper = /[A-Z]/.test(text[start] ?? '');
  if (/[a-z\d]/.test(before) && !startsUpper) return false;
  if (/[A-Z]/.test(before)) return false;
  if (tellingFollows) return true;
  const endsUpper = /[A-Z]/.test(text[end - 1] ?? '');
  return !(endsUpper ? /[A-Z]/ : /[a-z]/).test(text[end] ?? '');
}

/** The token that is all of a text, where the words of its key name the vendor. */
export function matchUnderName(text: string, context: DetectContext): NamedMatch | undefined {
  if (context.words.length < 2) return undefined;
  const tokens = tokensNamedBy(context.words);
  if (tokens.length === 0) return undefined;
  const start = /^[\s"'`]{0,8}/.exec(text)?.[0].length ?? 0;
  return matchAt(text, start, tokens);
}

function tokensNamedBy(words: readonly string[]): readonly NamedToken[] {
  if (!words.some(word => TELLING_WORDS.has(word))) return [];
  const names = words.flatMap((word, index) => {
    const [second = '', third = ''] = words.slice(index + 1, index + 3);
    return [word, word + second, word + second + third];
  });
  return [...new Set(names.flatMap(name => namedTokens().get(name) ?? []))];
}

function matchAt(text: string, start: number, tokens: readonly NamedToken[]): NamedMatch | undefined {
  if (!beginsToken(text, start)) return undefined;
  for (const { vendor, form, minEntropy, confidence = 'medium' } of tokens) {
    const end = formEnd(text, start, form);
    if (end < 0 || !endsToken(text, end)) continue;
    const value = text.slice(start, end);
    if (DIGIT.test(value) && looksDrawn(value, minEntropy)) return { start, end, confidence, vendor };
  }
  return undefined;
}

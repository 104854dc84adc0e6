import { isRedacted } from './redacted.ts';
import type { SecretKeyKind } from './secret-keys.ts';
import { looksDrawn } from './vendor-tokens/randomness.ts';

/** What stands behind `password:` in a sentence about one, or in a schema. */
const NO_PASSWORD = new Set(
  'password passwd pwd pass invalid incorrect required missing expired changed wrong reset ok failed failure success must is was are not too does cannot can for field input text string bcrypt argon2 scrypt pbkdf2 plain set updated weak strong unknown and or the a an to of in on with without basic bearer oauth2 mismatch authentication error'.split(
    ' ',
  ),
);
/** Where the secret is, not what it is: a URL, a path, a reference into a store. */
const PLACE =
  /^(?:[a-z][a-z\d+.-]{1,20}:\/\/|\.{0,2}\/|[A-Za-z]:\\|arn:|vault:|secret\/|secrets\/|env:|file:|ref:|@[A-Za-z_]\w{0,63}$)/;
/** `users.password`, `config.getToken()`, `password_hash`: a name in a program or a statement. */
const NAME = /^[A-Za-z_]\w{0,63}(?:\.[A-Za-z_]\w{0,63}){1,8}(?:\([^()]{0,64}\))?$|^[A-Za-z_]\w{0,63}\([^()]{0,64}\)$/;
const NAME_OF_SECRET = /^[a-z_]{0,40}(?:password|passwd|secret|token|key|credential)s?(?:_[a-z]{1,20}){0,3}$/i;
const DATE = /^\d{4}-\d\d-\d\d(?:[T ]|$)/;
/** What stands between a value and the next pair or option of its line. */
const NEXT_PAIR = /^\s{1,8}(?:--?[\w-]{1,64}|[\w.$-]{1,64}["']?\s{0,2}[=:])/;
const SHORTEST = { password: 3, secret: 8 } as const;

/** Where in a text that stands under a telling key the secret is; undefined where it holds none. */
export function secretIn(
  text: string,
  kind: SecretKeyKind,
): { readonly start: number; readonly end: number } | undefined {
  if (isRedacted(text)) return undefined;
  const [, lead = '', value = ''] = /^(["'`\s]{0,4})([^\s"'`]{0,4096})/.exec(text) ?? [];
  const rest = text.slice(lead.length + value.length);
  if (value.length < SHORTEST[kind] || isRedacted(value)) return undefined;
  if (PLACE.test(value) || NAME.test(value) || DATE.test(value)) return undefined;
  if (/\S/.test(rest.replace(/^["'`]/, '')) && !NEXT_PAIR.test(rest) && !isMixed(value)) return undefined;
  const is = kind === 'password' ? isPassword(value) : isToken(value);
  return is ? { start: lead.length, end: lead.length + value.length } : undefined;
}

function isPassword(value: string): boolean {
  const word = value.toLowerCase().replace(/[.:!,;]{1,4}$/, '');
  return !NO_PASSWORD.has(word) && !NAME_OF_SECRET.test(value) && !/^\d{1,3}$/.test(value);
}

/** Numbers, words and names of things are none. */
function isToken(value: string): boolean {
  if (/^[\d.,:+-]+$/.test(value) || NAME_OF_SECRET.test(value)) return false;
  return isMixed(value) && looksDrawn(value.slice(0, 512), 2.3);
}

/** In prose there are no words of letters and digits, or of both cases. */
function isMixed(value: string): boolean {
  const digit = /\d/.test(value);
  const lower = /[a-z]/.test(value);
  const upper = /[A-Z]/.test(value.slice(1));
  const symbol = /[!#$%^&*+=?@~]/.test(value);
  return (digit && (lower || upper)) || (symbol && value.length >= 6) || (lower && upper && value.length >= 12);
}

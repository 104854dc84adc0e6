import { isRedacted } from './redacted.ts';
import type { SecretKeyKind } from './secret-keys.ts';
import { looksDrawn } from './vendor-tokens/randomness.ts';

/** What stands behind `password:` in a sentence about one, or in a schema. */
const NO_PASSWORD = new Set(
  'password passwd pwd pass invalid incorrect required missing expired changed wrong reset ok failed failure success must is was are not too does cannot can for field input text string bcrypt argon2 scrypt pbkdf2 plain set updated weak strong unknown and or the a an to of in on with without basic bearer oauth2 mismatch authentication error md5 sha1 sha2 sha256 crypt hashbytes digest encode concat cast convert coalesce nullif'.split(
    ' ',
  ),
);
/** Where the secret is, not what it is: a URL, a path, a reference into a store. */
const PLACE =
  /^(?:[a-z][a-z\d+.-]{1,20}:\/\/|\.{0,2}\/|[A-Za-z]:\\|arn:|vault:|secret\/|secrets\/|projects\/|env:|file:|ref:|@Microsoft\.KeyVault(?:\(|$)|@[A-Za-z_]\w{0,63}$)/;
/** `users.password`, `config.getToken()`, `password_hash`: a name in a program or a statement. */
const NAME = /^[A-Za-z_]\w{0,63}(?:\.[A-Za-z_]\w{0,63}){1,8}(?:\([^()]{0,64}\))?$|^[A-Za-z_]\w{0,63}\([^()]{0,64}\)$/;
const NAME_OF_SECRET = /^[a-z_]{0,40}(?:password|passwd|secret|token|key|credential)s?(?:_[a-z]{1,20}){0,3}$/i;
/** `1.2.3`, `^9.0.0-beta.1`, `v1.4.0-alpine`, `==1.3.0`, `jjwt-api:0.11.2`, `auth@2.1.0`: of a package. */
const VERSION =
  /^(?:[=~^<>!]{1,3}v?\d[\w.+-]{0,40}|v?\d{1,4}(?:\.\d{1,8}){2,4}(?:[-+.][A-Za-z][\w.+-]{0,40})?|(?:[\w-]{1,64}[./]){0,6}[A-Za-z][\w-]{0,64}[:@](?:[A-Za-z][\w.-]{0,64}:)?[v^~]?\d{1,5}(?:\.\d{1,8}){1,3}(?:[-+.][A-Za-z][\w.+-]{0,40})?)$/;
/** What `Object.toString` and its like write: `com.acme.Token@1f2e3d4c`, `[C@5e2de80c`, `0x7f3a...`, `sha256:...`. */
const OBJECT =
  /^(?:[\w$]{1,64}(?:\.[\w$]{1,64}){1,12}(?:\[\])?@[\da-f]{1,16}|(?:\[[A-Z]|\[L[\w.$]{1,200};)@[\da-f]{1,16}|[A-Z][A-Za-z$]{2,64}@(?=[\da-f]{0,8}\d)(?=[\da-f]{0,8}[a-f])[\da-f]{6,8}|#?<[A-Za-z_][\w.:]{0,128}>|0x[\da-fA-F]{1,16}|sha(?:1|256|384|512)[:-][A-Za-z\d+/=]{27,128})$/;
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
  if (PLACE.test(value) || NAME.test(value) || DATE.test(value) || VERSION.test(value) || OBJECT.test(value))
    return undefined;
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

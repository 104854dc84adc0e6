import { keyWords } from './key-words.ts';

/** What a key says that its value is: a password, whatever it looks like; or a secret, if it looks like one. */
export type SecretKeyKind = 'password' | 'secret';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const PASSWORD = words(
  'password passwd pwd passphrase passcode passwort kennwort motdepasse contrasena senha wachtwoord userpass dbpass mysqlpass smtppass otp',
);
const ENDS_IN_PASSWORD = /(?:password|passwd|passphrase)\d?$/;
/** `pass` means a password behind these only. */
const BEFORE_PASS = words(
  'user db database smtp ftp admin root login mail email redis mysql pg postgres proxy auth basic',
);
const SECRET = words(
  'secret secrets token credential credentials apikey secretkey accesskey authkey privatekey clientsecret accesstoken refreshtoken idtoken authtoken apitoken usertoken sessiontoken bearertoken csrftoken xsrftoken xsrf csrf csrfmiddlewaretoken authenticity jwt sessionid jsessionid phpsessid sessid aspsessionid connectsid sessionkey bearer authorization',
);
const ENDS_IN_SECRET = /(?:secret|token|apikey|accesskey|secretkey|privatekey)$/;
/** A key of which kind is a secret. */
const BEFORE_KEY = words(
  'api secret private access signing sign encryption encrypt encoding master account shared auth license licence app application webhook consumer storage ssh deploy admin service subscription functions host hmac aes rsa',
);
/** Without one of these as its words, or one of the endings within them, a key names no secret. */
export const SECRET_KEY_WORDS: readonly string[] = [...PASSWORD, ...SECRET, 'pass', 'key', 'keys'];
export const SECRET_KEY_ENDINGS: readonly string[] =
  'password passwd passphrase secret token apikey accesskey secretkey privatekey csrf xsrf connect.sid'.split(' ');
/** What is about a secret, or counts, names or places it. */
const ABOUT = words(
  'id ids name names count counts type types length len size limit usage used policy policies expiry expires expire expiration expired ttl public primary foreign partition sort cache index hint url uri endpoint path file filename field column columns prefix version status valid enabled disabled required attempts attempt created updated at date time timestamp rotation rotated input output total max min reset changed strength arn algorithm alg kind scope scopes issuer audience provider store manager method mode format label title ref reference param params rate per bucket balance symbol address ring schema table class error message reason code state result page next previous continuation cursor sync cancellation fencing idempotency correlation trace span is has have should must no use with without num number percentage cached prompt completion reasoning remaining verified generated handler service_account route',
);

const known = new Map<string, SecretKeyKind | 'none'>();
const KEPT = 4_000;

/** Whether the key, or where it says nothing (`value`) one above it, names a password or another secret. */
export function secretKeyKind(key: string): SecretKeyKind | undefined {
  const before = known.get(key);
  const kind = before ?? kindOf(key) ?? 'none';
  if (before === undefined && known.size < KEPT) known.set(key, kind);
  return kind === 'none' ? undefined : kind;
}

function kindOf(key: string): SecretKeyKind | undefined {
  if (key.length > 128) return undefined;
  const all = keyWords(key);
  const own = keyWords(key.slice(key.lastIndexOf('.') + 1));
  // A word alone is of the one before it: `page.token`; others are only about their own.
  if (isAbout(own.length > 1 ? own : all.slice(-2))) return undefined;
  const last = all.at(-1) ?? '';
  const previous = all.at(-2) ?? '';
  const ends = [last, previous + last, /^\d+$/.test(last) ? previous : ''];
  if (ends.some(word => PASSWORD.has(word)) || ENDS_IN_PASSWORD.test(last)) return 'password';
  if (all.some(word => word === 'password' || word === 'passwd')) return 'password';
  if (last === 'pass' && (previous === '' || BEFORE_PASS.has(previous))) return 'password';
  if (ends.some(word => SECRET.has(word)) || ENDS_IN_SECRET.test(last)) return 'secret';
  if (/^(?:key|keys)$/.test(last) && BEFORE_KEY.has(previous)) return 'secret';
  return key.toLowerCase().endsWith('connect.sid') || all.includes('csrf') || all.includes('xsrf')
    ? 'secret'
    : undefined;
}

/** `id_token` is one, though it has the word `id`. */
function isAbout(all: readonly string[]): boolean {
  return all.some(
    (word, index) =>
      ABOUT.has(word) &&
      !(word === 'id' && (all[index + 1] === 'token' || all[index - 1] === 'secret')) &&
      !(word === 'service' && all[index + 1] === 'key') &&
      // `reset_token` resets a password.
      !((word === 'reset' || word === 'verified') && all[index + 1] === 'token'),
  );
}

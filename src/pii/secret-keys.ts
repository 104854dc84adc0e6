import { KeptForTurn } from '../kept-for-turn.ts';
import { keyWords } from './key-words.ts';

/** What a key says that its value is: a password, whatever it looks like; or a secret, if it looks like one. */
export type SecretKeyKind = 'password' | 'secret';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const PASSWORD = words(
  'password passwd pwd passphrase passcode passwort kennwort motdepasse contrasena senha wachtwoord userpass dbpass mysqlpass smtppass keypass storepass requirepass masterauth otp',
);
const ENDS_IN_PASSWORD = /(?:password|passwd|passphrase)\d?$/;
/** `pass` means a password behind these only. */
const BEFORE_PASS = words(
  'user db database smtp ftp admin root login mail email redis mysql pg postgres proxy auth basic keystore truststore store key bind ldap rabbitmq mongo mongodb service my the sudo api',
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
/** A token of which kind is no secret: it is a place in a list, or a part of a text. */
const OTHER_TOKEN =
  /^(?:page|next|previous|prev|continuation|continue|cursor|sync|cancellation|cancel|fencing|idempotency|correlation|trace|span|input|output|total|max|min|cached|prompt|completion|reasoning|remaining|public|partition|symbol|erc\d*|nft|balance|contract|unexpected|syntax|lexer|parser|num|number|count|bucket|rate)$/;
const ENDS_IN_OTHER_TOKEN = /^(?:(?:next|prev|previous)?(?:page|sync)|next|continuation|cancellation|cursor)token$/;
/** Behind a secret's word: what is about it, or counts, names or places it. */
const ABOUT = words(
  'id ids name names count counts type types length len size limit usage used policy policies expiry expires expire expiration expired ttl public primary foreign partition sort cache index hint url uri endpoint path file filename field column columns prefix version status valid validity enabled disabled required attempts attempt created updated at date time timestamp rotation rotated input output total max min reset changed change strength arn algorithm alg kind scope scopes issuer audience provider store manager method mode format label title ref reference param params rate per bucket balance symbol address ring schema table class error message reason code state result page next previous continuation cursor sync cancellation fencing idempotency correlation trace span is has have should must no use with without num number percentage cached prompt completion reasoning remaining verified generated handler service route last since days age check rule rules validator validation encoder encoding encryption hasher flow grant set location source key user username owner host port level complexity history min_length question recovery protection auth authentication env variable vars template placeholder link email sent verifier form input_type match matches mismatch ok fail failed failure success',
);
/** Behind a password's word: it is still one. */
const STILL_PASSWORD = words(
  'confirmation confirm confirmed repeat repeated again new old current value val plain plaintext raw text hash hashed digest encrypted clear cleartext secret db database prod production dev staging test backup string data bytes base base64 b64 md5 sha1 sha256 bcrypt',
);
/** The names of a session in the semantic conventions and in the ways in which AI frameworks are traced: no login. */
const NAMED_SESSION =
  /(?:^|\.)session\.(?:previous_)?id$|^(?:ai|gen_ai|mcp|traceloop|langfuse|langsmith|openinference)\./i;

const known = new KeptForTurn<string, SecretKeyKind | 'none'>();
const KEPT = 4_000;

/** Whether the key, or where it says nothing (`value`) one above it, names a password or another secret. */
export function secretKeyKind(key: string): SecretKeyKind | undefined {
  const before = known.get(key);
  const kind = before ?? kindOf(key) ?? 'none';
  if (before === undefined && known.size < KEPT) known.set(key, kind);
  return kind === 'none' ? undefined : kind;
}

/** Only words behind the secret's own make it about one: `cache_password` is a password, `password_policy` is not. */
function kindOf(key: string): SecretKeyKind | undefined {
  if (key.length > 128) return undefined;
  const all = keyWords(key);
  for (let at = all.length - 1; at >= 0; at--) {
    const kind = kindOfWord(all, at, key);
    if (kind === undefined) continue;
    return behind(kind, all.slice(at + 1));
  }
  return key.toLowerCase().endsWith('connect.sid') ? 'secret' : undefined;
}

/** What the word says, together with the one before it. */
function kindOfWord(all: readonly string[], at: number, key: string): SecretKeyKind | undefined {
  const word = all[at] ?? '';
  const previous = all[at - 1] ?? '';
  if (PASSWORD.has(word) || PASSWORD.has(previous + word) || ENDS_IN_PASSWORD.test(word)) return 'password';
  if (word === 'pass' && (previous === '' || BEFORE_PASS.has(previous))) return 'password';
  if (word === 'id' && previous === 'session') return NAMED_SESSION.test(key) ? undefined : 'secret';
  if (word === 'token') return isOtherToken(all, at) ? undefined : 'secret';
  if (SECRET.has(word) || SECRET.has(previous + word)) return 'secret';
  if (ENDS_IN_SECRET.test(word)) return ENDS_IN_OTHER_TOKEN.test(word) ? undefined : 'secret';
  return /^keys?$/.test(word) && BEFORE_KEY.has(previous) ? 'secret' : undefined;
}

function isOtherToken(all: readonly string[], at: number): boolean {
  return (
    OTHER_TOKEN.test(all[at - 1] ?? '') || (at > 1 && OTHER_TOKEN.test(all[at - 2] ?? '') && all[at - 1] === 'page')
  );
}

function behind(kind: SecretKeyKind, rest: readonly string[]): SecretKeyKind | undefined {
  const telling = rest.filter(word => !/^\d+$/.test(word));
  if (telling.length === 0) return kind;
  if (telling.some(word => ABOUT.has(word))) return undefined;
  if (kind === 'password') return telling.every(word => STILL_PASSWORD.has(word)) ? 'password' : 'secret';
  return telling.every(word => STILL_PASSWORD.has(word)) ? 'secret' : undefined;
}

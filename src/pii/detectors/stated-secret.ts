import type { DetectContext, Detection, PiiDetector } from '../detector.ts';
import { isRedacted } from '../redacted.ts';
import { secretIn } from '../secret-value.ts';

const NONE: readonly Detection[] = [];
const TELLING = /auth|passw|requirepass|setuser|sasl|identified|crypt\(/i;
/** Later commands of a pipeline are looked at so far. */
const LONGEST = 65_536;

/** A statement of which the secret has no key: `IDENTIFIED BY tiger`, `PASSWORD('...')`. */
const STATEMENTS: readonly RegExp[] = [
  /\bidentified\s{1,4}(?:with\s{1,4}["'`]?\w{1,64}["'`]?\s{1,4})?(?:by|as)\s{1,4}(?:password\s{1,4}|values\s{1,4})?(?:'([^']{1,256})'|"([^"]{1,256})"|([^\s'"`;,()]{1,128}))/gi,
  /\b(?:old_)?password\s{0,4}\(\s{0,4}'([^']{1,256})'/gi,
  /(?<![\w.])crypt\s{0,4}\(\s{0,4}'([^']{1,256})'\s{0,4},/gi,
  // .netrc
  /\bmachine\s{1,4}\S{1,255}\s{1,4}login\s{1,4}\S{1,128}\s{1,4}password\s{1,4}(\S{1,256})/gi,
  // mongosh
  /\.(?:changeUserPassword|auth)\s{0,4}\(\s{0,4}["'][^"']{1,128}["']\s{0,4},\s{0,4}["']([^"']{1,256})["']/g,
];
/** `PASSWORD 'x'`, `PASSWORD = N'x'`: what stands before it in its statement tells whether it sets one. */
const PASSWORD = /\bpassword\s{0,4}(?:=|to)?\s{0,4}N?'([^']{1,256})'/gi;
const SETS_PASSWORD = /\b(?:with|set|encrypted)\s{1,4}$/i;
const OF_USER = /\b(?:create|alter)\s{1,4}(?:user|role|login|group|database|server)\b/i;
const BEFORE_PASSWORD = 220;
/** `SET PASSWORD FOR 'app'@'%' = 'x'`. */
const SET_FOR = /\bset\s{1,4}password\s{1,4}for\b/gi;
const ASSIGNED = /(?:=|\bto\b)\s{0,4}N?'([^']{1,256})'/i;
const BEHIND_FOR = 400;
/** PLAIN's is user and password, SCRAM's is enough to try passwords on. */
const SASL_PAYLOAD =
  /["']?payload["']?\s{0,4}[:=]\s{0,4}(?:\{\s{0,4}["']?\$binary["']?\s{0,4}:\s{0,4}(?:\{[^{}]{0,64}["']?base64["']?\s{0,4}:\s{0,4})?|(?:new\s{1,4})?BinData\(\s{0,4}\d\s{0,4},\s{0,4}|Binary(?:\.createFromBase64)?\(\s{0,4}b?)?["']([A-Za-z\d+/=_-]{8,4096})["']/g;

/** What stands between the words of a Redis command: blanks, the quotes of MONITOR, lists, the lengths of RESP. */
const BETWEEN = String.raw`["'\]]{0,2}(?:[ \t,]{1,4}|(?:\r?\n|\\r\\n)\$\d{1,5}(?:\r?\n|\\r\\n))["'[]{0,2}`;
const WORD = String.raw`([^\s"',\[\]\\]{1,256})`;
const BEGINS = String.raw`(?:^|[\n;]|\\n|\] )[\s>$\d*\[]{0,8}["'\[]{0,2}`;
const ENDS = String.raw`(?=["'\]]{0,2}\s{0,4}(?:$|[\n\r;]|\\r|\\n))`;
/** https://redis.io/docs/latest/commands/auth: of two words the first is the user. */
const AUTH = new RegExp(`${BEGINS}auth${BETWEEN}${WORD}(?:${BETWEEN}${WORD})?${ENDS}`, 'gi');
const HELLO = new RegExp(`${BEGINS}hello${BETWEEN}\\d${BETWEEN}auth${BETWEEN}${WORD}${BETWEEN}${WORD}`, 'gi');
const MIGRATE = new RegExp(`${BEGINS}migrate\\b[^\\n]{1,256}\\s(?:auth|auth2\\s{1,4}\\S{1,128})\\s{1,4}${WORD}`, 'gi');
const CONFIG = new RegExp(
  `(?:config${BETWEEN}set${BETWEEN}|(?:^|\\n)\\s{0,4}|--)(?:requirepass|masterauth)${BETWEEN}${WORD}`,
  'gi',
);
const SETUSER = new RegExp(`\\bacl${BETWEEN}setuser${BETWEEN}[^\\n]{1,2048}`, 'gi');
/** `>secret` adds a password, `<secret` takes one away, `#` and `!` do so by its SHA-256. */
const ACL_RULE = /[\s"',[](?:[><]([^\s"',[\]]{1,256})|[#!]([\da-f]{64}))(?=$|[\s"',\]])/gi;
const DATABASE_WORDS = new Set(['db', 'redis', 'statement', 'valkey', 'database', 'command']);
/** SMTP's and FTP's AUTH names a mechanism. */
const MECHANISM =
  /^(?:login|plain|tls|ssl|tls-[cp]|cram-md5|digest-md5|xoauth2|oauthbearer|scram-[\w-]+|ntlm|gssapi|external|anonymous|kerberos_v4|service|failed|error|required|ok|success|token|header|provider|middleware)$/i;

/** Passwords in statements to a database, where no key says that they are: Redis, MongoDB, SQL; and in a .netrc. */
export const STATED_SECRET: PiiDetector = {
  name: 'stated-secret',
  kind: 'secret',
  confidence: 'medium',
  detect: (text, context) => (text.length <= LONGEST && TELLING.test(text) ? detectStated(text, context) : NONE),
};

function detectStated(text: string, context: DetectContext): readonly Detection[] {
  const found: Detection[] = [];
  for (const pattern of STATEMENTS) addAll(text, pattern, found);
  if (/password/i.test(text)) addPasswords(text, found);
  if (/sasl(?:Start|Continue)/i.test(text)) addAll(text, SASL_PAYLOAD, found);
  if (/auth/i.test(text)) addAuth(text, context, found);
  if (/setuser/i.test(text)) addAcl(text, found);
  if (/requirepass|masterauth/i.test(text)) addAll(text, CONFIG, found);
  return found.length === 0 ? NONE : found;
}

function addAll(text: string, pattern: RegExp, found: Detection[]): void {
  for (const match of text.matchAll(pattern))
    add(
      match,
      match.slice(1).findLast(group => group !== undefined),
      found,
    );
}

function addPasswords(text: string, found: Detection[]): void {
  for (const match of text.matchAll(PASSWORD)) {
    const before = text.slice(Math.max(0, match.index - BEFORE_PASSWORD), match.index);
    if (SETS_PASSWORD.test(before) || OF_USER.test(before.slice(before.lastIndexOf(';') + 1)))
      add(match, match[1], found);
  }
  for (const { index, 0: begun } of text.matchAll(SET_FOR)) {
    const start = index + begun.length;
    const [rest = ''] = text.slice(start, start + BEHIND_FOR).split(';');
    const assigned = ASSIGNED.exec(rest);
    const value = assigned?.[1];
    if (assigned === null || value === undefined || secretIn(value, 'password') === undefined) continue;
    const at = start + rest.indexOf(`'${value}'`, assigned.index) + 1;
    found.push({ start: at, end: at + value.length, form: 'password' });
  }
}

function add(match: RegExpExecArray, value: string | undefined, found: Detection[]): void {
  if (value === undefined || secretIn(value, 'password') === undefined) return;
  const start = match.index + match[0].lastIndexOf(value);
  found.push({ start, end: start + value.length, form: 'password' });
}

function addAuth(text: string, { words }: DetectContext, found: Detection[]): void {
  for (const pattern of [HELLO, MIGRATE]) addAll(text, pattern, found);
  const isDatabase = words.some(word => DATABASE_WORDS.has(word));
  for (const match of text.matchAll(AUTH)) {
    const [, first = '', second] = match;
    const value = second ?? first;
    if (MECHANISM.test(first) || isRedacted(value)) continue;
    // Out of a database's statements, the words of a sentence may stand so.
    if (isDatabase || (/AUTH/.test(match[0]) && /\d/.test(value) && /[A-Za-z]/.test(value))) add(match, value, found);
  }
}

function addAcl(text: string, found: Detection[]): void {
  for (const { index, 0: command } of text.matchAll(SETUSER)) {
    for (const rule of command.matchAll(ACL_RULE)) {
      const value = rule[1] ?? rule[2] ?? '';
      if (isRedacted(value)) continue;
      const start = index + rule.index + rule[0].lastIndexOf(value);
      found.push({ start, end: start + value.length, form: 'password' });
    }
  }
}

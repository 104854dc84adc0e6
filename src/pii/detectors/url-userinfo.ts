import type { Detection, PiiDetector } from '../detector.ts';
import { isRedacted } from '../redacted.ts';

const NONE: readonly Detection[] = [];
/** The longest part before `@` that is looked at. */
const REACH = 512;
const SCHEME_CHARACTER = /[A-Za-z\d+.-]/;
const LONGEST_SCHEME = 32;
/** What ends an authority (RFC 3986 section 3.2), or cannot be in a URL. */
const ENDS_AUTHORITY = /[/?#\s"'<>\\^`{|}]/;
/** `user:password@tcp(host:3306)/db`, as Go's drivers have it. */
const DSN = /@(?:tcp|tcp4|tcp6|unix|udp)\(/g;
const DSN_USERINFO = /^[\w.%-]{1,64}:[^\s@]{1,128}$/;
/** `jdbc:oracle:thin:user/password@host`. */
const ORACLE = /\bthin:[\w.%-]{1,64}\/([^\s@/"']{1,128})@/g;

/** User and password in a URL or a connection string; for HTTP the user alone, too, which must not be in `url.full`. */
export const URL_USERINFO: PiiDetector = {
  name: 'url-userinfo',
  kind: 'credential',
  confidence: 'high',
  detect: text => (text.includes('@') && text.includes(':') ? detectUserinfo(text) : NONE),
  mask: () => '***:***',
};

function detectUserinfo(text: string): readonly Detection[] {
  const found: Detection[] = [];
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
    const start = at + 3;
    const end = endOfUserinfo(text, start);
    const scheme = schemeBefore(text, at);
    if (end === undefined || scheme === '' || !isSecret(scheme, text.slice(start, end))) continue;
    found.push({ start, end, form: scheme });
  }
  if (text.includes('@tcp') || text.includes('@u')) addDsn(text, found);
  if (text.includes('thin:')) addOracle(text, found);
  return found;
}

/** The last `@` of the authority: a password may hold others. */
function endOfUserinfo(text: string, start: number): number | undefined {
  let last: number | undefined;
  const end = Math.min(text.length, start + REACH);
  for (let at = start; at < end; at++) {
    const char = text[at] ?? '';
    if (char === '@') last = at;
    else if (ENDS_AUTHORITY.test(char) && !isPlaceholder(text, start, at)) break;
  }
  return last;
}

/** `${USER}:<password>@`: brackets that belong to a placeholder do not end the authority. */
function isPlaceholder(text: string, start: number, at: number): boolean {
  const char = text[at] ?? '';
  if (!'{}<>'.includes(char)) return false;
  const before = at === start ? ':' : (text[at - 1] ?? '');
  return '}>'.includes(char) ? /[\w{<]/.test(before) : ':${<'.includes(before);
}

function isSecret(scheme: string, userinfo: string): boolean {
  // `<user:password>`
  if (userinfo.startsWith('<') && isRedacted(userinfo)) return false;
  const colon = userinfo.indexOf(':');
  const user = colon < 0 ? userinfo : userinfo.slice(0, colon);
  const password = colon < 0 ? '' : userinfo.slice(colon + 1);
  if (password !== '') return !isRedacted(password);
  return scheme.startsWith('http') && user !== '' && !isRedacted(user);
}

function schemeBefore(text: string, end: number): string {
  let start = end;
  while (start > 0 && end - start < LONGEST_SCHEME && SCHEME_CHARACTER.test(text[start - 1] ?? '')) start--;
  return text.slice(start, end).toLowerCase();
}

function addDsn(text: string, found: Detection[]): void {
  for (const { index } of text.matchAll(DSN)) {
    const before = text.slice(Math.max(0, index - 200), index);
    const userinfo = before.slice(Math.max(...[' ', '"', "'", '=', '/', '\n'].map(end => before.lastIndexOf(end))) + 1);
    if (!DSN_USERINFO.test(userinfo)) continue;
    const password = userinfo.slice(userinfo.indexOf(':') + 1);
    if (!isRedacted(password)) found.push({ start: index - password.length, end: index, form: 'dsn' });
  }
}

function addOracle(text: string, found: Detection[]): void {
  for (const match of text.matchAll(ORACLE)) {
    const password = match[1] ?? '';
    const end = match.index + match[0].length - 1;
    if (!isRedacted(password)) found.push({ start: end - password.length, end, form: 'oracle' });
  }
}

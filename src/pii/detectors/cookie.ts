import type { Detection, PiiDetector } from '../detector.ts';
import { keyWords } from '../key-words.ts';
import { isRedacted } from '../redacted.ts';

const NONE: readonly Detection[] = [];
/** `cookie`, `set-cookie`, as a header, or as an attribute of one. */
const COOKIE_KEY = /(?:^|[._-])(?:set[-_])?cookies?$/i;
const IN_TEXT = /\b(?:set-)?cookie["']?\s{0,2}[:=]\s{0,2}["'[]{0,2}([^\r\n"']{3,8192})/gi;
const LONGEST_NAME = 128;
/** What makes a cookie one that lets its holder in. */
const TELLING = new Set(
  'session sess sid ssid auth authorization token jwt csrf xsrf csrftoken remember login logged sso access refresh identity credential credentials secret account'.split(
    ' ',
  ),
);
const ENDS = /(?:sid|sessid|sessionid|session|token|auth|jwt)$/i;
const SHORTEST = 6;

/** The values of cookies that stand for a login: of sessions, tokens, remembered users. */
export const COOKIE: PiiDetector = {
  name: 'cookie',
  kind: 'credential',
  confidence: 'high',
  detect(text, { key }) {
    if (key !== undefined && COOKIE_KEY.test(key)) return pairsIn(text, 0);
    return text.includes('ookie') ? detectHeaders(text) : NONE;
  },
};

function detectHeaders(text: string): readonly Detection[] {
  const found: Detection[] = [];
  for (const match of text.matchAll(IN_TEXT)) {
    const cookies = match[1] ?? '';
    found.push(...pairsIn(cookies, match.index + match[0].length - cookies.length));
  }
  return found;
}

function pairsIn(text: string, offset: number): readonly Detection[] {
  if (!text.includes('=')) return NONE;
  const found: Detection[] = [];
  let at = offset;
  for (const pair of text.split(/[;,]/)) {
    const equals = pair.indexOf('=');
    const name = pair.slice(0, Math.max(0, equals)).trim();
    const [value = ''] = pair.slice(equals + 1).split(/[\s"']/, 1);
    if (value.length >= SHORTEST && name.length <= LONGEST_NAME && isTelling(name) && !isRedacted(value)) {
      const start = at + equals + 1;
      found.push({ start, end: start + value.length, form: 'cookie' });
    }
    at += pair.length + 1;
  }
  return found;
}

function isTelling(name: string): boolean {
  return name.startsWith('__Host-') || ENDS.test(name) || keyWords(name).some(word => TELLING.has(word));
}

import type { DetectContext, Detection, PiiDetector } from '../detector.ts';
import { isRedacted } from '../redacted.ts';
import { beginsToken, endsToken } from '../token-boundary.ts';
import { runLength } from '../vendor-tokens/alphabet.ts';
import { looksDrawn } from '../vendor-tokens/randomness.ts';

const NONE: readonly Detection[] = [];
/** RFC 9110 section 11: a scheme and what it takes. */
const CREDENTIALS =
  /\b(bearer|basic|digest|token|apikey|api-key|ssws|negotiate|ntlm|hawk|aws4-hmac-sha256|sso-key|genie-?key|bot|oauth|key) {1,4}(?=[\w"'=+/~.-])/gi;
/** Anywhere in a text, only what these schemes say is credentials; the others are words of every language. */
const ANYWHERE = new Set(['bearer', 'basic', 'digest', 'apikey', 'aws4-hmac-sha256', 'ssws']);
const SCHEME =
  /earer|asic |igest |pi-?key |PI-?KEY |EARER|ASIC |oken |HMAC|SSWS|egotiate|NTLM|awk |sso-key|enie|OAuth|ot /;
/** Whatever stands under these. */
const HEADERS = new Set([
  'authorization',
  'proxy-authorization',
  'x-authorization',
  'x-forwarded-authorization',
  'x-original-authorization',
]);
/** Shorter ones, out of a header, are words. */
const MIN_ANYWHERE = 16;
const MAX_TOKEN = 16_384;
const JUDGED = 512;
const SCHEME_ALONE = /^(?:bearer|basic|digest|negotiate|ntlm|hawk|token|apikey)$/i;
const UPPER_OR_DIGIT = /[A-Z\d]/;

/** What follows `Bearer`, `Basic`, `Digest` and their like, and all that an authorization header holds. */
export const AUTHORIZATION: PiiDetector = {
  name: 'authorization',
  kind: 'credential',
  confidence: 'high',
  detect(text, context) {
    if (context.key !== undefined && isHeader(context.key)) return detectHeader(text);
    return text.includes(' ') && SCHEME.test(text) ? detectAnywhere(text, context) : NONE;
  },
};

function isHeader(key: string): boolean {
  const name = key
    .toLowerCase()
    .replace(/^.{0,200}\./, '')
    .replaceAll('_', '-');
  return HEADERS.has(name);
}

function detectHeader(text: string): readonly Detection[] {
  // A part of a token that was decoded keeps the header's name.
  if (text.startsWith('{')) return NONE;
  const start = /^["'[\s]{0,4}/.exec(text)?.[0].length ?? 0;
  const [, scheme = '', rest = text] = /^["'[\s]{0,4}([A-Za-z][\w-]{1,24})[ +]{1,4}(\S[\s\S]*)$/.exec(text) ?? [];
  const value = rest.replace(rest.includes('[') ? /["'\s]{1,4}$/ : /["'\]\s]{1,4}$/, '');
  const from = text.length - rest.length;
  if (value.length < 4 || isRedacted(value) || isRedactedPart(value)) return NONE;
  const form = scheme.toLowerCase();
  if (form === 'basic') return isBasic(value) ? [{ start: from, end: from + value.length, form }] : NONE;
  if (scheme === '' || !/^\S/.test(value)) return isAlone(value) ? [{ start, end: start + value.length }] : NONE;
  // A sentence about authorization is none.
  if (/^[a-z]+ [a-z]/i.test(value) && !value.includes('=')) return NONE;
  return isAlone(value) || value.includes('=') ? [{ start: from, end: from + value.length, form }] : NONE;
}

/** Of parameters, those that are secret are masked: `Credential=***, Signature=***`. */
function isRedactedPart(value: string): boolean {
  const secret = /\b(?:signature|response|mac|token)=["']?([^"',\s]{1,512})/i.exec(value);
  return secret !== null && isRedacted(secret[1] ?? '');
}

function isAlone(value: string): boolean {
  return (
    /^\S{4,}$/.test(value) && !SCHEME_ALONE.test(value) && (UPPER_OR_DIGIT.test(value) || value.length >= MIN_ANYWHERE)
  );
}

function detectAnywhere(text: string, context: DetectContext): readonly Detection[] {
  const found: Detection[] = [];
  CREDENTIALS.lastIndex = 0;
  for (let match = CREDENTIALS.exec(text); match !== null; match = CREDENTIALS.exec(text)) {
    const form = (match[1] ?? '').toLowerCase();
    const named = isNamedBefore(text, match.index) || context.words.includes('authorization');
    if (!named && !ANYWHERE.has(form)) continue;
    const detection = detectAfter(text, CREDENTIALS.lastIndex, form, named);
    if (detection === undefined) continue;
    found.push({ ...detection, form });
    CREDENTIALS.lastIndex = Math.max(detection.end, CREDENTIALS.lastIndex);
  }
  return found;
}

/** `Authorization: Token ...`: whether the header's name stands right before. */
function isNamedBefore(text: string, index: number): boolean {
  return /authorization["'\\]{0,4}\s{0,2}[:=]>?\s{0,2}["'[\\]{0,4}$/i.test(text.slice(Math.max(0, index - 32), index));
}

function detectAfter(text: string, from: number, form: string, named: boolean): Detection | undefined {
  if (form === 'digest' || form === 'hawk' || form === 'aws4-hmac-sha256') return detectParameters(text, from);
  const start = text[from] === '"' || text[from] === "'" ? from + 1 : from;
  const length = runLength(text, start, 'credential', MAX_TOKEN);
  const end = start + text.slice(start, start + length).replace(/[.:]{1,3}$/, '').length;
  const value = text.slice(start, end);
  if (!beginsToken(text, start) || !endsToken(text, end) || /^[.:]{0,3}[[<(]/.test(text.slice(end, end + 4)))
    return undefined;
  if (form === 'basic') return isBasic(value) ? { start, end } : undefined;
  if (value.length < (named ? 4 : MIN_ANYWHERE) || isRedacted(value) || !UPPER_OR_DIGIT.test(value)) return undefined;
  return named || (/\d/.test(value) && looksDrawn(value.slice(0, JUDGED))) ? { start, end } : undefined;
}

/** A challenge (`realm`, `nonce`) is no secret; an answer to one (`response`), or a signature, is. */
function detectParameters(text: string, from: number): Detection | undefined {
  const near = text.slice(from, from + 2_048);
  const answer = /\b(?:response|signature|mac)=["']?([\w+/=-]{16,512})/i.exec(near);
  if (answer === null || isRedacted(answer[1] ?? '') || !looksDrawn(answer[1] ?? '')) return undefined;
  return { start: from, end: from + answer.index + answer[0].length };
}

/** RFC 7617: the base64 of `user:password`. */
function isBasic(value: string): boolean {
  if (!/^[A-Za-z\d+/_-]{4,2000}={0,2}$/.test(value)) return false;
  const decoded = Buffer.from(value, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  if (colon < 0 || !/^[^\ufffd\p{Cc}]+$/u.test(decoded)) return false;
  const [user, password] = [decoded.slice(0, colon), decoded.slice(colon + 1)];
  // A token may stand in either place, with nothing in the other.
  return !(isRedacted(password) && (password !== '' || isRedacted(user)));
}

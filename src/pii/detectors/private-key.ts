import type { Detection, PiiDetector } from '../detector.ts';
import { runLength } from '../vendor-tokens/alphabet.ts';
import { looksDrawn } from '../vendor-tokens/randomness.ts';

const NONE: readonly Detection[] = [];
/** RFC 7468 and what came before it: RSA, EC, DSA, OPENSSH, ENCRYPTED, PGP ... BLOCK. */
const BEGIN = /-{4,5} ?BEGIN (?:[A-Z\d]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)? ?-{4,5}/g;
const END = /-{4,5} ?END (?:[A-Z\d]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)? ?-{4,5}/;
const LONGEST = 16_384;
const SHORTEST = 40;
/** So far behind its first line a key begins: after lines about how it is encrypted. */
const REACH = 400;
/** So many characters of base64 in a row are of a key. */
const MIN_BODY = 16;

const AGE = /\bAGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{20,58}/g;
/** RFC 7518: the private part of an asymmetric key, and all of a symmetric one. */
const JWK_PRIVATE = /"d"\s{0,4}:\s{0,4}"([\w-]{20,1400})"/g;
const JWK_SYMMETRIC = /"k"\s{0,4}:\s{0,4}"([\w-]{16,1400})"/g;
const PUTTY = /Private-Lines: ?\d{1,4}(?:\\r|\\n|\s){1,8}([A-Za-z\d+/=]{16,80})/g;

/** Private keys as PEM (cut off or in one line too), PGP, PuTTY's, age's and JSON Web Keys. */
export const PRIVATE_KEY: PiiDetector = {
  name: 'private-key',
  kind: 'private-key',
  confidence: 'high',
  detect(text) {
    if (text.length < SHORTEST) return NONE;
    const found: Detection[] = [];
    if (text.includes('PRIVATE KEY')) addPem(text, found);
    if (text.includes('AGE-SECRET-KEY-1')) add(text, AGE, 'age', found);
    if (text.includes('Private-Lines:')) add(text, PUTTY, 'putty', found);
    if (text.includes('"kty"')) {
      add(text, JWK_PRIVATE, 'jwk', found);
      if (/"kty"\s{0,4}:\s{0,4}"oct"/.test(text)) add(text, JWK_SYMMETRIC, 'jwk', found);
    }
    return found.length === 0 ? NONE : found;
  },
};

function addPem(text: string, found: Detection[]): void {
  BEGIN.lastIndex = 0;
  for (let begin = BEGIN.exec(text); begin !== null; begin = BEGIN.exec(text)) {
    const from = BEGIN.lastIndex;
    const next = text.indexOf('BEGIN ', from);
    const rest = text.slice(from, Math.min(from + LONGEST, next < 0 ? text.length : next));
    const end = END.exec(rest);
    const body = end === null ? rest : rest.slice(0, end.index);
    if (!holdsKey(body)) continue;
    const length = end === null ? lengthOfBody(body) : end.index + end[0].length;
    found.push({ start: begin.index, end: from + length, form: begin[0].includes('PGP') ? 'pgp' : 'pem' });
    BEGIN.lastIndex = from + length;
  }
}

function holdsKey(body: string): boolean {
  const last = Math.min(body.length, REACH);
  for (let at = 0; at < last; at++) {
    const length = runLength(body, at, 'base64', 64);
    if (length >= MIN_BODY && looksDrawn(body.slice(at, at + length))) return true;
    at += length;
  }
  return false;
}

/** Of a key that was cut off, up to what cannot be of it. */
function lengthOfBody(body: string): number {
  const other = /[^\w+/=:,\s\\-]/.exec(body);
  return other === null ? body.length : other.index;
}

function add(text: string, pattern: RegExp, form: string, found: Detection[]): void {
  for (const match of text.matchAll(pattern)) {
    const secret = match[1] ?? match[0];
    const end = match.index + match[0].lastIndexOf(secret) + secret.length;
    if (looksDrawn(secret)) found.push({ start: end - secret.length, end, form });
  }
}

import type { Detection, PiiDetector } from '../detector.ts';
import { isRedacted } from '../redacted.ts';
import { looksRandom } from '../vendor-tokens/randomness.ts';

const NONE: readonly Detection[] = [];
/**
 * What OAuth 2.0 (RFC 6749, RFC 7636, RFC 8628), OpenID Connect, SAML, CAS and one-time links hand over in a query, a
 * fragment or a form. Their names are words of other things too, hence only long random values
 * count. Of what is named a token, its key tells already.
 */
const PARAMETER =
  /(?:^|[?&#;\s"'(]|&amp;)(code|state|nonce|code_verifier|session_state|authorization_code|auth_code|device_code|oauth_verifier|assertion|client_assertion|saml_?response|saml_?request|saml_?art|relay_?state|ticket|magic|invite|invitation|reset|verification|x-(?:amz|goog)-(?:signature|credential|security-token)|awsaccesskeyid|signature)=([^&#\s"'<>()\\^`|]{1,8192})/gi;
const SIGNS = /^(?:x-|aws)/i;
/** A link that lets its holder in: to set a password, to log in, to join. */
const PATH =
  /\/(?:[\w-]{1,32}[-_])?(reset|resets|forgot|recover|recovery|invite|invites|invitation|invitations|magic|magic-?links?|magic_links?|login-?links?|one-time|otl|passwordless|verify|verify-email|verification|confirm|confirm-email|confirmation|activate|activation|accept-invite|accept-invitation|unsubscribe|password)(?:[-_][a-z]{1,16}){0,2}\/(?:[A-Za-z\d=]{1,12}\/)?([\w~.+=%-]{16,1024})(?=$|[/?#\s"'<>)\],;&])/gi;
const RESETS = /reset|forgot|recover|magic|login|one-time|otl|passwordless|password/i;
/** The id of a thing: a UUID, an ObjectId, a ULID, a cuid, one with a prefix. */
const RESOURCE_ID =
  /^(?:[\da-f]{8}-?(?:[\da-f]{4}-?){3}[\da-f]{12}|[\da-f]{24}|[0-7][\dA-HJKMNP-TV-Z]{25}|c[a-z\d]{24})$/i;
const PREFIXED_ID = /^[a-z]{2,5}_[A-Za-z\d]{10,40}$/;
const HASH_OR_ID = /^[\da-f]{32}$/i;
const SHORTEST = 20;

/** Codes, states and tokens of a login in a URL or a form, and tokens in the paths of links that let one in. */
export const LOGIN_PARAMETER: PiiDetector = {
  name: 'login-parameter',
  kind: 'credential',
  confidence: 'medium',
  detect(text) {
    if (text.length < SHORTEST) return NONE;
    const found: Detection[] = [];
    if (text.includes('=')) addParameters(text, found);
    if (text.includes('/')) addPaths(text, found);
    return found.length === 0 ? NONE : found;
  },
};

function addParameters(text: string, found: Detection[]): void {
  for (const { index, 0: whole, 1: key = '', 2: value = '' } of text.matchAll(PARAMETER)) {
    if (isRedacted(value) || !(SIGNS.test(key) || isHandedOver(value))) continue;
    const end = index + whole.length;
    found.push({ start: end - value.length, end, form: key });
  }
}

function isHandedOver(value: string): boolean {
  const plain = value.replace(/%(?:2B|2F|3D|7E|2E|5F|2D)/gi, '');
  return plain.length >= SHORTEST && !RESOURCE_ID.test(plain) && looksRandom(plain);
}

function addPaths(text: string, found: Detection[]): void {
  for (const { index, 0: whole, 1: word = '', 2: token = '' } of text.matchAll(PATH)) {
    if (token.length < SHORTEST || isId(token, word) || isRedacted(token) || !looksRandom(token)) continue;
    const end = index + whole.length;
    found.push({ start: end - token.length, end, form: word.toLowerCase() });
  }
}

/** 32 hex digits are a token where a password is reset or somebody is let in, and elsewhere may be an id or a digest. */
function isId(token: string, word: string): boolean {
  if (HASH_OR_ID.test(token)) return !RESETS.test(word);
  return RESOURCE_ID.test(token) || PREFIXED_ID.test(token);
}

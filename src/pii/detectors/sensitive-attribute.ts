import type { Detection, PiiDetector } from '../detector.ts';
import { isRedacted } from '../redacted.ts';

const NONE: readonly Detection[] = [];

/**
 * Attributes whose every value is personal or secret, by the semantic conventions' own warnings or by what they are.
 * Those that nearly every span has (`url.full`, `db.query.text`, `exception.message`, `process.command_args`) are not
 * here: what is wrong with them is in them, and other detectors look through it.
 */
const PERSONAL = new Set([
  'user.email',
  'user.full_name',
  'user.name',
  'enduser.id',
  'enduser.pseudo.id',
  'device.id',
  'http.request.body.content',
  'http.response.body.content',
  'db.statement.parameters',
  'db.sql.parameters',
  'db.query.parameters',
]);
/** Keys that are sensitive, as their own or as what they begin with. */
export const SENSITIVE_KEYS: readonly string[] = [
  ...PERSONAL,
  ...['db.query.parameter', 'db.statement.parameter'],
  ...['http.request.header', 'http.response.header', 'rpc.request.metadata', 'rpc.response.metadata'],
  ...['rpc.grpc.request.metadata', 'rpc.grpc.response.metadata'],
  ...['rpc.connect_rpc.request.metadata', 'rpc.connect_rpc.response.metadata'],
];
/** `db.query.parameter.<key>`. */
const PERSONAL_BELOW = /^(?:db\.query\.parameter|db\.statement\.parameter)(?:\.|$)/;
/** Headers as attributes, of a request or a response, of HTTP or RPC. */
const HEADER =
  /^(?:http\.(?:request|response)\.header|rpc\.(?:request|response)\.metadata|rpc\.grpc\.(?:request|response)\.metadata|rpc\.connect_rpc\.(?:request|response)\.metadata)\.(.{1,64})$/;
const SECRET_HEADERS = new Set(
  'authorization proxy-authorization cookie set-cookie cookie2 set-cookie2 x-api-key api-key apikey x-auth-token x-access-token x-session-token x-csrf-token x-csrftoken x-xsrf-token x-amz-security-token x-vault-token x-goog-iap-jwt-assertion x-goog-api-key x-gitlab-token private-token x-shopify-access-token x-auth x-authorization x-forwarded-authorization x-amzn-oidc-data x-amzn-oidc-accesstoken cf-access-jwt-assertion ocp-apim-subscription-key x-functions-key x-client-cert ssl-client-cert x-forwarded-client-cert authentication-info proxy-authentication-info'.split(
    ' ',
  ),
);
const PERSONAL_HEADERS = new Set(
  'from x-forwarded-for x-real-ip x-client-ip true-client-ip cf-connecting-ip x-cluster-client-ip fastly-client-ip forwarded x-forwarded-user x-forwarded-email x-forwarded-preferred-username x-auth-request-user x-auth-request-email x-goog-authenticated-user-email x-goog-authenticated-user-id x-user-email x-user-name remote-user x-remote-user'.split(
    ' ',
  ),
);
/** Who is nobody in particular. */
const NOBODY = /^(?:anonymous(?:[ _-]?user)?|system|root|guest|nobody|unknown|public|default|service|-)$/i;
/** RFC 1918, loopback, link-local and IPv6's local ranges: the network's own. */
const LOCAL_ADDRESSES =
  /^(?:(?:10|127)\.[\d.]{5,11}|192\.168\.[\d.]{3,7}|172\.(?:1[6-9]|2\d|3[01])\.[\d.]{3,7}|169\.254\.[\d.]{3,7}|::1|f[cde][\da-f:]{2,40})$/i;
/** RFC 6265 section 4.1: what is said about a cookie. */
const COOKIE_OPTION = /^\s{0,4}(?:path|domain|expires|max-age|samesite|priority)=/i;
const NAMES = /^(?:user\.|enduser\.)/;

/** Attributes that are sensitive by their names. */
export const SENSITIVE_ATTRIBUTE: PiiDetector = {
  name: 'sensitive-attribute',
  kind: 'sensitive-attribute',
  confidence: 'medium',
  detect(text, { key }) {
    if (key === undefined || !isSensitive(key) || isRedacted(text) || isInnocent(key, text)) return NONE;
    return [{ start: 0, end: text.length, form: key }];
  },
};

function isSensitive(key: string): boolean {
  const lower = key.toLowerCase();
  if (PERSONAL.has(lower) || PERSONAL_BELOW.test(lower)) return true;
  const header = HEADER.exec(lower)?.[1]?.replaceAll('_', '-');
  return header !== undefined && (SECRET_HEADERS.has(header) || PERSONAL_HEADERS.has(header));
}

function isInnocent(key: string, text: string): boolean {
  if (NAMES.test(key)) return NOBODY.test(text.trim());
  if (!/forwarded[-_]for$|real[-_]ip$|client[-_]ip$|connecting[-_]ip$/.test(key)) return isEmptied(text);
  return text.split(',').every(address => LOCAL_ADDRESSES.test(address.trim()));
}

/** `Bearer ***`, `session=[REDACTED]; theme=***`: a header of which only the values were taken out. */
function isEmptied(text: string): boolean {
  if (text.length > 1_024) return false;
  // The header of a token of which the rest was taken out, decoded.
  if (/^\{"(?:alg|typ|kid)"/.test(text)) return true;
  const scheme = /^[A-Za-z][\w-]{1,24} (.{1,256})$/.exec(text);
  if (scheme !== null && isRedacted(scheme[1] ?? '')) return true;
  const pairs = text.split(/[;,&]/).filter(pair => pair.includes('=') && !COOKIE_OPTION.test(pair));
  return pairs.length > 0 && pairs.every(pair => isRedacted(pair.slice(pair.indexOf('=') + 1)));
}

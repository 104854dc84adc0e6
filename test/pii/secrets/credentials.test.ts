import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { AUTHORIZATION } from '../../../src/pii/detectors/authorization.ts';
import { COOKIE } from '../../../src/pii/detectors/cookie.ts';
import { JWT } from '../../../src/pii/detectors/jwt.ts';
import { PRIVATE_KEY } from '../../../src/pii/detectors/private-key.ts';
import { SIGNED_URL } from '../../../src/pii/detectors/signed-url.ts';
import { URL_USERINFO } from '../../../src/pii/detectors/url-userinfo.ts';
import { found, valuesFound } from './found.ts';

/** The same bytes in every run. */
const bytes = (seed: string): Buffer => createHash('sha256').update(seed).digest();
const url64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const HEADER = url64({ alg: 'HS256', typ: 'JWT' });
const PAYLOAD = url64({ sub: 'ada', name: 'Ada Lovelace' });
const SIGNATURE = bytes('signature').toString('base64url');
const OPAQUE = bytes('opaque').toString('hex');
const BASIC = Buffer.from('ada:hunter2').toString('base64');

describe('a JSON Web Token', () => {
  test.each<[what: string, token: string]>([
    ['signed', `${HEADER}.${PAYLOAD}.${SIGNATURE}`],
    ['unsigned', `${url64({ alg: 'none' })}.${PAYLOAD}.`],
    ['encrypted', `${url64({ alg: 'RSA-OAEP', enc: 'A256GCM' })}.${SIGNATURE}.${SIGNATURE}.${SIGNATURE}.${SIGNATURE}`],
    ['cut off in its payload', `${HEADER}.${PAYLOAD.slice(0, 20)}`],
  ])('is found: %s', (_what, token) => {
    expect(found(JWT, `refused ${token} again`)).toMatchObject([{ value: token, form: 'jwt', mask: 'eyJ***' }]);
  });

  test.each<[what: string, text: string]>([
    ['whose header is no JSON', `eyJhbGciOiJIUzI1NiIsInR5cCI6.${PAYLOAD}.${SIGNATURE}`],
    ['whose header names no algorithm', `${url64({ page: 2, size: 10 })}.${PAYLOAD}.${SIGNATURE}`],
    ['of a header alone', HEADER],
    ['of which the payload was taken out', `${HEADER}.***`],
    ['of which the payload was masked', `${HEADER}.${'x'.repeat(40)}.${'x'.repeat(43)}`],
  ])('is none: %s', (_what, text) => {
    expect(valuesFound(JWT, text)).toEqual([]);
  });
});

describe('credentials of a request', () => {
  test.each<[what: string, text: string, key: string | undefined, value: string]>([
    ['bearer in a header', `Bearer ${OPAQUE}`, 'http.request.header.authorization', OPAQUE],
    ['bearer in a text', `curl -H "Authorization: Bearer ${OPAQUE}" failed`, undefined, OPAQUE],
    ['a short bearer in a header', 'Bearer s3cr3t', 'http.request.header.proxy-authorization', 's3cr3t'],
    ['basic', `Basic ${BASIC}`, 'http.request.header.authorization', BASIC],
    ['basic in a text', `sent Authorization: Basic ${BASIC}`, undefined, BASIC],
    ['a scheme that is not registered', `Token ${OPAQUE}`, 'http.request.header.authorization', OPAQUE],
    ['no scheme at all', OPAQUE, 'http.request.header.authorization', OPAQUE],
  ])('are found: %s', (_what, text, key, value) => {
    expect(valuesFound(AUTHORIZATION, text, key)).toContain(value);
  });

  test.each<[what: string, text: string, key: string | undefined]>([
    ['a redacted token', 'Bearer [REDACTED]', 'http.request.header.authorization'],
    ['stars', 'Basic ***', 'http.request.header.authorization'],
    ['a redacted header in a text', 'Authorization: Bearer <redacted>', undefined],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell's placeholder
    ['a placeholder', 'Authorization: Bearer ${TOKEN}', undefined],
    ['a challenge', 'Bearer realm="shop", error="invalid_token"', 'http.response.header.www-authenticate'],
    ['a sentence', 'Bearer authentication is required, not basic authentication', undefined],
    ['basic that decodes to no user and password', `Basic ${Buffer.from('nothing').toString('base64')}`, undefined],
    ['basic with the password taken out', `Basic ${Buffer.from('ada:***').toString('base64')}`, undefined],
  ])('are none: %s', (_what, text, key) => {
    expect(valuesFound(AUTHORIZATION, text, key)).toEqual([]);
  });
});

describe('a private key', () => {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  const body = randomBytes(300).toString('base64');

  test.each<[what: string, text: string]>([
    ['as PEM', pem],
    ['in one line', pem.replaceAll('\n', '\\n')],
    ['within JSON', JSON.stringify({ config: { key: pem } })],
    ['cut off', pem.slice(0, 70)],
    ['with lines about its encryption', `-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n${body}`],
    ['of PGP', `-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: 2\n\n${body}\n-----END PGP PRIVATE KEY BLOCK-----`],
    ['of PuTTY', `PuTTY-User-Key-File-3: ssh-ed25519\nPrivate-Lines: 1\n${body.slice(0, 48)}`],
    ['as a JSON Web Key', JSON.stringify(jwk)],
    ['of age', `AGE-SECRET-KEY-1${'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L'.repeat(2).slice(0, 58)}`],
  ])('is found: %s', (_what, text) => {
    const [first] = found(PRIVATE_KEY, text);
    expect(first).toMatchObject({ mask: '***' });
  });

  test.each<[what: string, text: string]>([
    ['a public key', pem.replaceAll('PRIVATE', 'PUBLIC')],
    ['a certificate', `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----`],
    ['one that was taken out', '-----BEGIN RSA PRIVATE KEY-----\n[REDACTED]\n-----END RSA PRIVATE KEY-----'],
    ['a sentence about one', 'expected -----BEGIN PRIVATE KEY----- at the first line'],
    ['the public part of a JSON Web Key', JSON.stringify({ kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y })],
  ])('is none: %s', (_what, text) => {
    expect(valuesFound(PRIVATE_KEY, text)).toEqual([]);
  });
});

describe('user and password of a URL', () => {
  test.each<[what: string, text: string, value: string]>([
    ['of HTTP', 'GET https://ada:hunter2@shop.example.com/', 'ada:hunter2'],
    ['the user alone, of HTTP', 'https://ada@shop.example.com/', 'ada'],
    ['of a database', 'postgres://app:s3cr3t@db:5432/orders', 'app:s3cr3t'],
    ['a password with an at sign', 'amqp://app:p@ss@queue/', 'app:p@ss'],
    ['no user', 'redis://:s3cr3t@cache:6379', ':s3cr3t'],
    ['as Go writes it', 'app:s3cr3t@tcp(10.0.0.1:3306)/orders', 's3cr3t'],
    ['as Oracle writes it', 'jdbc:oracle:thin:scott/tiger@//db:1521/x', 'tiger'],
  ])('are found: %s', (_what, text, value) => {
    expect(found(URL_USERINFO, text)).toMatchObject([{ value, mask: '***:***' }]);
  });

  test.each<[what: string, text: string]>([
    ['as the semantic conventions redact them', 'https://REDACTED:REDACTED@shop.example.com/'],
    ['stars', 'postgres://app:***@db/orders'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell's placeholder
    ['variables', 'https://${USER}:${PASSWORD}@shop.example.com/'],
    ['a user of SSH', 'ssh://git@github.com/ada/engine'],
    ['an at sign in the path', 'https://medium.com/@ada/on-engines'],
    ['an at sign in the query', 'https://shop.example.com?mail=ada@example.com'],
  ])('are none: %s', (_what, text) => {
    expect(valuesFound(URL_USERINFO, text)).toEqual([]);
  });
});

describe('a parameter that signs a URL', () => {
  const KEYS = [
    'X-Amz-Signature',
    'X-Amz-Credential',
    'X-Amz-Security-Token',
    'AWSAccessKeyId',
    'Signature',
    'sig',
    'X-Goog-Signature',
  ];
  const places = KEYS.flatMap(key => [
    [key, 'url.full', `https://files.example.com/a?x=1&${key}=abc%2Fdef`],
    [key, 'url.query', `${key}=abc%2Fdef`],
    [key, 'http.url', `https://files.example.com/a?${key}=abc%2Fdef&x=1`],
    [key, 'http.target', `/a?${key}=abc%2Fdef`],
    [key, 'exception.message', `GET https://files.example.com/a?${key}=abc%2Fdef gave 403`],
  ]);

  test.each(places)('is found: %s in %s', (key, attribute = '', text = '') => {
    expect(found(SIGNED_URL, text, attribute)).toContainEqual(
      expect.objectContaining({ value: 'abc%2Fdef', form: key }),
    );
  });

  test.each<[what: string, text: string, key: string]>([
    ['redacted', 'https://files.example.com/a?sig=REDACTED', 'url.full'],
    ['in other letters', 'https://files.example.com/a?SIG=abc&signature=def', 'url.full'],
    ['a header of that name', 'keyId="a",Signature="abcdef"', 'http.request.header.signature'],
    ['a word', 'Signature=valid', 'app.check'],
    ['part of another name', 'https://files.example.com/a?config=abc', 'url.full'],
  ])('is none: %s', (_what, text, key) => {
    expect(valuesFound(SIGNED_URL, text, key)).toEqual([]);
  });
});

describe('a cookie that lets its holder in', () => {
  test.each<[what: string, text: string, key: string | undefined]>([
    ['of a request', `theme=dark; sid=${OPAQUE}`, 'http.request.header.cookie'],
    ['of a response', `connect.sid=${OPAQUE}; Path=/; HttpOnly`, 'http.response.header.set-cookie'],
    ['in a text', `sent Cookie: PHPSESSID=${OPAQUE}; theme=dark`, undefined],
    ['whose name is told by its prefix', `__Host-id=${OPAQUE}`, 'http.request.header.cookie'],
  ])('is found: %s', (_what, text, key) => {
    expect(valuesFound(COOKIE, text, key)).toEqual([OPAQUE]);
  });

  test.each<[what: string, text: string, key: string | undefined]>([
    ['one that says how a page looks', 'theme=midnight; lang=en-GB', 'http.request.header.cookie'],
    ['a redacted one', 'sid=[REDACTED]; token=***', 'http.request.header.cookie'],
    ['a parameter outside of a cookie', `sid=${OPAQUE}`, 'app.query'],
  ])('is none: %s', (_what, text, key) => {
    expect(valuesFound(COOKIE, text, key)).toEqual([]);
  });
});

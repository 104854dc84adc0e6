import { describe, expect, test } from 'vitest';
import { COMMAND_LINE } from '../../../src/pii/detectors/command-line.ts';
import { PASSWORD_BY_KEY } from '../../../src/pii/detectors/password-by-key.ts';
import { SENSITIVE_ATTRIBUTE } from '../../../src/pii/detectors/sensitive-attribute.ts';
import { scanText } from '../../../src/pii/scan/scan-text.ts';
import { SECRET_DETECTORS } from '../../../src/pii/secret-detectors.ts';
import { secretKeyKind } from '../../../src/pii/secret-keys.ts';
import { valuesFound } from './found.ts';

describe('a key', () => {
  test.each(['password', 'passwd', 'user.pwd', 'dbPassword', 'DB_PASS', 'PGPASSWORD', 'passphrase', 'password_hash'])(
    'names a password: %s',
    key => {
      expect(secretKeyKind(key)).toBe('password');
    },
  );

  test.each([
    'secret',
    'client_secret',
    'clientSecret',
    'api_key',
    'apikey',
    'X-Api-Key',
    'access_token',
    'refreshToken',
    'id_token',
    'auth_token',
    'private_key',
    'credentials',
    'connect.sid',
    'csrf_token',
    'csrfmiddlewaretoken',
    'AccountKey',
    'aws_secret_access_key',
    'http.request.header.x-auth-token',
  ])('names a secret: %s', key => {
    expect(secretKeyKind(key)).toBe('secret');
  });

  test.each([
    'db.cache.key',
    'primary_key',
    'partition.key',
    'cache.key',
    'idempotency_key',
    'sort_key',
    'token_count',
    'gen_ai.usage.input_tokens',
    'tokens',
    'max_tokens',
    'messaging.kafka.message.key',
    'public_key',
    'key_id',
    'password_policy',
    'secret_name',
    'k8s.secret.name',
    'session.id',
    'nextPageToken',
    'keyboard',
    'monkey',
    'compass',
    'user.name',
  ])('names neither: %s', key => {
    expect(secretKeyKind(key)).toBeUndefined();
  });
});

describe('what stands under a telling key', () => {
  test.each<[where: string, text: string, key: string | undefined, value: string]>([
    ['an attribute', 'hunter2', 'app.password', 'hunter2'],
    ['JSON', '{"user":"ada","password":"letmein"}', 'app.body', 'letmein'],
    ['a log line', 'password=hunter2 user=ada', undefined, 'hunter2'],
    ['a connection string', 'Server=db;Database=x;User Id=sa;Password=Sw0rdfish!;', undefined, 'Sw0rdfish!'],
    ['an UPDATE', "UPDATE users SET password = 'Tr0ub4dor&3' WHERE id = 1", 'db.query.text', 'Tr0ub4dor&3'],
    ['an INSERT', "INSERT INTO users (name, password) VALUES ('ada', 'hunter2')", 'db.query.text', 'hunter2'],
    ['a form', 'user=ada&client_secret=a1b2c3d4e5', 'http.request.body', 'a1b2c3d4e5'],
    ['a digit password', '123456', 'password', '123456'],
  ])('is found in %s', (_where, text, key, value) => {
    expect(valuesFound(PASSWORD_BY_KEY, text, key)).toContain(value);
  });

  test.each<[what: string, text: string, key: string | undefined]>([
    ['a sentence', 'Invalid password: must be at least 8 characters', undefined],
    ['a message of a parser', 'Unexpected token: } in JSON at position 17', undefined],
    ['a state', 'expired', 'app.password'],
    ['a truth value', 'true', 'app.password'],
    ['a number', '123456789', 'app.token'],
    ['a redaction', '[Filtered]', 'app.password'],
    ['a placeholder', 'SELECT * FROM users WHERE password = ? AND token = $1 AND secret = :secret', 'db.query.text'],
    ['a column', 'SELECT * FROM users u WHERE u.password = o.password', 'db.query.text'],
    ['a variable', 'mutation { login(password: $password) { id } }', 'graphql.document'],
    ['where the secret is', '/run/secrets/db', 'app.password'],
    ['which secret it is', 'billing-service-token', 'app.token'],
  ])('is none when it is %s', (_what, text, key) => {
    expect(valuesFound(PASSWORD_BY_KEY, text, key)).toEqual([]);
  });
});

test('a key that says nothing of itself is told by the one above it', () => {
  const context = { key: 'value', words: ['value', 'password', 'app'] };
  expect(PASSWORD_BY_KEY.detect('letmein', context)).toMatchObject([{ start: 0, end: 7 }]);
  expect(PASSWORD_BY_KEY.detect('letmein', { ...context, words: ['value', 'colour'] })).toEqual([]);
});

describe('an argument of a command', () => {
  test.each<[what: string, text: string, value: string]>([
    ['behind an option', 'app --password hunter2 --verbose', 'hunter2'],
    ['in a list', '["app","--api-key","a1b2c3d4e5"]', 'a1b2c3d4e5'],
    ['of mysql', 'mysql -u root -phunter2 shop', 'hunter2'],
    ['of curl', 'curl -u ada:hunter2 https://shop.example.com', 'hunter2'],
    ['of redis-cli', 'redis-cli -h cache -a hunter2 ping', 'hunter2'],
  ])('is found: %s', (_what, text, value) => {
    expect(valuesFound(COMMAND_LINE, text, 'process.command_line')).toContain(value);
  });

  test.each([
    'docker run -p 8080:80 nginx',
    'ssh -p 2222 host',
    'app --password-file /run/secrets/db --token-ttl 3600',
    'mysql -u root -p shop',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell's placeholder
    'app --password *** --api-key ${API_KEY}',
    'app --password --verbose',
  ])('is none: %s', text => {
    expect(valuesFound(COMMAND_LINE, text, 'process.command_line')).toEqual([]);
  });
});

describe('a sensitive attribute', () => {
  test.each([
    'user.email',
    'user.full_name',
    'user.name',
    'enduser.id',
    'enduser.pseudo.id',
    'device.id',
    'http.request.header.authorization',
    'http.request.header.proxy-authorization',
    'http.request.header.cookie',
    'http.request.header.x-api-key',
    'http.request.header.x_api_key',
    'http.response.header.set-cookie',
    'rpc.request.metadata.authorization',
    'db.query.parameter.0',
    'db.query.parameter.email',
    'db.statement.parameters',
    'gen_ai.input.messages',
    'gen_ai.output.messages',
    'gen_ai.system_instructions',
    'gen_ai.tool.call.arguments',
    'gen_ai.prompt',
    'gen_ai.prompt.0.content',
    'gen_ai.completion',
  ])('is found, and not when redacted: %s', key => {
    expect(scanText('some value', [key], SECRET_DETECTORS).length).toBeGreaterThan(0);
    for (const redacted of ['[REDACTED]', '***', ''])
      expect(valuesFound(SENSITIVE_ATTRIBUTE, redacted, key)).toEqual([]);
  });

  test.each<[key: string, text: string]>([
    ['user.name', 'anonymous'],
    ['enduser.id', 'system'],
    ['user.id', '17'],
    ['session.id', 'a1b2c3'],
    ['url.full', 'https://shop.example.com/'],
    ['db.query.text', 'SELECT 1'],
    ['http.request.header.content-type', 'text/html'],
    ['http.request.header.x-forwarded-for', '10.1.2.3, 127.0.0.1'],
    ['http.request.header.cookie', 'sid=***; theme=[REDACTED]'],
    ['gen_ai.usage.input_tokens', '17'],
  ])('is none: %s with %s', (key, text) => {
    expect(valuesFound(SENSITIVE_ATTRIBUTE, text, key)).toEqual([]);
  });

  test('has the client address that a proxy forwards', () => {
    expect(
      valuesFound(SENSITIVE_ATTRIBUTE, '203.0.113.7, 10.0.0.1', 'http.request.header.x-forwarded-for'),
    ).toHaveLength(1);
  });

  test('gives way to what is found in it', () => {
    const [match, ...others] = scanText('Bearer s3cr3tvalue', ['http.request.header.authorization'], SECRET_DETECTORS);
    expect([match?.detector.name, others]).toEqual(['authorization', []]);
  });
});

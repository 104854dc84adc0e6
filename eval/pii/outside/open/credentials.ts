import { base64, credential, host, jwt, passwordSource, pem, plainPassword, user } from '../secret-values.ts';
import type { Form, Source } from '../source-types.ts';

/** Passwords under keys: words before, between and behind. */
export const PASSWORDS: readonly Source[] = [
  passwordSource('plain keys', ['user password', 'login passwd', 'password', 'db pwd', 'passphrase']),
  passwordSource('a word before', [
    'input password',
    'schema registry password',
    'cache password',
    'form password',
    'backup secret',
  ]),
  passwordSource('stores', [
    'javax net ssl keyStorePassword',
    'truststore password',
    'ssl key password',
    'keystore pass',
  ]),
  passwordSource('secrets', [
    'client secret',
    'oauth client secret',
    'app secret key',
    'signing secret',
    'shared secret',
  ]),
  passwordSource('keys', ['api key', 'x api key', 'encryption key', 'service access key']),
];

const SQL = 'db.query.text';

/** Credentials in connection strings, URLs, headers, statements and command lines. */
export const CREDENTIALS: readonly Form[] = [
  credential('PEM, RSA', r => ({ value: pem(r, 'RSA PRIVATE KEY', 12) }), 'private-key'),
  credential(
    'PEM, OpenSSH',
    r => ({ key: 'app.config.dump', value: `identity:\n${pem(r, 'OPENSSH PRIVATE KEY', 6)}\n` }),
    'private-key',
  ),
  credential(
    'PEM in JSON',
    r => ({ value: JSON.stringify({ type: 'service_account', private_key: `${pem(r, 'PRIVATE KEY', 10)}\n` }) }),
    'private-key',
  ),
  credential(
    'PuTTY key',
    r => ({
      value: `PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: deploy\nPrivate-Lines: 1\n${r.chars('b64', 48)}\nPrivate-MAC: ${r.chars('hex', 64)}\n`,
    }),
    'private-key',
  ),
  credential('JWT, RS256', r => ({
    value: `token was ${jwt(r, { alg: 'RS256', typ: 'JWT', kid: r.chars('hex', 8) }, 342)}`,
  })),
  credential('bearer header', r => ({
    key: 'http.request.header.authorization',
    value: `Bearer ${r.chars('url', 43)}`,
  })),
  credential('bearer in a text', r => ({
    value: `upstream said 403 for Authorization: Bearer ${r.chars('alnum', 40)}`,
  })),
  credential('basic header', r => ({
    key: 'http.request.header.authorization',
    value: `Basic ${base64(`${user(r)}:${plainPassword(r)}`)}`,
  })),
  credential('Postgres URL', r => ({
    key: 'app.database',
    value: `postgresql://${user(r)}:${plainPassword(r)}@${host(r)}:5432/orders?sslmode=require`,
  })),
  credential('MongoDB URL', r => ({
    value: `connecting to mongodb+srv://${user(r)}:${plainPassword(r)}@cluster0.ab1cd.mongodb.net/?retryWrites=true`,
  })),
  credential('Redis URL', r => ({ value: `redis://:${plainPassword(r)}@${host(r)}:6379/0` })),
  credential('JDBC, MySQL', r => ({
    key: 'db.connection_string',
    value: `jdbc:mysql://${host(r)}:3306/crm?user=${user(r)}&password=${plainPassword(r)}&useSSL=true`,
  })),
  credential('JDBC, SQL Server', r => ({
    value: `jdbc:sqlserver://${host(r)}:1433;databaseName=crm;user=${user(r)};password=${plainPassword(r)};encrypt=true`,
  })),
  credential('ODBC', r => ({
    value: `Driver={PostgreSQL Unicode};Server=${host(r)};Port=5432;Database=crm;Uid=${user(r)};Pwd=${plainPassword(r)};`,
  })),
  credential('FTP URL', r => ({
    key: 'url.full',
    value: `ftp://${user(r)}:${plainPassword(r)}@files.acme.cloud/in/orders.csv`,
  })),
  credential('session cookie, Express', r => ({
    key: 'http.request.header.cookie',
    value: `theme=dark; connect.sid=s%3A${r.chars('url', 32)}.${r.chars('alnum', 43)}`,
  })),
  credential('session cookie, set', r => ({
    key: 'http.response.header.set-cookie',
    value: `SESSION=${base64(r.uuid())}; Path=/; HttpOnly; SameSite=Lax`,
  })),
  credential('sessionId in JSON', r => ({
    value: JSON.stringify({ user: r.int(1, 99), sessionId: r.chars('alnum', 32) }),
  })),
  credential('OAuth code', r => ({
    key: 'url.full',
    value: `https://app.acme.cloud/callback?code=${r.chars('url', 43)}&state=${r.chars('url', 22)}`,
  })),
  credential('OAuth fragment', r => ({
    key: 'url.full',
    value: `https://app.acme.cloud/cb#access_token=${r.chars('url', 60)}&token_type=Bearer&expires_in=3600`,
  })),
  credential('OAuth refresh, form', r => ({
    key: 'http.request.body',
    value: `grant_type=refresh_token&client_id=web&refresh_token=${r.chars('url', 48)}`,
  })),
  credential('AWS signature, upper case', r => ({
    key: 'url.full',
    value: `https://b.s3.eu-west-1.amazonaws.com/k.pdf?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20260102T030405Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Signature=${r.chars('hex', 64)}`,
  })),
  credential('Azure SAS', r => ({
    key: 'url.full',
    value: `https://acme.blob.core.windows.net/in/a.csv?sv=2022-11-02&se=2026-01-02T03%3A04%3A05Z&sr=b&sp=r&sig=${encodeURIComponent(`${r.chars('b64', 43)}=`)}`,
  })),
  credential('password reset path', r => ({ key: 'url.path', value: `/account/reset-password/${r.chars('url', 40)}` })),
  credential('magic link', r => ({
    key: 'url.full',
    value: `https://app.acme.cloud/magic-link/${r.chars('url', 48)}`,
  })),
  credential('reset token, query', r => ({ key: 'url.query', value: `lang=de&reset_token=${r.chars('hex', 40)}` })),
  credential('docker login', r => ({
    key: 'process.command_line',
    value: `docker login registry.acme.cloud -u ${user(r)} -p ${plainPassword(r)}`,
  })),
  credential('curl -u', r => ({
    key: 'process.command_line',
    value: `curl -sS -u ${user(r)}:${plainPassword(r)} https://ci.acme.cloud/api/json`,
  })),
  credential('curl, no user', r => ({ value: `+ curl -u ":${plainPassword(r)}" https://ci.acme.cloud/job` })),
  credential('psql', r => ({ value: `PGPASSWORD=${plainPassword(r)} psql -h ${host(r)} -U ${user(r)} -c "select 1"` })),
  credential('argument list', r => ({
    key: 'process.command_args',
    value: JSON.stringify(['./run', '--user', user(r), '--password', plainPassword(r), '--verbose']),
  })),
  credential('two blanks', r => ({ value: `mytool --endpoint ${host(r)} --password  ${plainPassword(r)} --quiet` })),
  credential('Redis AUTH', r => ({ key: SQL, value: `AUTH ${r.pick(['', 'default '])}${plainPassword(r)}` })),
  credential('Redis requirepass', r => ({ key: SQL, value: `CONFIG SET requirepass ${plainPassword(r)}` })),
  credential('MongoDB createUser', r => ({
    key: 'db.statement',
    value: JSON.stringify({ createUser: user(r), pwd: plainPassword(r), roles: [{ role: 'readWrite', db: 'crm' }] }),
  })),
  credential('IDENTIFIED BY', r => ({
    key: SQL,
    value: `CREATE USER '${user(r)}'@'%' IDENTIFIED BY '${plainPassword(r)}'`,
  })),
  credential('Postgres role', r => ({
    key: SQL,
    value: `ALTER ROLE ${user(r)} WITH LOGIN ENCRYPTED PASSWORD '${plainPassword(r)}' VALID UNTIL 'infinity'`,
  })),
  credential('SET PASSWORD', r => ({
    key: SQL,
    value: `SET PASSWORD FOR '${user(r)}'@'localhost' = PASSWORD('${plainPassword(r)}')`,
  })),
  credential(
    'INSERT, unquoted number',
    r => ({
      key: SQL,
      value: `INSERT INTO cards (id, pin_code, status) VALUES (${r.int(1, 999)}, ${r.digits(6).replace(/^0/, '7')}, 1)`,
    }),
    'card-code',
  ),
  credential('INSERT, password hash', r => ({
    key: SQL,
    value: `INSERT INTO users (login, password_digest) VALUES ('x', '$2b$12$${r.chars('alnum', 53)}')`,
  })),
  credential('AWS configuration', r => ({
    value: `[default]\naws_access_key_id = AKIA${r.chars('b32', 16)}\naws_secret_access_key = ${r.chars('b64', 40)}\nregion = eu-west-1`,
  })),
  credential('.netrc', r => ({ value: `machine git.acme.cloud\nlogin ci\npassword ${plainPassword(r)}` })),
  credential('.npmrc', r => ({ value: `//registry.acme.cloud/:_authToken=${r.uuid()}\nalways-auth=true` })),
  credential('Kafka JAAS', r => ({
    value: `sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="${user(r)}" password="${plainPassword(r)}";`,
  })),
];

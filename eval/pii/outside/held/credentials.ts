import { base64, credential, host, jwt, passwordSource, pem, plainPassword, user } from '../secret-values.ts';
import type { Form, Source } from '../source-types.ts';

/** Passwords under keys: words before, between and behind. */
export const PASSWORDS: readonly Source[] = [
  passwordSource('plain keys, some foreign', [
    'account password',
    'current passwd',
    'passwort',
    'contraseña',
    'mot de passe',
    'pass word',
  ]),
  passwordSource('another word before', [
    'output password',
    'registry credentials password',
    'session password',
    'request password',
    'table password',
  ]),
  passwordSource('stores and directories', [
    'trustStorePassword',
    'spring datasource password',
    'ldap bind password',
    'keypass',
  ]),
  passwordSource('secrets of protocols', [
    'consumer secret',
    'jwt secret',
    'webhook secret',
    'hmac secret',
    'nextauth secret',
  ]),
  passwordSource('keys of services', [
    'secret access key',
    'license key secret',
    'master key',
    'subscription key',
    'account key',
  ]),
];

const SQL = 'db.statement';

/** Credentials in connection strings, URLs, headers, statements and command lines. */
export const CREDENTIALS: readonly Form[] = [
  credential('PEM, EC', r => ({ value: pem(r, 'EC PRIVATE KEY', 3) }), 'private-key'),
  credential('PEM, encrypted', r => ({ value: pem(r, 'ENCRYPTED PRIVATE KEY', 14) }), 'private-key'),
  credential(
    'PEM with escaped lines',
    r => ({ key: 'app.env', value: `TLS_KEY="${pem(r, 'PRIVATE KEY', 8).replaceAll('\n', '\\n')}"` }),
    'private-key',
  ),
  credential(
    'PEM with headers',
    r => ({
      value: pem(r, 'RSA PRIVATE KEY', 8, `Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,${r.chars('HEX', 32)}\n\n`),
    }),
    'private-key',
  ),
  credential('PGP', r => ({ value: pem(r, 'PGP PRIVATE KEY BLOCK', 10, '\n') }), 'private-key'),
  credential('JWT, HS256', r => ({ key: 'app.debug', value: jwt(r, { alg: 'HS256', typ: 'JWT' }, 43) })),
  credential('JWT, EdDSA, in JSON', r => ({ value: JSON.stringify({ ok: true, t: jwt(r, { alg: 'EdDSA' }, 86) }) })),
  credential('token header', r => ({ key: 'http.request.header.x-auth-token', value: r.chars('hex', 40) })),
  credential('proxy authorization', r => ({
    key: 'http.request.header.proxy-authorization',
    value: `basic ${base64(`${user(r)}:${plainPassword(r)}`)}`,
  })),
  credential('headers in a text', r => ({
    value: `> GET / HTTP/1.1\r\n> Host: ${host(r)}\r\n> Authorization: token ${r.chars('alnum', 40)}\r\n> Accept: */*`,
  })),
  credential('MySQL URL', r => ({ value: `mysql://${user(r)}:${plainPassword(r)}@${host(r)}/crm` })),
  credential('AMQP URL', r => ({
    key: 'messaging.url',
    value: `amqps://${user(r)}:${plainPassword(r)}@${host(r)}:5671/%2Fprod`,
  })),
  credential('SQLAlchemy URL', r => ({
    value: `engine=postgresql+psycopg2://${user(r)}:${plainPassword(r)}@${host(r)}/crm pool=5`,
  })),
  credential('rediss URL', r => ({ value: `rediss://default:${plainPassword(r)}@${host(r)}:6380` })),
  credential('JDBC, Postgres', r => ({
    value: `jdbc:postgresql://${host(r)}/crm?ssl=true&user=${user(r)}&password=${plainPassword(r)}`,
  })),
  credential('JDBC, Oracle', r => ({
    value: `jdbc:oracle:thin:${user(r)}/${plainPassword(r)}@//${host(r)}:1521/ORCL`,
  })),
  credential('ADO.NET', r => ({
    key: 'db.connection_string',
    value: `Server=tcp:${host(r)},1433;Initial Catalog=crm;User ID=${user(r)};Password=${plainPassword(r)};Encrypt=True;`,
  })),
  credential('Service Bus', r => ({
    value: `Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName=send;SharedAccessKey=${r.chars('b64', 43)}=`,
  })),
  credential('git URL', r => ({
    value: `Cloning into 'x'... from https://${user(r)}:${r.chars('alnum', 32)}@git.acme.cloud/team/x.git`,
  })),
  credential('session cookie, PHP', r => ({
    key: 'http.request.header.cookie',
    value: `PHPSESSID=${r.chars('low36', 26)}; lang=pt`,
  })),
  credential('session cookie, Java', r => ({
    key: 'http.response.header.set-cookie',
    value: `JSESSIONID=${r.chars('HEX', 32)}; Path=/app; Secure`,
  })),
  credential('jsessionid in a path', r => ({
    key: 'url.path',
    value: `/cart/view.do;jsessionid=${r.chars('HEX', 32)}`,
  })),
  credential('OAuth code, form', r => ({
    key: 'http.request.body',
    value: `grant_type=authorization_code&code=${r.chars('url', 52)}&code_verifier=${r.chars('url', 64)}&client_id=web`,
  })),
  credential('OAuth id_token, fragment', r => ({
    key: 'url.fragment',
    value: `id_token=${jwt(r, { alg: 'RS256' }, 342)}&session_state=${r.uuid()}`,
  })),
  credential('OAuth client secret, form', r => ({
    key: 'http.request.body',
    value: `grant_type=client_credentials&client_id=web&client_secret=${r.chars('url', 40)}&scope=read`,
  })),
  credential('SAML response', r => ({
    key: 'http.request.body',
    value: `SAMLResponse=${encodeURIComponent(r.chars('b64', 600))}&RelayState=home`,
  })),
  credential('AWS signature, lower case', r => ({
    key: 'url.full',
    value: `https://b.s3.amazonaws.com/k.pdf?x-amz-algorithm=AWS4-HMAC-SHA256&x-amz-date=20260102T030405Z&x-amz-expires=900&x-amz-signature=${r.chars('hex', 64)}`,
  })),
  credential('GCS signature', r => ({
    key: 'url.full',
    value: `https://storage.googleapis.com/b/o.csv?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Expires=600&X-Goog-Signature=${r.chars('hex', 512)}`,
  })),
  credential('CloudFront signature', r => ({
    key: 'url.full',
    value: `https://d111111abcdef8.cloudfront.net/v.mp4?Expires=1770000000&Signature=${r.chars('alnum', 171)}~-_&Key-Pair-Id=K2JCJMDEHXQW5F`,
  })),
  credential('invitation path', r => ({ key: 'url.path', value: `/invitations/${r.chars('url', 43)}/accept` })),
  credential('verification path', r => ({ key: 'http.target', value: `/verify-email/${r.chars('hex', 64)}` })),
  credential('unsubscribe token', r => ({
    key: 'url.full',
    value: `https://news.acme.cloud/u?token=${r.chars('url', 36)}`,
  })),
  credential('mysql -p', r => ({
    key: 'process.command_line',
    value: `mysql -h ${host(r)} -u ${user(r)} -p${plainPassword(r)} crm`,
  })),
  credential('helm --set', r => ({
    value: `helm upgrade api ./chart --set image.tag=1.2.3 --set auth.password=${plainPassword(r)} --wait`,
  })),
  credential('kubectl create secret', r => ({
    value: `kubectl create secret generic db --from-literal=password=${plainPassword(r)} -n prod`,
  })),
  credential('sshpass', r => ({
    value: `sshpass -p '${plainPassword(r)}' ssh -o StrictHostKeyChecking=no ${user(r)}@${host(r)} uptime`,
  })),
  credential('wget', r => ({
    value: `wget --user=${user(r)} --password=${plainPassword(r)} https://files.acme.cloud/x.tgz`,
  })),
  credential('curl header', r => ({
    key: 'process.command_line',
    value: `curl -H "X-Api-Key: ${r.chars('alnum', 36)}" https://api.acme.cloud/v1/me`,
  })),
  credential('Redis HELLO', r => ({ key: SQL, value: `HELLO 3 AUTH ${user(r)} ${plainPassword(r)} SETNAME worker` })),
  credential('Redis ACL', r => ({
    key: SQL,
    value: `ACL SETUSER ${user(r)} on >${plainPassword(r)} ~orders:* +@read`,
  })),
  credential('MongoDB SASL', r => ({
    key: SQL,
    value: JSON.stringify({
      saslStart: 1,
      mechanism: 'PLAIN',
      payload: { $binary: { base64: base64(`\0${user(r)}\0${plainPassword(r)}`), subType: '00' } },
    }),
  })),
  credential('MongoDB updateUser', r => ({
    key: SQL,
    value: `{ updateUser: "${user(r)}", pwd: "${plainPassword(r)}" }`,
  })),
  credential('SQL Server LOGIN', r => ({
    key: SQL,
    value: `CREATE LOGIN [${user(r)}] WITH PASSWORD = N'${plainPassword(r)}', CHECK_POLICY = ON`,
  })),
  credential('Oracle ALTER USER', r => ({
    key: SQL,
    value: `ALTER USER ${user(r)} IDENTIFIED BY ${plainPassword(r)} ACCOUNT UNLOCK`,
  })),
  credential('ClickHouse user', r => ({
    key: SQL,
    value: `CREATE USER ${r.pick(['ro', 'rw'])} IDENTIFIED WITH sha256_password BY '${plainPassword(r)}'`,
  })),
  credential('UPDATE, password()', r => ({
    key: SQL,
    value: `UPDATE mysql.user SET authentication_string = PASSWORD('${plainPassword(r)}') WHERE User = 'root'`,
  })),
  credential(
    'INSERT, unquoted CVV',
    r => ({ key: SQL, value: `INSERT INTO [pay] ([id], [cvv]) VALUES (${r.int(1, 999)}, ${r.int(100, 999)})` }),
    'card-code',
  ),
  credential('shadow line', r => ({
    value: `deploy:$6$${r.chars('alnum', 16)}$${r.chars('alnum', 86)}:19700:0:99999:7:::`,
  })),
  credential('Docker configuration', r => ({
    value: JSON.stringify({ auths: { 'registry.acme.cloud': { auth: base64(`ci:${plainPassword(r)}`) } } }),
  })),
  credential('NuGet configuration', r => ({ value: `<add key="ClearTextPassword" value="${plainPassword(r)}" />` })),
  credential('Kubernetes Secret', r => ({
    value: `apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ndata:\n  password: ${base64(plainPassword(r))}\n`,
  })),
];

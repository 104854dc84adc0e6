import { type NegativeForm, negativeForms } from '../negative.ts';

const PLACEHOLDERS: readonly NegativeForm[] = [
  [
    'masked',
    ['user.password', 'db.password', 'customer.email', 'card.number'],
    ['****', '********', '[REDACTED]', '<redacted>', 'xxxx-xxxx-xxxx-xxxx'],
  ],
  [
    'URL with placeholders',
    ['app.database', 'url.template'],
    [
      'postgres://<user:password>@<host>/<db>',
      'mysql://USER:PASSWORD@HOST:3306/db',
      'redis://:****@cache:6379/0',
      'https://***:***@git.acme.cloud/x.git',
    ],
  ],
  [
    'variables',
    ['app.config.line', 'deploy.step'],
    [
      `password=\${PASSWORD}`,
      'DB_PASSWORD=$(cat /run/secrets/db)',
      'token: {{ .Values.token }}',
      'api_key=%API_KEY%',
      `password: \${{ secrets.DB_PASSWORD }}`,
    ],
  ],
  [
    'SQL, question marks',
    ['db.query.text', 'db.statement'],
    [
      'SELECT id FROM users WHERE email = ? AND password = ? LIMIT {dec:1}',
      'INSERT INTO users (email, password, ssn) VALUES (?, ?, ?)',
      'UPDATE people SET phone = ?, birth_date = ? WHERE id = ?',
    ],
  ],
  [
    'SQL, numbered',
    ['db.query.text'],
    [
      'INSERT INTO cards (number, cvv, holder_name) VALUES ($1, $2, $3)',
      'SELECT {dec:1} FROM t WHERE iban = $1 AND bsn = $2',
    ],
  ],
  [
    'Redis placeholders',
    ['db.query.text'],
    ['AUTH ?', 'AUTH ****', 'CONFIG SET requirepass ?', 'HSET user:{dec:4} email ? phone ?'],
  ],
  [
    'empty keys',
    ['process.environment', 'app.env'],
    [
      'DB_PASSWORD=\nDB_HOST=db-{dec:1}\nDB_PORT=5432',
      'SMTP_PASSWORD=\nSMTP_USERNAME=\nSMTP_PORT=25',
      'API_KEY=\nLOG_LEVEL=debug\nREGION=eu-west-1',
    ],
  ],
  ['SOPS', ['app.config.dump'], ['password: ENC[AES256_GCM,data:{b64:16},iv:{b64:43}=,tag:{b64:22}==,type:str]']],
];

const POLICIES: readonly NegativeForm[] = [
  [
    'password policy',
    ['auth.policy', 'app.setting'],
    [
      'password_policy=strong',
      'password.method=bcrypt',
      'password_min_length={dec:1}',
      'token_ttl={dec:4}s',
      'secret_rotation_days={dec:2}',
    ],
  ],
  [
    'sentences on passwords',
    [],
    [
      'password must be at least {dec:1} characters',
      'Invalid password for the given user',
      'password reset requested, mail queued as {dec:5}',
      'token expired {dec:3} seconds ago',
      'no api key was given',
    ],
  ],
  [
    'codes and states',
    ['url.query', 'http.request.body'],
    ['code=E{dec:4}', 'state=CA&code={dec:3}', 'code=USD&amount={dec:3}', 'state=open&page={dec:1}'],
  ],
  [
    'flags by secret names',
    ['auth.password.enabled', 'user.password_changed', 'card.present', 'ssn.verified', 'email.verified'],
    ['true', 'false', '1', '0'],
  ],
  [
    'kinds by secret names',
    ['auth.token.type', 'login.password.status', 'phone.type', 'card.brand', 'email.provider'],
    ['bearer', 'expired', 'mobile', 'visa', 'postmark'],
  ],
];

const PLACES: readonly NegativeForm[] = [
  [
    'pods and hosts',
    ['k8s.pod.name', 'host.name', 'service.instance.id'],
    ['checkout-{hex:10}-{low36:5}', 'ip-10-0-{dec:2}-{dec:2}.eu-west-1.compute.internal', 'api-{dec:1}@node-{dec:2}'],
  ],
  [
    'ARNs',
    ['cloud.resource_id', 'aws.lambda.invoked_arn'],
    ['arn:aws:lambda:eu-west-1:{dec:12}:function:orders:{dec:2}', 'arn:aws:iam::{dec:12}:role/ci-deploy'],
  ],
  [
    'trace context',
    ['http.request.header.traceparent', 'log.trace'],
    ['00-{hex:32}-{hex:16}-01', 'trace_id={hex:32} span_id={hex:16} sampled=true'],
  ],
  [
    'queues and tables',
    ['messaging.destination.name', 'db.collection.name'],
    ['orders.v{dec:1}.user-email-changed', 'customer_addresses_2025{dec:2}', 'prod-password-reset-queue'],
  ],
  [
    'private addresses',
    ['server.address', 'net.peer.ip'],
    ['10.{dec:2}.{dec:2}.{dec:1}:{dec:4}', '192.168.{dec:1}.{dec:2}', '172.17.0.{dec:1}'],
  ],
  [
    'URLs',
    ['url.full'],
    [
      'https://api.acme.cloud/v1/orders/{uuid}/items?limit={dec:2}&cursor={dec:6}',
      'http://catalog:8080/products/{dec:7}?fields=name,price',
    ],
  ],
  [
    'GraphQL documents',
    ['graphql.document'],
    [
      'query Me($id: ID!) { user(id: $id) { id email phone address { street city } } }',
      'mutation Login($password: String!) { login(password: $password) { ok code{dec:2}: code } }',
    ],
  ],
  [
    'JSON without any',
    ['http.response.body', 'messaging.message.body'],
    [
      '{"orderId":"{uuid}","items":[{"sku":"A-{dec:6}","qty":{dec:1}}],"total":{dec:3}.{dec:2}}',
      '{"status":"ok","name":"checkout","version":"{dec:1}.{dec:1}.{dec:1}","uptime":{dec:6}}',
    ],
  ],
];

/** What speaks of secrets and persons, and holds none. */
export const NEGATIVE_TEXTS = [
  ...negativeForms('placeholders', PLACEHOLDERS),
  ...negativeForms('policies', POLICIES),
  ...negativeForms('places and documents', PLACES),
];

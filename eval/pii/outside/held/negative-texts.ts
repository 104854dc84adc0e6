import { type NegativeForm, negativeForms } from '../negative.ts';

const PLACEHOLDERS: readonly NegativeForm[] = [
  [
    'masked in other styles',
    ['login.password', 'api.key', 'customer.phone', 'payment.iban'],
    ['[PASSWORD]', '[Filtered]', '<hidden>', '••••••••', '***REDACTED***', '(masked)', 'null', '""'],
  ],
  [
    'partly masked',
    ['card.masked', 'payment.display'],
    ['**** **** **** {dec:4}', 'XXXX-XXXX-XXXX-{dec:4}', '•••• {dec:4}'],
  ],
  [
    'command lines',
    ['process.command_line'],
    [
      'curl -u <user:password> https://ci.acme.cloud/{dec:3}',
      'docker login -u ci --password-stdin',
      'mysql -u root -p crm',
      'psql "postgres://user:[PASSWORD]@db/crm"',
      'helm install --set auth.password=$DB_PASSWORD api',
    ],
  ],
  [
    'templates',
    ['deploy.manifest', 'app.config.line'],
    [
      'password: {{ .Values.db.password }}',
      'secret = "{{ vault.secret }}"',
      'token: !Ref TokenParameter',
      'password: <your-password-here>',
      'apiKey: @Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/a/)',
    ],
  ],
  [
    'SQL, named',
    ['db.query.text', 'db.statement'],
    [
      'SELECT id FROM users WHERE login = :login AND password = :password',
      'INSERT INTO people (email, tax_id) VALUES (@email, @tax_id)',
      'UPDATE t SET phone = %s, iban = %(iban)s WHERE id = {dec:3}',
      'ALTER USER app IDENTIFIED BY :pw',
      'INSERT INTO pay (cvv) VALUES (:cvv)',
    ],
  ],
  [
    'sanitised Mongo',
    ['db.statement'],
    [
      '{"find":"users","filter":{"email":"?","password":"?"}}',
      '{"createUser":"app","pwd":"xxx","roles":[]}',
      '{"saslStart":1,"mechanism":"SCRAM-SHA-256","payload":"?"}',
    ],
  ],
  [
    'empty keys, exported',
    ['process.environment'],
    [
      'export SECRET_KEY=\nexport DEBUG=0\nexport PORT={dec:4}',
      'POSTGRES_PASSWORD=\nPOSTGRES_DB=crm\nTZ=Europe/Berlin',
      'CLIENT_SECRET=\n\nCLIENT_ID=web-{dec:3}',
      'passwd:\nuser: app\n',
    ],
  ],
  [
    'encrypted configuration',
    ['app.config.line', 'spring.config'],
    [
      'spring.datasource.password={cipher}{hex:128}',
      'password: ENC[PKCS7,{b64:120}]',
      'db_password: vault:v1:{b64:60}',
      'apiKey: AgB{b64:200}==',
    ],
  ],
  [
    'sealed secret',
    ['k8s.manifest'],
    [
      'kind: SealedSecret\nspec:\n  encryptedData:\n    password: AgB{b64:160}==',
      '$ANSIBLE_VAULT;1.1;AES256\n{hex:80}\n{hex:80}',
    ],
  ],
];

const POLICIES: readonly NegativeForm[] = [
  [
    'settings',
    ['auth.setting', 'app.flag'],
    [
      'password.hash.iterations={dec:5}',
      'token_endpoint=https://id.acme.cloud/token',
      'secret.engine=kv-v2',
      'require_password_change=false',
      'api_key_header=X-Api-Key',
    ],
  ],
  [
    'sentences',
    [],
    [
      'wrong password, {dec:1} attempts left',
      'The secret santa draw is on day {dec:2}',
      'Please enter your card number and CVV',
      'passwords do not match',
      'phone number is required',
      'Missing key: email address',
    ],
  ],
  [
    'grant parameters',
    ['url.query', 'http.request.body'],
    [
      'grant_type=client_credentials&scope=orders.read',
      'response_type=code&client_id=web&state=login',
      'code=404&reason=missing',
      'state=NY&zip_required=1',
      'code={dec:4}&token=none',
    ],
  ],
  [
    'booleans and sizes',
    ['user.email.count', 'password.length', 'session.token.present', 'secret.version', 'iban.country'],
    ['{dec:1}', '{dec:2}', 'true', 'none'],
  ],
  [
    'names of secrets',
    ['secret.name', 'vault.path', 'k8s.secret.name', 'token.name'],
    [
      'prod/db/password',
      'orders-db-credentials',
      'default-token-{low36:5}',
      'secret/data/ci/api-key',
      'arn:aws:secretsmanager:eu-west-1:{dec:12}:secret:db-{alnum:6}',
    ],
  ],
];

const PLACES: readonly NegativeForm[] = [
  [
    'cloud resources',
    ['cloud.resource_id', 'gcp.resource'],
    [
      '/subscriptions/{uuid}/resourceGroups/prod/providers/Microsoft.Web/sites/api',
      'projects/acme-{dec:6}/topics/user-phone-updates',
      'spanner:projects/acme/instances/i-{dec:2}',
    ],
  ],
  [
    'brokers',
    ['messaging.client.id', 'messaging.kafka.consumer.group', 'peer.service'],
    [
      'consumer-billing-{dec:2}-{uuid}',
      'rabbit@mq-{dec:1}',
      'celery@worker-{low36:5}',
      'kafka-{dec:1}.kafka-headless:9092',
    ],
  ],
  [
    'tracing headers',
    [
      'http.request.header.x-b3-traceid',
      'http.request.header.x-amzn-trace-id',
      'http.request.header.b3',
      'http.request.header.uber-trace-id',
    ],
    ['{hex:32}', '{hex:32}-{hex:16}-1', '{hex:16}:{hex:16}:0:1', 'Root=1-65{hex:6}-{hex:24};Sampled=1'],
  ],
  [
    'schemas',
    ['db.namespace', 'messaging.kafka.topic', 'db.collection.name'],
    ['crm.public.customer_phone_numbers', 'cdc.users.email_v{dec:1}', 'secrets_audit_{dec:6}', 'iban_checks'],
  ],
  [
    'MIME and caches',
    ['http.response.header.content-type', 'http.response.header.cache-control'],
    [
      'application/vnd.acme.user+json; version={dec:1}',
      'multipart/form-data; boundary=----WebKitFormBoundary{alnum:16}',
      'max-age={dec:5}, stale-while-revalidate={dec:4}',
    ],
  ],
  [
    'SSH and git remotes',
    ['vcs.repository.url.full', 'deploy.source'],
    [
      'git@github.com:acme/orders-{dec:2}.git',
      'ssh://git@git.acme.cloud:7999/team/x.git',
      'git+ssh://git@bitbucket.org/acme/x.git#v{dec:1}.{dec:1}.0',
    ],
  ],
  [
    'URLs with ids',
    ['url.full', 'http.url'],
    [
      'https://cdn.acme.cloud/u/{hex:40}/w_{dec:3},h_{dec:3}/photo.jpg',
      'https://shop.acme.cloud/p/{dec:8}-running-shoes?variant={dec:14}',
      'http://es:9200/logs-2025.01.{dec:2}/_search?scroll=1m',
    ],
  ],
  [
    'GraphQL introspection',
    ['graphql.document'],
    [
      'query IntrospectionQuery { __type(name: "User{dec:2}") { fields { name type { name } } } }',
      'fragment Contact on Person { firstName lastName email phone(kind: MOBILE) dateOfBirth }',
    ],
  ],
  [
    'logfmt without any',
    [],
    [
      'level=debug msg="token bucket refilled" tokens={dec:3} rate={dec:2}',
      'ts=2025-01-0{dec:1}T03:04:05Z level=warn component=password-service latency={dec:3}ms err="context canceled"',
      'method=GET path=/cards status=200 size={dec:5} card_count={dec:2}',
    ],
  ],
  [
    'XML without any',
    ['soap.body'],
    [
      '<Order id="{dec:8}"><Item sku="A{dec:5}" qty="{dec:1}"/><Total currency="EUR">{dec:3}.{dec:2}</Total></Order>',
      '<xs:element name="password" type="xs:string" minOccurs="0"/>',
    ],
  ],
];

/** What speaks of secrets and persons, and holds none. */
export const NEGATIVE_TEXTS = [
  ...negativeForms('placeholders', PLACEHOLDERS),
  ...negativeForms('policies', POLICIES),
  ...negativeForms('places and documents', PLACES),
];

import { type NegativeForm, negativeForms } from '../negative.ts';

const IDS = ['messaging.message.id', 'app.entity.id', 'request.id', 'job.id', 'ref', 'event.id'];

const UNKEYED: readonly NegativeForm[] = [
  ['uuid v4', IDS, ['{uuid}', 'urn:uuid:{uuid}']],
  ['ulid', IDS, ['01{crock:24}']],
  ['snowflake', IDS, ['1{dec:17}', '1{dec:18}']],
  ['ksuid', IDS, ['2{alnum:26}']],
  ['sha1', IDS, ['{hex:40}', '{HEX:40}']],
  ['sha256', ['artifact.checksum', 'file.digest', ...IDS], ['{hex:64}', 'sha256:{hex:64}']],
  ['short hashes', ['vcs.ref.head.revision', 'build.commit', 'chunk.name'], ['{hex:7}', '{hex:8}', '{hex:12}']],
  ['grouped digits', IDS, ['{0|1|7|8|9}{dec:3} {dec:4} {dec:4} {dec:4}', '{0|1|7|8|9}{dec:3}-{dec:4}-{dec:4}-{dec:4}']],
  ['digits', IDS, ['{dec:6,12}', '{dec:13}', '{dec:16}']],
  ['Mongo ObjectId', IDS, ['65{hex:22}', 'ObjectId("65{hex:22}")']],
  [
    'digits in a text',
    [],
    ['took batch {dec:9} after {dec:12}', 'flushed segment {dec:10} of {dec:16}', 'epoch {dec:11} closed'],
  ],
  ['prefixed ids', IDS, ['ord_{alnum:24}', 'evt_1{alnum:23}', 'wf-run-{low36:16}', 'cust_{alnum:14}']],
];

const SOFTWARE: readonly NegativeForm[] = [
  [
    'npm package with version',
    ['package.id', 'dependency', 'code.package'],
    [
      'lodash@4.{dec:2}.{dec:2}',
      '@acme/ui-kit@{dec:1}.{dec:1}.{dec:2}',
      'react-dom@18.{dec:1}.{dec:1}-canary-{hex:9}-20240101',
    ],
  ],
  [
    'semver with build',
    ['service.version', 'telemetry.sdk.version'],
    [
      '{dec:1}.{dec:2}.{dec:1}+build.{dec:5}',
      '{dec:1}.{dec:1}.{dec:1}-rc.{dec:1}',
      'v{dec:1}.{dec:2}.{dec:2}-{dec:2}-g{hex:7}',
    ],
  ],
  [
    'image with digest',
    ['container.image.name', 'oci.image'],
    ['registry.acme.cloud/team/api@sha256:{hex:64}', 'ghcr.io/acme/api:{dec:1}.{dec:2}.{dec:1}'],
  ],
  [
    'retina file name',
    ['url.path', 'file.name'],
    ['/static/img/logo@2x.png', '/assets/icon-{dec:2}@3x.webp', '/fav.ico-{hex:32}.png'],
  ],
  [
    'object hash',
    ['app.value', 'thread.context'],
    ['Token@{hex:8}', 'com.acme.Session@{hex:7}', 'org.apache.http.Header@{hex:8}'],
  ],
  [
    'kernel banner',
    ['os.description'],
    [
      'Linux version 5.{dec:2}.0-{dec:2}-generic (buildd@lcy02-amd64-{dec:3}) (gcc 11.4.0) #{dec:2}-Ubuntu SMP',
      'Linux version 6.1.{dec:2} (builder@ip-10-0-{dec:2}-{dec:2}) #1 SMP',
    ],
  ],
  [
    'user agent',
    ['user_agent.original'],
    [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/1{dec:2}.0.{dec:4}.{dec:2} Safari/537.36',
      'okhttp/4.{dec:2}.{dec:1}',
      'Go-http-client/1.1',
    ],
  ],
  [
    'Java stack frames',
    ['exception.stacktrace'],
    [
      'java.lang.NullPointerException: null\n\tat com.acme.auth.TokenService.verify(TokenService.java:{dec:3})\n\tat sun.reflect.GeneratedMethodAccessor{dec:3}.invoke(Unknown Source)',
    ],
  ],
  [
    'Python stack frames',
    ['exception.stacktrace'],
    [
      'Traceback (most recent call last):\n  File "/usr/lib/python3.11/site-packages/django/contrib/auth/password_validation.py", line {dec:3}, in validate\nKeyError: \'plan\'',
    ],
  ],
  [
    'process',
    ['process.command_line'],
    [
      '/usr/bin/java -Xmx{dec:4}m -jar /srv/app-{dec:1}.{dec:2}.jar --server.port={dec:4}',
      'node --max-old-space-size={dec:4} dist/main.js',
    ],
  ],
  [
    'names of code',
    ['code.function.name', 'helm.key', 'ci.variable'],
    ['REPO_FULL_NAME', 'helm.fullname', 'resetPassword', 'com.acme.PasswordEncoder.matches', 'getUserEmail'],
  ],
];

const NUMBERS: readonly NegativeForm[] = [
  [
    'deltas',
    ['queue.offset.delta', 'clock.drift', 'memory.change', 'ledger.delta'],
    ['+{dec:11}', '+{dec:10}', '-{dec:11}'],
  ],
  ['epoch times', ['event.time', 'cache.expires_at', 'job.created'], ['17{dec:8}', '17{dec:11}', '17{dec:17}']],
  [
    'timestamps',
    ['event.time', 'http.response.header.date', 'build.time'],
    [
      '2025-0{1|3|5|7}-1{dec:1}T1{dec:1}:2{dec:1}:4{dec:1}.{dec:3}Z',
      'Tue, 1{dec:1} Nov 2025 08:4{dec:1}:37 GMT',
      '2025-01-1{dec:1} 10:00:0{dec:1},{dec:3}',
    ],
  ],
  [
    'money and measures',
    ['order.total', 'invoice.amount', 'disk.free'],
    ['{dec:3}.{dec:2} EUR', '{dec:4}.{dec:2}', '{dec:10} bytes', '{dec:2}.{dec:6} ms'],
  ],
  [
    'ISBN and EAN',
    ['book.isbn', 'product.ean', 'product.sku'],
    ['978{dec:10}', '978-3-{dec:3}-{dec:5}-{dec:1}', '40{dec:11}', 'SKU-{dec:8}'],
  ],
  ['tracking numbers', ['shipment.tracking_number', 'parcel.id'], ['1Z{up36:16}', '00340{dec:15}', 'JD0{dec:17}']],
];

/** What identifies and counts things, not persons. */
export const NEGATIVE_IDS = [
  ...negativeForms('ids', UNKEYED),
  ...negativeForms('software', SOFTWARE),
  ...negativeForms('numbers and times', NUMBERS),
];

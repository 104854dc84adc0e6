import { type NegativeForm, negativeForms } from '../negative.ts';

const IDS = ['correlation.id', 'app.record.id', 'aws.request_id', 'batch.key', 'resource.ref', 'x_request_id'];

const UNKEYED: readonly NegativeForm[] = [
  [
    'uuid v7 and v1',
    IDS,
    [
      '018{hex:5}-{hex:4}-7{hex:3}-b{hex:3}-{hex:12}',
      '{hex:8}-{hex:4}-11ee-8{hex:3}-0242ac120002',
      '{HEX:8}-{HEX:4}-4{HEX:3}-9{HEX:3}-{HEX:12}',
    ],
  ],
  ['nanoid', IDS, ['{url:21}']],
  ['cuid', IDS, ['cl{low36:23}', 'ck{low36:23}']],
  ['xid and pushid', IDS, ['c{low36:19}', '-N{url:18}']],
  ['md5', ['content.hash', 'cache.tag', ...IDS], ['{hex:32}', '{HEX:32}', 'md5:{hex:32}']],
  [
    'sha384 and sha512',
    ['integrity', 'artifact.digest'],
    ['sha512-{b64:86}==', 'sha384-{b64:64}', '{hex:96}', '{hex:128}'],
  ],
  [
    'ETags',
    ['http.response.header.etag', 'http.request.header.if-none-match'],
    ['"{hex:32}"', 'W/"{hex:4}-{url:27}"', '"{hex:32}-{dec:2}"'],
  ],
  [
    'grouped by five',
    IDS,
    ['{upper:5}-{upper:5}-{dec:5}-{dec:5}', '{dec:4} {dec:4} {dec:4}', '{dec:3}-{dec:7}-{dec:7}'],
  ],
  ['14 to 19 digits', IDS, ['{1|7|8|9}{dec:13}', '{dec:15}', '{dec:17}', '9{dec:18}']],
  ['9 and 11 digits', IDS, ['{dec:9}', '{dec:11}', '{dec:10}']],
  [
    'digits in a log line',
    [],
    ['consumer lag {dec:11} on partition {dec:2}', 'wrote {dec:13} rows in {dec:4} ms', 'seq={dec:12} ack={dec:10}'],
  ],
  ['AWS ids', IDS, ['i-0{hex:16}', 'vpc-0{hex:16}', 'Root=1-65{hex:6}-{hex:24}', 'eni-0{hex:16}']],
  ['build ids', ['build.id', 'next.build_id', 'ci.run'], ['{url:21}', '{dec:10}.{dec:1}', 'bld-{hex:16}']],
];

const SOFTWARE: readonly NegativeForm[] = [
  [
    'Maven coordinates',
    ['dependency', 'library', 'code.package'],
    [
      'com.fasterxml.jackson.core:jackson-databind:2.{dec:2}.{dec:1}',
      'org.springframework.security:spring-security-crypto:6.{dec:1}.{dec:1}',
      'pkg:maven/org.acme/token-api@1.{dec:1}.{dec:2}',
    ],
  ],
  [
    'package URLs',
    ['dependency', 'sbom.ref'],
    [
      'pkg:npm/%40acme/forms@3.{dec:1}.{dec:2}',
      'pkg:pypi/requests@2.{dec:2}.{dec:1}',
      'pkg:golang/golang.org/x/net@v0.{dec:2}.0',
    ],
  ],
  [
    'lock file lines',
    [],
    [
      'ansi-styles@^4.0.0, ansi-styles@^4.{dec:1}.0:',
      'left-pad@npm:1.{dec:1}.{dec:1}',
      'golang.org/x/crypto v0.{dec:2}.0 h1:{b64:43}=',
    ],
  ],
  [
    'hashed file names',
    ['url.path', 'file.name'],
    ['/API-{hex:32}', '/_next/static/chunks/{dec:4}-{hex:16}.js', '/css/main.{hex:20}.css', '/img/hero@2x.{hex:8}.jpg'],
  ],
  [
    'ZooKeeper sessions',
    [],
    [
      'Established session 0x{hex:15} with negotiated timeout {dec:5} for client /10.0.{dec:1}.{dec:2}:{dec:5}',
      'sessionid:0x{hex:16} type:closeSession cxid:0x{hex:2}',
      'Expiring session 0x{hex:15}, timeout of {dec:4}ms exceeded',
    ],
  ],
  [
    'object hash in a text',
    [],
    [
      'locked <0x{hex:16}> (a com.acme.auth.Credentials@{hex:8})',
      'rejected from java.util.concurrent.ThreadPoolExecutor@{hex:8}[Running, pool size = {dec:1}]',
      'at sun.misc.Secret@{hex:7}',
    ],
  ],
  [
    'kernel banner, BSD and containers',
    ['os.description', 'host.kernel'],
    [
      'Linux version 4.14.{dec:3}-{dec:3}.{dec:3}.amzn2.x86_64 (mockbuild@ip-10-0-1-{dec:2}) (gcc version 7.3.1)',
      'FreeBSD 13.2-RELEASE root@releng1.nyi:/usr/obj amd64',
      'Linux 6.5.0-azure (root@buildhost)',
    ],
  ],
  [
    'user agents',
    ['user_agent.original'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_{dec:1} like Mac OS X) AppleWebKit/605.1.15 Mobile/15E{dec:3}',
      'aws-sdk-java/2.{dec:2}.{dec:3} Linux/5.10 OpenJDK_64-Bit_Server_VM/17.0.{dec:1}',
      'python-requests/2.{dec:2}.{dec:1}',
    ],
  ],
  [
    '.NET and Go frames',
    ['exception.stacktrace'],
    [
      'System.TimeoutException: The operation has timed out.\n   at Acme.Auth.TokenCache.Get(String token) in /src/TokenCache.cs:line {dec:3}',
      'goroutine {dec:3} [running]:\nmain.(*PasswordStore).Load(0xc000{hex:6}, 0x{hex:2})\n\t/src/store.go:{dec:3} +0x{hex:3}',
    ],
  ],
  [
    'words with token prefixes',
    [],
    [
      'rolled sk_buff pool to {dec:4}',
      'event xoxo-{low36:4} from the greeting-card service',
      'loaded glsa_renderer and pat_matcher in {dec:3} ms',
      'key-value-store-{dec:6} is ready',
    ],
  ],
  [
    'code names',
    ['code.function.name', 'code.namespace'],
    [
      'validatePassword',
      'acme.iam.CredentialRotationJob.run',
      'generateApiKey',
      'TOKEN_BUCKET_SIZE_{dec:1}',
      'Acme\\Auth\\SecretVault::open',
    ],
  ],
];

const NUMBERS: readonly NegativeForm[] = [
  [
    'offsets in a text',
    [],
    [
      'moved by +{dec:11} units',
      'timer skew +{dec:10}ns, resync',
      'balance change +{dec:11} / -{dec:9}',
      'tz offset +0{1|2|3}00 applied to {dec:6} rows',
    ],
  ],
  [
    'epochs in JSON',
    ['http.response.body', 'job.payload'],
    ['{"ts":17{dec:8},"exp":17{dec:11},"n":{dec:12}}', '{"startTimeUnixNano":"17{dec:17}","count":{dec:3}}'],
  ],
  [
    'timestamps of servers',
    ['event.time', 'log.time', 'cron.next'],
    [
      '1{dec:1}/Dec/2025:06:1{dec:1}:55 +0000',
      '20250{1|2|3}1{dec:1}T0{dec:1}1500Z',
      '2025-W0{dec:1}-3',
      'P1DT{dec:1}H{dec:2}M',
    ],
  ],
  [
    'coordinates of regions',
    ['cloud.region.center', 'edge.pop.location'],
    ['{"lat":50.11,"lon":8.68,"pop":"FRA{dec:2}"}', 'POINT(4.9 52.37) AMS{dec:1}', 'eu-central-1{a|b|c}'],
  ],
  [
    'money',
    ['invoice.total', 'payout.amount', 'fee'],
    ['1.{dec:3},{dec:2} €', 'USD {dec:3},{dec:3}.{dec:2}', '{dec:6} JPY', '-{dec:3}.{dec:2}'],
  ],
  [
    'orders and flights',
    ['order.number', 'flight.number', 'booking.ref', 'ticket.number'],
    ['#{dec:7}', 'LH{dec:3}', '{up36:6}', '220-{dec:10}', 'ORD-2025-{dec:8}', 'PO{dec:10}'],
  ],
  [
    'part and serial numbers',
    ['device.serial', 'part.number', 'device.model.identifier'],
    ['C02{up36:9}', 'PN-{dec:4}-{dec:4}-{dec:2}', 'SM-G{dec:3}F', '{dec:3}-{dec:5}-{dec:2}'],
  ],
];

/** What identifies and counts things, not persons. */
export const NEGATIVE_IDS = [
  ...negativeForms('ids', UNKEYED),
  ...negativeForms('software', SOFTWARE),
  ...negativeForms('numbers and times', NUMBERS),
];

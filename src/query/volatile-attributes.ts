/** Attributes that differ from run to run, or from machine to machine, though the system behaves the same. */
export interface Volatile {
  /** What stands in a snapshot in place of the value: `<port>`. */
  readonly shown: string;
  /** Keys; `*` stands for any characters. */
  readonly keys: readonly string[];
}

/** Attributes whose value is masked, with the reason in what is shown instead. */
export const VOLATILE: readonly Volatile[] = [
  { shown: 'port', keys: ['*.port', '*_port'] },
  {
    shown: 'ip address',
    keys: [
      'network.peer.address',
      'network.local.address',
      'client.address',
      'client.socket.address',
      'server.socket.address',
      'net.*.ip',
      'net.sock.*.addr',
      'http.client_ip',
    ],
  },
  // Whether `localhost` came out as 127.0.0.1 or as ::1.
  { shown: 'ip version', keys: ['network.type', 'net.sock.family'] },
  { shown: 'process id', keys: ['process.pid', 'process.parent_pid', '*.process.pid'] },
  { shown: 'process', keys: ['process.*'] },
  { shown: 'thread', keys: ['thread.*'] },
  {
    shown: 'version',
    keys: [
      'telemetry.sdk.version',
      'telemetry.auto.version',
      'telemetry.distro.version',
      '*.sdk.version',
      '*.sdk_version',
      '*.library.version',
      '*.library_version',
      'otel.scope.version',
      'service.version',
    ],
  },
  { shown: 'stack trace', keys: ['*.stacktrace', '*.stack_trace', 'error.stack', 'exception.stack'] },
  { shown: 'source position', keys: ['code.file*', 'code.line*', 'code.column*', 'log.file.*'] },
  {
    shown: 'size',
    keys: [
      'http.*.size',
      'http.*content_length*',
      'http.*.header.content-length',
      'http.*.header.content_length',
      'messaging.message.*size*',
      'messaging.message_payload_*size_bytes',
      'rpc.message.*size',
      'message.*compressed_size',
    ],
  },
  {
    shown: 'duration',
    keys: ['*.duration', '*.duration_ms', '*.duration.ms', '*_duration_ms', '*.elapsed*', '*.latency*'],
  },
  {
    shown: 'trace context',
    keys: [
      '*.traceparent',
      '*.tracestate',
      '*.b3',
      '*.x-b3-*',
      '*.x_b3_*',
      '*.x-amzn-trace-id',
      '*.x_amzn_trace_id',
      '*.uber-trace-id',
    ],
  },
  { shown: 'time', keys: ['http.*.header.date', 'http.*.header.last-modified', 'http.*.header.last_modified'] },
  { shown: 'etag', keys: ['http.*.header.etag'] },
  {
    shown: 'id',
    keys: [
      'service.instance.id',
      'session.id',
      'session.previous_id',
      'faas.invocation_id',
      'faas.execution',
      'faas.instance',
      'aws.request_id',
      'aws.extended_request_id',
      '*.request_id',
      '*.request.id',
      '*.x-request-id',
      '*.x_request_id',
      'messaging.message.id',
      'messaging.message_id',
      'messaging.message.conversation_id',
      'messaging.conversation_id',
      'messaging.client.id',
      'messaging.client_id',
      'messaging.consumer_id',
      'messaging.kafka.client_id',
      'messaging.rabbitmq.message.delivery_tag',
      '*.message.ack_id',
      'db.mssql.process_id',
      'db.cassandra.coordinator.id',
    ],
  },
  { shown: 'partition', keys: ['messaging.*partition', 'messaging.destination.partition.id'] },
  { shown: 'offset', keys: ['messaging.*offset'] },
];

/**
 * Attributes of a resource that say where it ran. They are left out: on another machine, or in a container, others are
 * there.
 */
export const PLACE: readonly string[] = [
  'host.*',
  'os.*',
  'process.*',
  'container.*',
  'k8s.*',
  'cloud.*',
  'aws.*',
  'gcp.*',
  'azure.*',
  'heroku.*',
  'device.*',
];

/** Attributes in which the versions of clients stand: `undici/6.21.1`. */
export const USER_AGENTS: readonly string[] = [
  'user_agent.*',
  'http.user_agent',
  '*.header.user-agent',
  '*.header.user_agent',
];

/** Attributes that hold a host, and perhaps a port after it. */
export const ADDRESSES: readonly string[] = [
  '*.address',
  'http.host',
  'net.*.name',
  'url.authority',
  '*.header.host',
  '*.authority',
  '*.endpoint',
];

/** A port after a host. Names keep theirs (`payments:8083`), unless in a URL. */
const PORT = String.raw`(?<before>\b[a-z][a-z\d+.-]*:\/\/(?:[^\s/?#@"'<>]*@)?(?:\[[\da-f:.]+\]|[^\s:/?#@"'<>[\]]+):|(?:\[[\da-f:.]+\]|\b(?:\d{1,3}\.){3}\d{1,3}|\blocalhost|(?<![\w:])::1):)(?<port>\d{1,5})(?!\d|\.\d)`;
const UUID = String.raw`(?<uuid>(?<![\da-z])[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}(?![\da-z]))`;
const TIME = String.raw`(?<time>\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?|(?<![\d.])1[5-9]\d{11}(?:\d{6})?(?![\d.]))`;
const ULID = String.raw`(?<ulid>(?<![\da-z])(?=[A-Z]*\d)(?=\d*[A-Z])[0-7][\dA-HJKMNP-TV-Z]{25}(?![\da-z]))`;
/** Of 16, 24 or 32 digits, as span ids, object ids and trace ids have them. */
const HEX = String.raw`(?<hex>(?<![\da-z])(?:[\da-f]{32}|[\da-f]{24}|[\da-f]{16})(?![\da-z]))`;

/** Networks of containers give these out anew each time; the addresses of this machine itself stay. */
export const PRIVATE_IP =
  /(?<![\d.])(?:10(?:\.\d{1,3}){3}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}|192\.168(?:\.\d{1,3}){2})(?![\d.])/g;

/** What is volatile within any text, and what it is called there: by the names of the groups. */
export const VOLATILE_TEXT = new RegExp([PORT, UUID, TIME, ULID, HEX].join('|'), 'gi');

/** What is shown for each group of {@link VOLATILE_TEXT}. */
export const SHOWN_TEXT = { port: 'port', uuid: 'uuid', time: 'time', ulid: 'ulid', hex: 'hex id' } as const;

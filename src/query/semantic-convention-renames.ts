/** How the values of an attribute changed with its name; a value that did not comes back as it is. */
export interface Translation {
  toStable(value: unknown): unknown;
  toOld(value: unknown): unknown;
}

/** A name that the semantic conventions gave up, and the one that replaced it: for good, or until a later row. */
export interface Rename {
  readonly old: string;
  readonly stable: string;
  /** Absent when no value changed. */
  readonly values?: Translation;
}

/** Values that are words of the conventions, old to stable; where several became one, the first stands for it. */
function words(renamed: Readonly<Record<string, string>>): Translation {
  const toStable = new Map<unknown, unknown>(Object.entries(renamed));
  const toOld = new Map<unknown, unknown>();
  for (const [before, after] of Object.entries(renamed).reverse()) toOld.set(after, before);
  return { toStable: value => toStable.get(value) ?? value, toOld: value => toOld.get(value) ?? value };
}

const isNumber = (value: unknown) => typeof value === 'number' || typeof value === 'bigint';
const asNumber = (value: unknown) => (typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value);

const NUMBER_AS_TEXT: Translation = {
  toStable: value => (isNumber(value) ? String(value) : value),
  toOld: asNumber,
};

const ONE_OF_A_LIST: Translation = {
  toStable: value => (typeof value === 'string' ? [value] : value),
  toOld: value => (Array.isArray(value) && value.length === 1 ? value[0] : value),
};

/** The stable attributes of headers hold lists of texts. */
const HEADER: Translation = {
  toStable: value => ONE_OF_A_LIST.toStable(NUMBER_AS_TEXT.toStable(value)),
  toOld: value => NUMBER_AS_TEXT.toOld(ONE_OF_A_LIST.toOld(value)),
};

/** One way only: a path is not a whole target, nor is a query. */
const PATH_OF_TARGET: Translation = {
  toStable: value => (typeof value === 'string' ? value.replace(/\?.*$/s, '') : value),
  toOld: value => value,
};

const QUERY_OF_TARGET: Translation = {
  toStable: value => (typeof value === 'string' && value.includes('?') ? value.slice(value.indexOf('?') + 1) : value),
  toOld: value => value,
};

const HTTP_VERSION = words({ '2.0': '2', '3.0': '3' });

const GRPC_STATUSES: readonly string[] = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
];

/** The number became the name. */
const GRPC_STATUS: Translation = {
  toStable: value => (isNumber(value) ? (GRPC_STATUSES[Number(value)] ?? String(value)) : value),
  toOld: value => (GRPC_STATUSES.includes(value as string) ? GRPC_STATUSES.indexOf(value as string) : asNumber(value)),
};

const DB_SYSTEMS = words({
  mssql: 'microsoft.sql_server',
  oracle: 'oracle.db',
  dynamodb: 'aws.dynamodb',
  redshift: 'aws.redshift',
  cosmosdb: 'azure.cosmosdb',
  spanner: 'gcp.spanner',
  db2: 'ibm.db2',
  informix: 'ibm.informix',
  netezza: 'ibm.netezza',
  hanadb: 'sap.hana',
  maxdb: 'sap.maxdb',
  adabas: 'softwareag.adabas',
  firebird: 'firebirdsql',
  h2: 'h2database',
  ingres: 'actian.ingres',
  intersystems_cache: 'intersystems.cache',
  cache: 'intersystems.cache',
  other_sql: 'other_sql',
  cloudscape: 'other_sql',
  firstsql: 'other_sql',
  mssqlcompact: 'other_sql',
});

const MESSAGING_SYSTEMS = words({
  aws_sqs: 'aws.sqs',
  eventgrid: 'azure.eventgrid',
  eventhubs: 'azure.eventhubs',
  servicebus: 'azure.servicebus',
  gcp_pubsub: 'gcp.pubsub',
});

const GEN_AI_SYSTEMS = words({
  vertex_ai: 'gcp.vertex_ai',
  gemini: 'gcp.gemini',
  'az.ai.inference': 'azure.ai.inference',
  'az.ai.openai': 'azure.ai.openai',
  xai: 'x_ai',
});

/**
 * Checked row by row against the registry 1.45.0, as @opentelemetry/semantic-conventions 1.45.0 documents it, the
 * models and the schema file of 1.44.0, and the guides to the migrations of http, db, rpc and code.
 *
 * What became a part of another attribute has no row (`rpc.service`, `code.namespace`), nor what only metrics carry.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/registry/attributes/
 */
export const RENAMES: readonly Rename[] = [
  // http, url
  { old: 'http.method', stable: 'http.request.method' },
  { old: 'http.status_code', stable: 'http.response.status_code' },
  { old: 'http.url', stable: 'url.full' },
  { old: 'http.target', stable: 'url.path', values: PATH_OF_TARGET },
  { old: 'http.target', stable: 'url.query', values: QUERY_OF_TARGET },
  { old: 'http.scheme', stable: 'url.scheme' },
  { old: 'http.host', stable: 'server.address' },
  { old: 'http.host', stable: 'client.address' },
  { old: 'http.host', stable: 'http.request.header.host', values: HEADER },
  { old: 'http.server_name', stable: 'server.address' },
  { old: 'http.client_ip', stable: 'client.address' },
  { old: 'http.user_agent', stable: 'user_agent.original' },
  { old: 'browser.user_agent', stable: 'user_agent.original' },
  { old: 'http.flavor', stable: 'network.protocol.version', values: HTTP_VERSION },
  { old: 'http.retry_count', stable: 'http.resend_count' },
  { old: 'http.resend_count', stable: 'http.request.resend_count' },
  { old: 'http.request_content_length', stable: 'http.request.body.size' },
  { old: 'http.request_content_length', stable: 'http.request.header.content-length', values: HEADER },
  { old: 'http.request_content_length_uncompressed', stable: 'http.request.body.size' },
  { old: 'http.response_content_length', stable: 'http.response.body.size' },
  { old: 'http.response_content_length', stable: 'http.response.header.content-length', values: HEADER },
  { old: 'http.response_content_length_uncompressed', stable: 'http.response.body.size' },
  // net, network, tls
  { old: 'net.peer.name', stable: 'server.address' },
  { old: 'net.peer.name', stable: 'client.address' },
  { old: 'net.peer.port', stable: 'server.port' },
  { old: 'net.peer.port', stable: 'client.port' },
  { old: 'net.host.name', stable: 'server.address' },
  { old: 'net.host.port', stable: 'server.port' },
  { old: 'net.peer.ip', stable: 'net.sock.peer.addr' },
  { old: 'net.host.ip', stable: 'net.sock.host.addr' },
  { old: 'net.sock.peer.addr', stable: 'network.peer.address' },
  { old: 'net.sock.peer.port', stable: 'network.peer.port' },
  { old: 'net.sock.host.addr', stable: 'network.local.address' },
  { old: 'net.sock.host.port', stable: 'network.local.port' },
  { old: 'net.sock.family', stable: 'network.transport' },
  { old: 'net.sock.family', stable: 'network.type', values: words({ inet: 'ipv4', inet6: 'ipv6' }) },
  { old: 'net.transport', stable: 'network.transport', values: words({ ip_tcp: 'tcp', ip_udp: 'udp' }) },
  { old: 'net.app.protocol.name', stable: 'net.protocol.name' },
  { old: 'net.app.protocol.version', stable: 'net.protocol.version' },
  { old: 'net.protocol.name', stable: 'network.protocol.name' },
  { old: 'net.protocol.version', stable: 'network.protocol.version', values: HTTP_VERSION },
  { old: 'net.host.connection.type', stable: 'network.connection.type' },
  { old: 'net.host.connection.subtype', stable: 'network.connection.subtype' },
  { old: 'net.host.carrier.name', stable: 'network.carrier.name' },
  { old: 'net.host.carrier.mcc', stable: 'network.carrier.mcc' },
  { old: 'net.host.carrier.mnc', stable: 'network.carrier.mnc' },
  { old: 'net.host.carrier.icc', stable: 'network.carrier.icc' },
  { old: 'tls.client.server_name', stable: 'server.address' },
  // db
  { old: 'db.system', stable: 'db.system.name', values: DB_SYSTEMS },
  { old: 'db.statement', stable: 'db.query.text' },
  { old: 'db.operation', stable: 'db.operation.name' },
  { old: 'db.name', stable: 'db.namespace' },
  { old: 'db.cassandra.keyspace', stable: 'db.name' },
  { old: 'db.hbase.namespace', stable: 'db.name' },
  { old: 'db.elasticsearch.cluster.name', stable: 'db.namespace' },
  { old: 'db.redis.database_index', stable: 'db.namespace', values: NUMBER_AS_TEXT },
  { old: 'db.sql.table', stable: 'db.collection.name' },
  { old: 'db.mongodb.collection', stable: 'db.collection.name' },
  { old: 'db.cassandra.table', stable: 'db.collection.name' },
  { old: 'db.cosmosdb.container', stable: 'db.collection.name' },
  { old: 'db.cassandra.coordinator.dc', stable: 'cassandra.coordinator.dc' },
  { old: 'db.cassandra.coordinator.id', stable: 'cassandra.coordinator.id' },
  { old: 'db.cassandra.consistency_level', stable: 'cassandra.consistency.level' },
  { old: 'db.cassandra.idempotence', stable: 'cassandra.query.idempotent' },
  { old: 'db.cassandra.page_size', stable: 'cassandra.page.size' },
  { old: 'db.cassandra.speculative_execution_count', stable: 'cassandra.speculative_execution.count' },
  { old: 'db.cosmosdb.status_code', stable: 'db.response.status_code', values: NUMBER_AS_TEXT },
  { old: 'db.cosmosdb.client_id', stable: 'azure.client.id' },
  { old: 'db.cosmosdb.connection_mode', stable: 'azure.cosmosdb.connection.mode' },
  { old: 'db.cosmosdb.consistency_level', stable: 'azure.cosmosdb.consistency.level' },
  { old: 'db.cosmosdb.request_charge', stable: 'azure.cosmosdb.operation.request_charge' },
  { old: 'db.cosmosdb.regions_contacted', stable: 'azure.cosmosdb.operation.contacted_regions' },
  { old: 'db.cosmosdb.request_content_length', stable: 'azure.cosmosdb.request.body.size' },
  { old: 'db.cosmosdb.sub_status_code', stable: 'azure.cosmosdb.response.sub_status_code' },
  { old: 'db.elasticsearch.node.name', stable: 'elasticsearch.node.name' },
  // messaging
  { old: 'messaging.system', stable: 'messaging.system.name', values: MESSAGING_SYSTEMS },
  {
    old: 'messaging.operation',
    stable: 'messaging.operation.type',
    values: words({ publish: 'send', deliver: 'process' }),
  },
  { old: 'messaging.destination', stable: 'messaging.destination.name' },
  { old: 'messaging.temp_destination', stable: 'messaging.destination.temporary' },
  { old: 'messaging.message_id', stable: 'messaging.message.id' },
  { old: 'messaging.conversation_id', stable: 'messaging.message.conversation_id' },
  { old: 'messaging.message_payload_size_bytes', stable: 'messaging.message.payload_size_bytes' },
  { old: 'messaging.message.payload_size_bytes', stable: 'messaging.message.body.size' },
  { old: 'messaging.protocol', stable: 'net.app.protocol.name' },
  { old: 'messaging.protocol_version', stable: 'net.app.protocol.version' },
  { old: 'messaging.kafka.client_id', stable: 'messaging.client_id' },
  { old: 'messaging.rocketmq.client_id', stable: 'messaging.client_id' },
  { old: 'messaging.client_id', stable: 'messaging.client.id' },
  { old: 'messaging.kafka.consumer_group', stable: 'messaging.kafka.consumer.group' },
  { old: 'messaging.kafka.consumer.group', stable: 'messaging.consumer.group.name' },
  { old: 'messaging.eventhubs.consumer.group', stable: 'messaging.consumer.group.name' },
  { old: 'messaging.rocketmq.client_group', stable: 'messaging.consumer.group.name' },
  { old: 'messaging.servicebus.destination.subscription_name', stable: 'messaging.destination.subscription.name' },
  { old: 'messaging.kafka.partition', stable: 'messaging.kafka.destination.partition' },
  {
    old: 'messaging.kafka.destination.partition',
    stable: 'messaging.destination.partition.id',
    values: NUMBER_AS_TEXT,
  },
  { old: 'messaging.kafka.message_key', stable: 'messaging.kafka.message.key' },
  { old: 'messaging.kafka.tombstone', stable: 'messaging.kafka.message.tombstone' },
  { old: 'messaging.kafka.message.offset', stable: 'messaging.kafka.offset' },
  { old: 'messaging.kafka.message.key', stable: 'kafka.message.key' },
  { old: 'messaging.kafka.message.tombstone', stable: 'kafka.message.tombstone' },
  { old: 'messaging.kafka.offset', stable: 'kafka.offset' },
  { old: 'messaging.kafka.cluster.id', stable: 'kafka.cluster.id' },
  { old: 'messaging.rabbitmq.routing_key', stable: 'messaging.rabbitmq.destination.routing_key' },
  { old: 'messaging.rabbitmq.destination.routing_key', stable: 'rabbitmq.destination.routing_key' },
  { old: 'messaging.rabbitmq.message.delivery_tag', stable: 'rabbitmq.message.delivery_tag' },
  { old: 'messaging.rocketmq.message_type', stable: 'messaging.rocketmq.message.type' },
  { old: 'messaging.rocketmq.message_tag', stable: 'messaging.rocketmq.message.tag' },
  { old: 'messaging.rocketmq.message_keys', stable: 'messaging.rocketmq.message.keys' },
  { old: 'messaging.rocketmq.message.type', stable: 'rocketmq.message.type' },
  { old: 'messaging.rocketmq.message.tag', stable: 'rocketmq.message.tag' },
  { old: 'messaging.rocketmq.message.keys', stable: 'rocketmq.message.keys' },
  { old: 'messaging.rocketmq.message.group', stable: 'rocketmq.message.group' },
  { old: 'messaging.rocketmq.message.delay_time_level', stable: 'rocketmq.message.delay_time_level' },
  { old: 'messaging.rocketmq.message.delivery_timestamp', stable: 'rocketmq.message.delivery_timestamp' },
  { old: 'messaging.rocketmq.consumption_model', stable: 'rocketmq.consumption_model' },
  { old: 'messaging.rocketmq.namespace', stable: 'rocketmq.namespace' },
  { old: 'messaging.eventhubs.message.enqueued_time', stable: 'azure.eventhubs.message.enqueued_time' },
  { old: 'messaging.servicebus.disposition_status', stable: 'azure.servicebus.disposition_status' },
  { old: 'messaging.servicebus.message.delivery_count', stable: 'azure.servicebus.message.delivery_count' },
  { old: 'messaging.servicebus.message.enqueued_time', stable: 'azure.servicebus.message.enqueued_time' },
  { old: 'messaging.gcp_pubsub.message.ack_deadline', stable: 'gcp.pubsub.message.ack_deadline' },
  { old: 'messaging.gcp_pubsub.message.ack_id', stable: 'gcp.pubsub.message.ack_id' },
  { old: 'messaging.gcp_pubsub.message.delivery_attempt', stable: 'gcp.pubsub.message.delivery_attempt' },
  { old: 'messaging.gcp_pubsub.message.ordering_key', stable: 'gcp.pubsub.message.ordering_key' },
  // rpc
  { old: 'rpc.system', stable: 'rpc.system.name', values: words({ connect_rpc: 'connectrpc', apache_dubbo: 'dubbo' }) },
  { old: 'rpc.grpc.status_code', stable: 'rpc.response.status_code', values: GRPC_STATUS },
  { old: 'rpc.connect_rpc.error_code', stable: 'rpc.response.status_code' },
  { old: 'rpc.jsonrpc.error_code', stable: 'rpc.response.status_code', values: NUMBER_AS_TEXT },
  { old: 'rpc.response.status_code', stable: 'rpc.status_code' },
  { old: 'rpc.jsonrpc.request_id', stable: 'jsonrpc.request.id' },
  { old: 'rpc.jsonrpc.version', stable: 'jsonrpc.protocol.version' },
  // gen_ai, openai
  { old: 'gen_ai.system', stable: 'gen_ai.provider.name', values: GEN_AI_SYSTEMS },
  { old: 'gen_ai.usage.prompt_tokens', stable: 'gen_ai.usage.input_tokens' },
  { old: 'gen_ai.usage.completion_tokens', stable: 'gen_ai.usage.output_tokens' },
  { old: 'gen_ai.openai.request.seed', stable: 'gen_ai.request.seed' },
  {
    old: 'gen_ai.openai.request.response_format',
    stable: 'gen_ai.output.type',
    values: words({ json_object: 'json', json_schema: 'json' }),
  },
  { old: 'gen_ai.openai.request.service_tier', stable: 'openai.request.service_tier' },
  { old: 'gen_ai.openai.response.service_tier', stable: 'openai.response.service_tier' },
  { old: 'gen_ai.openai.response.system_fingerprint', stable: 'openai.response.system_fingerprint' },
  // code, deployment, faas, services, and the rest
  { old: 'code.function', stable: 'code.function.name' },
  { old: 'code.filepath', stable: 'code.file.path' },
  { old: 'code.lineno', stable: 'code.line.number' },
  { old: 'code.column', stable: 'code.column.number' },
  { old: 'deployment.environment', stable: 'deployment.environment.name' },
  { old: 'faas.execution', stable: 'faas.invocation_id' },
  { old: 'faas.id', stable: 'cloud.resource_id' },
  { old: 'peer.service', stable: 'service.peer.name' },
  { old: 'service.peer.name', stable: 'server.service.name' },
  { old: 'service.peer.name', stable: 'client.service.name' },
  { old: 'service.peer.namespace', stable: 'server.service.namespace' },
  { old: 'service.peer.namespace', stable: 'client.service.namespace' },
  { old: 'enduser.role', stable: 'user.roles', values: ONE_OF_A_LIST },
  { old: 'feature_flag.provider_name', stable: 'feature_flag.provider.name' },
  { old: 'feature_flag.variant', stable: 'feature_flag.result.variant' },
  { old: 'feature_flag.evaluation.reason', stable: 'feature_flag.result.reason' },
  { old: 'feature_flag.evaluation.error.message', stable: 'feature_flag.error.message' },
  { old: 'container.runtime', stable: 'container.runtime.name' },
  { old: 'process.executable.build_id.profiling', stable: 'process.executable.build_id.htlhash' },
  { old: 'otel.library.name', stable: 'otel.scope.name' },
  { old: 'otel.library.version', stable: 'otel.scope.version' },
  { old: 'telemetry.auto.version', stable: 'telemetry.distro.version' },
  { old: 'az.namespace', stable: 'azure.resource_provider.namespace' },
  { old: 'az.service_request_id', stable: 'azure.service.request.id' },
  { old: 'android.state', stable: 'android.app.state' },
  { old: 'ios.state', stable: 'ios.app.state' },
  { old: 'vcs.repository.ref.name', stable: 'vcs.ref.head.name' },
  { old: 'vcs.repository.ref.type', stable: 'vcs.ref.head.type' },
  { old: 'vcs.repository.ref.revision', stable: 'vcs.ref.head.revision' },
  { old: 'vcs.repository.change.title', stable: 'vcs.change.title' },
  { old: 'vcs.repository.change.id', stable: 'vcs.change.id' },
];

/** The same for names that a key follows: `k8s.pod.labels.<key>`. */
export const TEMPLATE_RENAMES: readonly Rename[] = [
  { old: 'container.labels', stable: 'container.label' },
  { old: 'k8s.pod.labels', stable: 'k8s.pod.label' },
  { old: 'db.elasticsearch.path_parts', stable: 'db.operation.parameter' },
  { old: 'rpc.grpc.request.metadata', stable: 'rpc.request.metadata' },
  { old: 'rpc.grpc.response.metadata', stable: 'rpc.response.metadata' },
  { old: 'rpc.connect_rpc.request.metadata', stable: 'rpc.request.metadata' },
  { old: 'rpc.connect_rpc.response.metadata', stable: 'rpc.response.metadata' },
  { old: 'rpc.request.metadata', stable: 'rpc.request.header' },
  { old: 'rpc.response.metadata', stable: 'rpc.response.header' },
  { old: 'rpc.response.metadata', stable: 'rpc.response.trailer' },
];

/** A name that the semantic conventions gave up, and the one that replaced it. */
interface Rename {
  readonly old: string;
  readonly stable: string;
  /** Values that changed with the name, old to stable; all others stayed. */
  readonly values?: Readonly<Record<string, string>>;
}

// https://opentelemetry.io/docs/specs/semconv/non-normative/http-migration/ (and db-migration, code-attrs-migration),
// and the tables of deprecated attributes in the registry: db, http, net, messaging, rpc, code, deployment, faas.
const RENAMES: readonly Rename[] = [
  { old: 'http.method', stable: 'http.request.method' },
  { old: 'http.status_code', stable: 'http.response.status_code' },
  { old: 'http.url', stable: 'url.full' },
  { old: 'http.target', stable: 'url.path' },
  { old: 'http.target', stable: 'url.query' },
  { old: 'http.scheme', stable: 'url.scheme' },
  { old: 'http.host', stable: 'server.address' },
  { old: 'http.server_name', stable: 'server.address' },
  { old: 'http.client_ip', stable: 'client.address' },
  { old: 'http.user_agent', stable: 'user_agent.original' },
  { old: 'http.flavor', stable: 'network.protocol.version', values: { '2.0': '2', '3.0': '3' } },
  { old: 'http.resend_count', stable: 'http.request.resend_count' },
  { old: 'http.request_content_length', stable: 'http.request.body.size' },
  { old: 'http.request_content_length', stable: 'http.request.header.content-length' },
  { old: 'http.response_content_length', stable: 'http.response.body.size' },
  { old: 'http.response_content_length', stable: 'http.response.header.content-length' },
  { old: 'net.peer.name', stable: 'server.address' },
  { old: 'net.peer.name', stable: 'client.address' },
  { old: 'net.peer.port', stable: 'server.port' },
  { old: 'net.peer.port', stable: 'client.port' },
  { old: 'net.peer.ip', stable: 'network.peer.address' },
  { old: 'net.host.name', stable: 'server.address' },
  { old: 'net.host.port', stable: 'server.port' },
  { old: 'net.host.ip', stable: 'network.local.address' },
  { old: 'net.sock.peer.addr', stable: 'network.peer.address' },
  { old: 'net.sock.peer.port', stable: 'network.peer.port' },
  { old: 'net.sock.host.addr', stable: 'network.local.address' },
  { old: 'net.sock.host.port', stable: 'network.local.port' },
  { old: 'net.sock.family', stable: 'network.type', values: { inet: 'ipv4', inet6: 'ipv6' } },
  { old: 'net.transport', stable: 'network.transport', values: { ip_tcp: 'tcp', ip_udp: 'udp' } },
  { old: 'net.protocol.name', stable: 'network.protocol.name' },
  { old: 'net.protocol.version', stable: 'network.protocol.version' },
  {
    old: 'db.system',
    stable: 'db.system.name',
    values: {
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
      intersystems_cache: 'intersystems.cache',
    },
  },
  { old: 'db.statement', stable: 'db.query.text' },
  { old: 'db.operation', stable: 'db.operation.name' },
  { old: 'db.name', stable: 'db.namespace' },
  { old: 'db.redis.database_index', stable: 'db.namespace' },
  { old: 'db.sql.table', stable: 'db.collection.name' },
  { old: 'db.mongodb.collection', stable: 'db.collection.name' },
  { old: 'db.cassandra.table', stable: 'db.collection.name' },
  { old: 'db.cosmosdb.container', stable: 'db.collection.name' },
  { old: 'db.cosmosdb.status_code', stable: 'db.response.status_code' },
  { old: 'messaging.destination', stable: 'messaging.destination.name' },
  { old: 'messaging.operation', stable: 'messaging.operation.type', values: { publish: 'send', deliver: 'process' } },
  { old: 'messaging.message_id', stable: 'messaging.message.id' },
  { old: 'messaging.conversation_id', stable: 'messaging.message.conversation_id' },
  { old: 'messaging.consumer_id', stable: 'messaging.client.id' },
  { old: 'messaging.client_id', stable: 'messaging.client.id' },
  { old: 'messaging.kafka.consumer.group', stable: 'messaging.consumer.group.name' },
  { old: 'messaging.kafka.consumer_group', stable: 'messaging.consumer.group.name' },
  { old: 'messaging.kafka.partition', stable: 'messaging.destination.partition.id' },
  { old: 'messaging.kafka.destination.partition', stable: 'messaging.destination.partition.id' },
  { old: 'messaging.kafka.message.offset', stable: 'messaging.kafka.offset' },
  { old: 'messaging.rabbitmq.routing_key', stable: 'messaging.rabbitmq.destination.routing_key' },
  { old: 'rpc.system', stable: 'rpc.system.name', values: { connect_rpc: 'connectrpc', apache_dubbo: 'dubbo' } },
  { old: 'rpc.grpc.status_code', stable: 'rpc.response.status_code' },
  { old: 'rpc.connect_rpc.error_code', stable: 'rpc.response.status_code' },
  { old: 'code.function', stable: 'code.function.name' },
  { old: 'code.filepath', stable: 'code.file.path' },
  { old: 'code.lineno', stable: 'code.line.number' },
  { old: 'code.column', stable: 'code.column.number' },
  { old: 'deployment.environment', stable: 'deployment.environment.name' },
  { old: 'faas.execution', stable: 'faas.invocation_id' },
  { old: 'faas.id', stable: 'cloud.resource_id' },
  { old: 'peer.service', stable: 'service.peer.name' },
];

/** The same attribute under the name of the other generation of the semantic conventions. */
export interface OtherName {
  readonly key: string;
  /** Which generation `key` belongs to. */
  readonly generation: 'old' | 'stable';
  /** A value as the generation that was asked about writes it. */
  translate(value: unknown): unknown;
}

const OTHER_NAMES: ReadonlyMap<string, readonly OtherName[]> = tabulate();

/** The names that an attribute has in the other generation of the semantic conventions; none for most. */
export function otherNames(key: string): readonly OtherName[] {
  return OTHER_NAMES.get(key) ?? [];
}

function tabulate(): Map<string, OtherName[]> {
  const table = new Map<string, OtherName[]>();
  const add = (key: string, other: OtherName) => table.set(key, [...(table.get(key) ?? []), other]);
  for (const { old, stable, values } of RENAMES) {
    const toStable = new Map(Object.entries(values ?? {}));
    const toOld = new Map(Array.from(toStable, ([before, after]) => [after, before]));
    add(old, { key: stable, generation: 'stable', translate: value => toOld.get(value as string) ?? value });
    add(stable, { key: old, generation: 'old', translate: value => toStable.get(value as string) ?? value });
  }
  return table;
}

import { TracewrightError } from '../../errors.ts';
import type { TlsFiles } from '../../receiver/tls-options.ts';
import type { ConfigDraft } from './config-draft.ts';
import { isDefined, mapAt, pipelinesOf, typeOf } from './pipelines.ts';

/** Where a receiver listens. */
export interface ReceiverUrls {
  readonly grpc: string | undefined;
  readonly http: string | undefined;
  readonly tls?: TlsFiles | undefined;
}

const GRPC_TYPES = ['otlp', 'otlp_grpc'];
const HTTP_TYPES = ['otlphttp', 'otlp_http'];
/** Those that send nothing to anywhere else. */
const LOCAL_TYPES = ['debug', 'logging', 'file', 'nop'];
/** What would lead an OTLP exporter elsewhere, or sign what it sends. */
const ELSEWHERE = [
  'traces_endpoint',
  'metrics_endpoint',
  'logs_endpoint',
  'profiles_endpoint',
  'proxy_url',
  'authority',
];
const COMPRESSIONS: readonly unknown[] = [undefined, 'gzip', 'none', ''];

export function isOtlpExporter(id: string): boolean {
  return GRPC_TYPES.includes(typeOf(id)) || HTTP_TYPES.includes(typeOf(id));
}

/** Points every pipeline at the receiver: its OTLP exporters, and what stands in the place of all that send elsewhere. */
export function pointExporters(draft: ConfigDraft, urls: ReceiverUrls): void {
  const data = draft.get([]);
  const inUse = new Set<string>();
  for (const { id: pipeline, exporters } of pipelinesOf(data)) {
    const [first, ...others] = exporters.filter(id => isRemote(data, id));
    if (first === undefined) continue;
    const kept = [first, ...others].find(isOtlpExporter) ?? replacementFor(data, urls);
    const pointed = exporters.filter(id => !others.includes(id)).map(id => (id === first ? kept : id));
    draft.set(['service', 'pipelines', pipeline, 'exporters'], pointed);
    inUse.add(kept);
  }
  for (const id of inUse) pointExporter(draft, id, urls);
  removeUnused(data, draft);
}

/** An exporter that is defined here and sends spans away. What is not defined the collector itself will name. */
export function isRemote(data: unknown, id: string): boolean {
  return isDefined(data, 'exporters', id) && !LOCAL_TYPES.includes(typeOf(id));
}

/** An OTLP exporter of the name that this collector knows: both types were renamed. */
function replacementFor(data: unknown, { http }: ReceiverUrls): string {
  const types = Object.keys(mapAt(data, ['exporters'])).map(typeOf);
  const [all, usual] = http === undefined ? [GRPC_TYPES, 'otlp'] : [HTTP_TYPES, 'otlphttp'];
  return `${types.find(type => all.includes(type)) ?? usual}/tracewright`;
}

function pointExporter(draft: ConfigDraft, id: string, urls: ReceiverUrls): void {
  const at = ['exporters', id];
  const isGrpc = GRPC_TYPES.includes(typeOf(id));
  draft.set([...at, 'endpoint'], endpointFor(id, isGrpc, urls));
  draft.set([...at, 'tls'], tlsFor(urls));
  for (const key of ELSEWHERE) draft.remove([...at, key], 'it would lead elsewhere');
  draft.remove([...at, 'auth'], 'the receiver asks for none');
  const { compression } = mapAt(draft.get([]), at);
  if (!COMPRESSIONS.includes(compression)) draft.set([...at, 'compression'], 'gzip');
}

function endpointFor(id: string, isGrpc: boolean, { grpc, http }: ReceiverUrls): string {
  const url = isGrpc ? grpc : http;
  if (url !== undefined && /^https?:/.test(url)) return isGrpc ? new URL(url).host : url;
  const what = url === undefined ? 'is off' : 'is a unix socket';
  throw new TracewrightError(
    'INVALID_OPTION',
    `startCollector() option receiver: its endpoint for ${isGrpc ? 'gRPC' : 'HTTP'} ${what}, and the exporter ${id} needs it.`,
  );
}

function tlsFor({ tls }: ReceiverUrls): object {
  if (tls === undefined) return { insecure: true };
  const { trust, clientCert, clientKey } = tls;
  return {
    ...(trust === undefined ? {} : { ca_file: trust }),
    ...(clientCert === undefined ? {} : { cert_file: clientCert }),
    ...(clientKey === undefined ? {} : { key_file: clientKey }),
  };
}

/** A distribution for tests may not have what is in no pipeline any more, and credentials it has none. */
function removeUnused(before: unknown, draft: ConfigDraft): void {
  const defined = Object.keys(mapAt(before, ['exporters']));
  const inUse = new Set(pipelinesOf(draft.get([])).flatMap(({ exporters }) => exporters));
  for (const id of defined) {
    if (!inUse.has(id) && isRemote(before, id)) draft.remove(['exporters', id], 'no pipeline exports to it here');
  }
  const extensions = draft.get(['service', 'extensions']);
  if (!Array.isArray(extensions)) return;
  const stillUsed = JSON.stringify([draft.get(['receivers']) ?? {}, draft.get(['exporters']) ?? {}]);
  const idle = new Set(
    defined.flatMap(id => authenticatorOf(before, id)).filter(id => !stillUsed.includes(JSON.stringify(id))),
  );
  draft.set(
    ['service', 'extensions'],
    extensions.filter(id => !idle.has(id)),
  );
  for (const id of idle) draft.remove(['extensions', id], 'only exporters used it');
}

function authenticatorOf(data: unknown, exporter: string): readonly string[] {
  const { authenticator } = mapAt(data, ['exporters', exporter, 'auth']);
  return typeof authenticator === 'string' ? [authenticator] : [];
}

/** Takes every other traces pipeline off the receiver; those that lead to the chosen one through a connector stay. */
export function keepPipeline(draft: ConfigDraft, chosen: string): void {
  const data = draft.get([]);
  for (const { id, signal, exporters } of pipelinesOf(data)) {
    if (signal !== 'traces' || id === chosen) continue;
    const connectors = exporters.filter(each => isDefined(data, 'connectors', each));
    const at = ['service', 'pipelines', id];
    if (connectors.length === 0) draft.remove(at, `only ${chosen} is under test`);
    else draft.set([...at, 'exporters'], connectors);
  }
}

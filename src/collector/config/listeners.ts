import { isPlainObject } from '../../misuse.ts';
import type { ConfigDraft } from './config-draft.ts';
import { isDefined, mapAt, pipelinesOf, typeOf } from './pipelines.ts';

/** Where an OTLP receiver of the collector listens. */
export interface OtlpListener {
  /** `otlp/orders` */
  readonly id: string;
  readonly isOfTraces: boolean;
  readonly http: string | undefined;
  readonly grpc: string | undefined;
}

/** Gives a free port of 127.0.0.1. */
export type PortSource = () => Promise<number>;

const PROTOCOLS = ['grpc', 'http'] as const;
/** Extensions that listen on a port that is fixed: two collectors at once would want the same. */
const LISTENING_EXTENSIONS = ['health_check', 'healthcheckv2', 'pprof', 'zpages'];

/** Gives the OTLP receivers that a pipeline uses ports of their own. */
export async function moveReceivers(draft: ConfigDraft, nextPort: PortSource): Promise<readonly OtlpListener[]> {
  const data = draft.get([]);
  const pipelines = pipelinesOf(data);
  const used = [...new Set(pipelines.flatMap(({ receivers }) => receivers))];
  const ids = used.filter(id => typeOf(id) === 'otlp' && isDefined(data, 'receivers', id));
  const listeners: OtlpListener[] = [];
  for (const id of ids) {
    const protocols = mapAt(data, ['receivers', id, 'protocols']);
    const urls: { http: string | undefined; grpc: string | undefined } = { http: undefined, grpc: undefined };
    for (const protocol of PROTOCOLS) {
      if (!Object.hasOwn(protocols, protocol)) continue;
      const at = ['receivers', id, 'protocols', protocol];
      const { tls, transport } = mapAt(data, at);
      const endpoint = `127.0.0.1:${await nextPort()}`;
      draft.set([...at, 'endpoint'], endpoint);
      if (transport !== undefined && transport !== 'tcp') draft.set([...at, 'transport'], 'tcp');
      urls[protocol] = `${isPlainObject(tls) ? 'https' : 'http'}://${endpoint}`;
    }
    const isOfTraces = pipelines.some(({ signal, receivers }) => signal === 'traces' && receivers.includes(id));
    listeners.push({ id, isOfTraces, ...urls });
  }
  return listeners;
}

/** Gives extensions that listen ports of their own, and turns off what the collector tells about itself elsewhere. */
export async function moveExtensions(draft: ConfigDraft, nextPort: PortSource): Promise<void> {
  const data = draft.get([]);
  const { extensions } = mapAt(data, ['service']);
  for (const id of Array.isArray(extensions) ? extensions.map(String) : []) {
    if (!LISTENING_EXTENSIONS.includes(typeOf(id)) || !isDefined(data, 'extensions', id)) continue;
    const at = ['extensions', id];
    const inner = PROTOCOLS.filter(protocol => Object.hasOwn(mapAt(data, at), protocol));
    const places = inner.length === 0 ? [at] : inner.map(protocol => [...at, protocol]);
    for (const place of places) draft.set([...place, 'endpoint'], `127.0.0.1:${await nextPort()}`);
  }
  const telemetry = mapAt(data, ['service', 'telemetry']);
  draft.set(['service', 'telemetry', 'metrics', 'level'], 'none');
  if (telemetry.traces !== undefined) draft.remove(['service', 'telemetry', 'traces'], 'it would send elsewhere');
  if (mapAt(telemetry, ['logs']).processors !== undefined) {
    draft.remove(['service', 'telemetry', 'logs', 'processors'], 'they would send elsewhere');
  }
}

import { isIP } from 'node:net';
import { type Attributes, type AttributeValue, attribute } from '../../model/attributes.ts';
import type { SpanData } from '../../model/span-data.ts';
import type { XRayHttp } from '../segment.ts';
import type { Taken } from './conversion.ts';
import { urlOf } from './http-url.ts';
import { intOf, portOf, present, textOf } from './read-value.ts';

/** An attribute that says that the span is of HTTP, or only where a URL may lead. */
interface Part {
  /** The document's member that it goes into, and the place in the URL. */
  readonly field: string;
  /** Its key among the parts of the URL: that of the old conventions where there are two. */
  readonly url?: string;
  readonly isHttp?: true;
  /** Whether a URL can be put together when it is there. */
  readonly givesUrl?: true;
  readonly isPort?: true;
}

const URL_FIELD = 'http.request.url';

/** What the exporter takes out of the attributes for `http`, by the names of the old and of the stable conventions. */
const PARTS: Readonly<Record<string, Part>> = {
  'http.method': { field: 'http.request.method', isHttp: true },
  'http.request.method': { field: 'http.request.method', isHttp: true },
  'http.user_agent': { field: 'http.request.user_agent', isHttp: true },
  'user_agent.original': { field: 'http.request.user_agent', isHttp: true },
  'http.status_code': { field: 'http.response.status', isHttp: true },
  'http.response.status_code': { field: 'http.response.status', isHttp: true },
  'http.client_ip': { field: 'http.request.client_ip', isHttp: true },
  'client.address': { field: 'http.request.client_ip' },
  'net.peer.ip': { field: 'http.request.client_ip', url: 'net.peer.ip', givesUrl: true },
  'network.peer.address': { field: 'http.request.client_ip' },
  'http.url': { field: URL_FIELD, url: 'http.url', isHttp: true, givesUrl: true },
  'url.full': { field: URL_FIELD, url: 'http.url', isHttp: true, givesUrl: true },
  'http.scheme': { field: URL_FIELD, url: 'http.scheme', isHttp: true },
  'url.scheme': { field: URL_FIELD, url: 'http.scheme', isHttp: true },
  'http.host': { field: URL_FIELD, url: 'http.host', isHttp: true, givesUrl: true },
  'http.target': { field: URL_FIELD, url: 'http.target', isHttp: true },
  'http.server_name': { field: URL_FIELD, url: 'http.server_name', isHttp: true, givesUrl: true },
  'net.host.port': { field: URL_FIELD, url: 'net.host.port', isHttp: true, isPort: true },
  'host.name': { field: URL_FIELD, url: 'host.name', givesUrl: true },
  'net.host.name': { field: URL_FIELD, url: 'net.host.name', givesUrl: true },
  'net.peer.name': { field: URL_FIELD, url: 'net.peer.name', givesUrl: true },
  'net.peer.port': { field: URL_FIELD, url: 'net.peer.port', isPort: true },
  'url.path': { field: URL_FIELD, url: 'url.path', isHttp: true },
  'url.query': { field: URL_FIELD, url: 'url.query', isHttp: true },
  'server.address': { field: URL_FIELD, url: 'server.address', givesUrl: true },
  'server.port': { field: URL_FIELD, url: 'server.port', isPort: true },
};

/**
 * The document's `http`, and what it takes out of the attributes. These attributes are taken also where nothing says that
 * the span is of HTTP: they are in no document then.
 */
export function httpOf({ attributes, events, kind }: SpanData): { readonly http?: XRayHttp; readonly taken: Taken } {
  const taken = new Map<string, string>();
  const urlParts = new Map<string, string>();
  const values = new Map<string, AttributeValue>();
  let isHttp = false;
  let givesUrl = false;
  for (const [key, value] of Object.entries(attributes)) {
    const part = Object.hasOwn(PARTS, key) ? PARTS[key] : undefined;
    if (part === undefined) continue;
    taken.set(key, part.field);
    values.set(part.field, value);
    if (part.url !== undefined) urlParts.set(part.url, part.isPort ? portOf(value) : textOf(value));
    isHttp ||= part.isHttp === true;
    givesUrl ||= part.givesUrl === true || (key === 'network.peer.address' && isAddress(value));
  }
  if (!isHttp) return { taken: new Map([...taken.keys()].map(key => [key, ''])) };
  const status = values.get('http.response.status');
  const request = {
    method: textOf(values.get('http.request.method')),
    url: givesUrl ? urlOf(urlParts, kind === 'SERVER') : undefined,
    user_agent: textOf(values.get('http.request.user_agent')),
    ...clientOf(attributes),
  };
  const response = {
    ...(status === undefined ? {} : { status: intOf(status) }),
    content_length: contentLength([attributes, ...events.map(event => event.attributes)]),
  };
  return { http: { request: present<XRayHttp['request']>(request), response }, taken };
}

/** The client's address, or the peer's. Without a peer's address, the client's was forwarded by a proxy. */
function clientOf(attributes: Attributes): Pick<XRayHttp['request'], 'client_ip' | 'x_forwarded_for'> {
  let address = '';
  let hasPeer = false;
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'http.client_ip' || (key === 'client.address' && isAddress(value))) address = textOf(value);
    else if (key === 'net.peer.ip' || (key === 'network.peer.address' && isAddress(value))) {
      address ||= textOf(value);
      hasPeer = true;
    }
  }
  if (address === '') return {};
  return hasPeer ? { client_ip: address } : { client_ip: address, x_forwarded_for: true };
}

/** An address without a zone: Go's `net.ParseIP` takes none. */
function isAddress(value: AttributeValue | undefined): value is string {
  return typeof value === 'string' && isIP(value) !== 0 && !value.includes('%');
}

/** The size of a response, as the message attributes of the span or of its events tell it. */
function contentLength(places: readonly Attributes[]): number {
  const sizes = places.map(attributes =>
    attribute(attributes, 'message.type') === 'RECEIVED'
      ? intOf(attribute(attributes, 'messaging.message_payload_size_bytes'))
      : 0,
  );
  return sizes.find(size => size !== 0) ?? 0;
}

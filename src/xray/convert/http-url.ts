/** The parts of a URL as attributes tell them, by the attributes' old names where there are two. */
export type UrlParts = ReadonlyMap<string, string>;

const CLIENT_HOSTS = ['net.peer.name', 'net.peer.ip'];
const SERVER_HOSTS = ['http.server_name', 'net.host.name', 'host.name', 'server.address'];

/** The URL that a span asked for: the full one, or one that is put together as the exporter does it. */
export function urlOf(parts: UrlParts, isServer: boolean): string {
  const full = parts.get('http.url');
  if (full !== undefined) return full;
  const scheme = parts.get('http.scheme') ?? 'http';
  return `${scheme}://${isServer ? serverHost(parts, scheme) : clientHost(parts, scheme)}${pathOf(parts)}`;
}

/** The exporter knows only the old names of a client's host and port: without `http.url` or `url.full`, there is no host. */
function clientHost(parts: UrlParts, scheme: string): string {
  const host = parts.get('http.host');
  return host ?? `${first(parts, CLIENT_HOSTS)}${portAfter(scheme, parts.get('net.peer.port'))}`;
}

function serverHost(parts: UrlParts, scheme: string): string {
  const host = parts.get('http.host');
  const port = parts.get('net.host.port') ?? parts.get('server.port');
  return host ?? `${first(parts, SERVER_HOSTS)}${portAfter(scheme, port)}`;
}

function portAfter(scheme: string, port = ''): string {
  const isDefault = (scheme === 'http' && port === '80') || (scheme === 'https' && port === '443');
  return port === '' || isDefault ? '' : `:${port}`;
}

function pathOf(parts: UrlParts): string {
  const target = parts.get('http.target');
  if (target !== undefined) return target;
  const query = parts.get('url.query');
  const asked = query === undefined || query.startsWith('?') ? (query ?? '') : `?${query}`;
  return `${parts.get('url.path') ?? '/'}${asked}`;
}

function first(parts: UrlParts, keys: readonly string[]): string {
  return keys.map(key => parts.get(key)).find(value => value !== undefined) ?? '';
}

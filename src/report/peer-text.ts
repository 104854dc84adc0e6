import { attribute } from '../model/attributes.ts';
import type { Span } from '../model/trace.ts';
import { plain } from './quote.ts';

/** Whom a CLIENT or PRODUCER span addresses: `payments:8083 /charge`, a topic; empty when it does not say. */
export function peerText(span: Span): string {
  const read = (...keys: string[]) => {
    for (const key of keys) {
      const value = attribute(span.attributes, key);
      if (typeof value === 'string' || typeof value === 'number') return String(value);
    }
    return undefined;
  };
  const topic = read('messaging.destination.name', 'messaging.destination');
  if (topic !== undefined) return plain(topic, 60);
  const url = urlOf(read('url.full', 'http.url'));
  const host = read('server.address', 'net.peer.name') ?? url?.hostname;
  if (host === undefined) return '';
  const port = read('server.port', 'net.peer.port') ?? url?.port ?? '';
  const path = url?.pathname ?? read('url.path');
  return plain(`${host}${port === '' ? '' : `:${port}`}${path === undefined ? '' : ` ${path}`}`, 80);
}

/** Only host, port and path are ever shown: the query and the user part can hold secrets. */
function urlOf(text: string | undefined): URL | undefined {
  return text !== undefined && URL.canParse(text) ? new URL(text) : undefined;
}

import { attribute } from '../model/attributes.ts';
import type { Span } from '../model/trace.ts';

/**
 * What spans have in common that do the same work on other data: service, kind and name, the statement, the address and
 * path, the destination, with ids and literals left out.
 */
export function workOf(span: Span): string {
  return JSON.stringify([
    span.service,
    span.kind,
    withoutIds(span.name),
    withoutLiterals(textAt(span, 'db.query.text', 'db.statement')),
    textAt(span, 'server.address', 'net.peer.name'),
    withoutIds(pathOf(span)),
    textAt(span, 'messaging.destination.name', 'messaging.destination'),
    // Python's ASGI servers: the head and the body of a response are spans of one name.
    textAt(span, 'asgi.event.type'),
  ]);
}

function textAt(span: Span, ...keys: string[]): string {
  for (const key of keys) {
    const value = attribute(span.attributes, key);
    if (typeof value === 'string') return value;
  }
  return '';
}

/** Of a URL the host and path: what follows is data. */
function pathOf(span: Span): string {
  const url = textAt(span, 'url.full', 'http.url');
  if (url !== '' && URL.canParse(url)) {
    const { hostname, pathname } = new URL(url);
    return `${hostname}${pathname}`;
  }
  return (textAt(span, 'url.path', 'http.target').split('?', 1)[0] ?? '').slice(0, MAX_TEXT);
}

/** Longer texts are the same work when they begin alike. */
const MAX_TEXT = 4_000;

/** Numbers, UUIDs, ULIDs and hex digits that stand for themselves between separators. */
const ID =
  /(?<![\p{L}\d])(?:\d+|[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}|[\da-f]{12,}|[0-9A-HJKMNP-TV-Z]{26})(?![\p{L}\d])/giu;

/** Whether a part of a path or a name is an id: `42`, a UUID, a ULID, hex digits. */
export function isIdLike(part: string): boolean {
  return part !== '' && part.length <= 80 && part.replace(ID, '') === '';
}

function withoutIds(text: string): string {
  return text.slice(0, MAX_TEXT).replace(ID, '?');
}

/** A statement without its literals and the number of its placeholders. */
function withoutLiterals(statement: string): string {
  return statement
    .slice(0, MAX_TEXT)
    .replace(/'(?:[^']|'')*'/g, '?')
    .replace(/\$\d+|:\w+|%s/g, '?')
    .replace(ID, '?')
    .replace(/\s+/g, ' ')
    .replace(/\?(?: ?, ?\?)+/g, '?')
    .trim();
}

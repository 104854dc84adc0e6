const ATTRIBUTE = 'attributes["';

/** A place of a span or log record in words: `attribute app.request.body`, `exception.message`, `span name`. */
export function piiPlaceText(path: string): string {
  if (path === 'name' || path.startsWith('name, ')) return `span ${path}`;
  const [, event] = /^events\[(\d{1,9})\]\./.exec(path) ?? [];
  const within = event === undefined ? path : path.slice(path.indexOf('.') + 1);
  const end = within.indexOf('"]');
  if (!within.startsWith(ATTRIBUTE) || end < 0) return path;
  const key = within.slice(ATTRIBUTE.length, end);
  const rest = within.slice(end + 2);
  if (key.startsWith('exception.')) return `${key}${rest}`;
  return event === undefined ? `attribute ${key}${rest}` : `event ${event}, attribute ${key}${rest}`;
}

const ATTRIBUTE = 'attributes["';
/** Places with a key that are no attributes of a span, and what they are called. */
const KEYED: readonly (readonly [start: string, words: string])[] = [
  ['headers["', 'header '],
  ['exemplars.filteredAttributes["', 'exemplar, filtered attribute '],
];

/** A place of a span or log record in words: `attribute app.request.body`, `exception.message`, `span name`. */
export function piiPlaceText(path: string): string {
  if (path === 'name' || path.startsWith('name, ')) return `span ${path}`;
  const own = KEYED.find(([start]) => path.startsWith(start));
  if (own !== undefined) return path.replace(own[0], own[1]).replace('"]', '');
  const [, event] = /^events\[(\d{1,9})\]\./.exec(path) ?? [];
  const within = event === undefined ? path : path.slice(path.indexOf('.') + 1);
  const end = within.indexOf('"]');
  if (!within.startsWith(ATTRIBUTE) || end < 0) return path;
  const key = within.slice(ATTRIBUTE.length, end);
  const rest = within.slice(end + 2);
  if (key.startsWith('exception.')) return `${key}${rest}`;
  return event === undefined ? `attribute ${key}${rest}` : `event ${event}, attribute ${key}${rest}`;
}

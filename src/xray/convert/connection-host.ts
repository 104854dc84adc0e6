/** The host of a connection string that is a URL, with or without `jdbc:` before it. Empty for any other text. */
export function connectionHost(connection: string): string {
  const url = connection.startsWith('jdbc:') ? connection.slice(5) : connection;
  const authority = /^(?:[A-Za-z][A-Za-z\d+.-]*:)?\/\/([^/?#]*)/.exec(url)?.[1] ?? '';
  const place = authority.slice(authority.lastIndexOf('@') + 1);
  const bracketed = /^\[([^\]]*)\](?::\d*)?$/.exec(place)?.[1];
  if (bracketed !== undefined) return bracketed;
  const colon = place.lastIndexOf(':');
  const isPort = colon < 0 || /^:\d*$/.test(place.slice(colon));
  // Go refuses the whole URL then.
  if (!isPort || /[\s\\^`{|}]/.test(place)) return '';
  return colon < 0 ? place : place.slice(0, colon);
}

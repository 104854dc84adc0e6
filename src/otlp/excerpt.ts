const MAX_LENGTH = 80;

/** Received text for a message: JSON-escaped, in quotes, cut after 80 characters. */
export function excerpt(text: string): string {
  return text.length <= MAX_LENGTH ? JSON.stringify(text) : `${JSON.stringify(cut(text))}… (${text.length} characters)`;
}

/** A received key for a path, `attributes["k"]`: the same, without the length. */
export function keyExcerpt(key: string): string {
  return JSON.stringify(key.length <= MAX_LENGTH ? key : `${cut(key)}…`);
}

/** The first characters; no surrogate pair is cut in two. */
function cut(text: string): string {
  return text.slice(0, MAX_LENGTH).replace(/[\ud800-\udbff]$/, '');
}

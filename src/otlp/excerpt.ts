const MAX_LENGTH = 80;
/** What JSON leaves as it is, and a terminal does not show as it is: C1 controls, marks that reorder text, separators. */
const UNPRINTABLE = /[\u007f-\u009f\p{Cf}\u2028\u2029]/gu;

/** Received text for a message: escaped, in quotes, cut after 80 characters. */
export function excerpt(text: string): string {
  return text.length <= MAX_LENGTH ? quoted(text) : `${quoted(cut(text))}… (${text.length} characters)`;
}

/** A received key for a path, `attributes["k"]`: the same, without the length. */
export function keyExcerpt(key: string): string {
  return quoted(key.length <= MAX_LENGTH ? key : `${cut(key)}…`);
}

function quoted(text: string): string {
  return JSON.stringify(text).replace(
    UNPRINTABLE,
    char => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}

/** The first characters; no surrogate pair is cut in two. */
function cut(text: string): string {
  return text.slice(0, MAX_LENGTH).replace(/[\ud800-\udbff]$/, '');
}

const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u;
const EACH_UNPRINTABLE = new RegExp(UNPRINTABLE, 'gu');

/**
 * Received text for a line that a person reads: no control character, escape sequence or direction override of it
 * reaches a terminal, and it is cut after `limit` characters.
 */
export function printable(text: string, limit = 2_000): string {
  const kept = text.length <= limit ? text : `${text.slice(0, limit)}… (${text.length} characters)`;
  // A cut can leave half of a surrogate pair; that is escaped too.
  return UNPRINTABLE.test(kept) ? kept.replace(EACH_UNPRINTABLE, escaped) : kept;
}

/** The same in quotes, for a value within a sentence. */
export function quoted(text: string, limit = 80): string {
  return `"${printable(text, limit).replaceAll('"', '\\"')}"`;
}

function escaped(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}

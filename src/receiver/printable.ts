import { escapeUnseen } from '../model/escape-unseen.ts';

/**
 * Received text for a line that a person reads: no control character, escape sequence or direction override of it
 * reaches a terminal, and it is cut after `limit` characters.
 */
export function printable(text: string, limit = 2_000): string {
  const kept = text.length <= limit ? text : `${text.slice(0, limit)}… (${text.length} characters)`;
  // A cut can leave half of a surrogate pair; that is escaped too.
  return escapeUnseen(kept);
}

/** The same in quotes, for a value within a sentence. */
export function quoted(text: string, limit = 80): string {
  return `"${printable(text, limit).replaceAll('"', '\\"')}"`;
}

import { escapeUnseen } from '../model/escape-unseen.ts';

const MAX_LENGTH = 80;

/** Received text for a message: escaped, in quotes, cut after 80 characters. */
export function excerpt(text: string): string {
  return text.length <= MAX_LENGTH ? quoted(text) : `${quoted(cut(text))}… (${text.length} characters)`;
}

/** A received key for a path, `attributes["k"]`: the same, without the length. */
export function keyExcerpt(key: string): string {
  return quoted(key.length <= MAX_LENGTH ? key : `${cut(key)}…`);
}

function quoted(text: string): string {
  return escapeUnseen(JSON.stringify(text));
}

/** The first characters; no surrogate pair is cut in two. */
function cut(text: string): string {
  return text.slice(0, MAX_LENGTH).replace(/[\ud800-\udbff]$/, '');
}

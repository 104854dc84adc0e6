import type { Match } from '../scan/scan-text.ts';
import { unwrap } from '../scan/unwrap.ts';
import { markOf } from './marks.ts';
import { maskOf } from './mask-of.ts';

/** Shorter values stand by chance in other words. */
const MIN_ANYWHERE = 4;
const MAX_DEPTH = 3;
const WORD = /[^\s"'<>&?=,;(){}[\]|/]+/g;

/** A text with all that was found in it masked, each with its mark: see marks.ts. */
export function maskMatches(text: string, matches: readonly Match[]): string {
  if (matches.length === 0) return text;
  const masked = maskPlaces(text, matches);
  return matches.filter(match => isLeft(match, masked)).reduce(maskAnywhere, masked);
}

function shown(match: Match): string {
  return `${maskOf(match)}${markOf(match.value)}`;
}

/** Masks what stands in the text itself; of two that overlap the first. */
function maskPlaces(text: string, matches: readonly Match[]): string {
  const placed = matches.flatMap(match => (match.position === undefined ? [] : [{ match, ...match.position }]));
  const pieces: string[] = [];
  let from = 0;
  for (const { match, start, end } of placed.sort((a, b) => a.start - b.start)) {
    if (start < from) continue;
    pieces.push(text.slice(from, start), shown(match));
    from = end;
  }
  return pieces.join('') + text.slice(from);
}

/** Whether a match stands in a part of the text, or another time. */
function isLeft({ position, value }: Match, masked: string): boolean {
  return position === undefined || (value.length >= MIN_ANYWHERE && masked.includes(value));
}

/** Masks a value where it is written; where only a word that decodes to it is, that word; else the whole text. */
function maskAnywhere(text: string, match: Match): string {
  const { value } = match;
  if (value.length >= MIN_ANYWHERE && text.includes(value)) return text.replaceAll(value, shown(match));
  const masked = text.replace(WORD, word => (holds(word, value, 0) ? shown(match) : word));
  return masked === text ? `***${markOf(text)}` : masked;
}

function holds(text: string, value: string, depth: number): boolean {
  if (text.includes(value)) return true;
  return depth < MAX_DEPTH && unwrap(text).some(part => holds(part.text, value, depth + 1));
}

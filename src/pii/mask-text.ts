import { DETECTORS } from './detectors.ts';
import { fingerprint } from './fingerprint.ts';
import { maskOf } from './mask-of.ts';
import { type Match, scanText } from './scan-text.ts';
import { unwrap } from './unwrap.ts';

/** Texts that are remembered: the same names and values stand in most lines of a message. */
const REMEMBERED = 2_000;
const known = new Map<string, string>();
/** Shorter values stand by chance in other words. */
const MIN_ANYWHERE = 4;
const MAX_DEPTH = 3;
const WORD = /[^\s"'<>&?=,;(){}[\]|/]+/g;

/**
 * A text as it may be shown: what the default policy detects in it is masked, with the fingerprint behind, so that two
 * masked values can be told apart: `a***@e***.com#5f1c09e2`.
 *
 * @param key the attribute's, or what else it stands under
 */
export function maskText(text: string, key?: string): string {
  if (text.length < 2) return text;
  const id = key === undefined ? text : `${key}\0${text}`;
  const before = known.get(id);
  if (before !== undefined) return before;
  const masked = masking(text, key);
  if (known.size >= REMEMBERED) known.clear();
  if (text.length < 1_000) known.set(id, masked);
  return masked;
}

function masking(text: string, key: string | undefined): string {
  const matches = scanText(text, key === undefined ? [] : [key], DETECTORS).filter(
    ({ detector }) => !OFF.has(detector.kind),
  );
  if (matches.length === 0) return text;
  const { masked, rest } = maskPlaces(text, matches);
  return rest.reduce(maskAnywhere, masked);
}

/** The kinds that the default policy leaves be: the network's own addresses are in most texts. */
const OFF: ReadonlySet<string> = new Set(['ip']);

function shown(match: Match): string {
  return `${maskOf(match)}#${fingerprint(match.detector.kind, match.value)}`;
}

/** Masks what stands in the text itself, the last first; `rest` is what stands in a part of it, or more than once. */
function maskPlaces(
  text: string,
  matches: readonly Match[],
): { readonly masked: string; readonly rest: readonly Match[] } {
  const placed = matches.filter(({ position }) => position !== undefined);
  let masked = text;
  let from = text.length;
  for (const match of [...placed].sort((a, b) => (b.position?.start ?? 0) - (a.position?.start ?? 0))) {
    const { start, end } = match.position ?? { start: 0, end: 0 };
    if (end > from) continue;
    masked = masked.slice(0, start) + shown(match) + masked.slice(end);
    from = start;
  }
  const isAbove = ({ value, position }: Match): boolean => position === undefined || masked.includes(value);
  return {
    masked,
    rest: matches.filter(
      match => match.position === undefined || (match.value.length >= MIN_ANYWHERE && isAbove(match)),
    ),
  };
}

/** Masks a value where it is written; where only a word that decodes to it is, that word; else the whole text. */
function maskAnywhere(text: string, match: Match): string {
  const { value } = match;
  if (value.length >= MIN_ANYWHERE && text.includes(value)) return text.replaceAll(value, shown(match));
  const masked = text.replace(WORD, word => (holds(word, value, 0) ? shown(match) : word));
  return masked === text ? '***' : masked;
}

function holds(text: string, value: string, depth: number): boolean {
  if (text.includes(value)) return true;
  return depth < MAX_DEPTH && unwrap(text).some(part => holds(part.text, value, depth + 1));
}

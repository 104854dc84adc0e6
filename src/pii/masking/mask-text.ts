import { KeptForTurn } from '../../kept-for-turn.ts';
import { DETECTORS } from '../detectors.ts';
import { scanText } from '../scan/scan-text.ts';
import { maskMatches } from './mask-matches.ts';

/** The same names and values stand in most lines of a message. */
const REMEMBERED = 2_000;
const known = new KeptForTurn<string, string>();

/** Without those that the default policy leaves be: the network's own addresses are in most texts. */
const MASKED = DETECTORS.filter(({ kind }) => kind !== 'ip');

/**
 * A part of a text as it may be shown: what the default policy detects in it is masked, with a mark behind, so that two
 * masked values can be told apart. Where the text is whole, `numberMarks` replaces the marks: `a***@e***.com#1`.
 *
 * @param key the attribute's, or what else it stands under
 */
export function maskText(text: string, key?: string): string {
  if (text.length < 2) return text;
  const id = key === undefined ? text : `${key}\0${text}`;
  const before = known.get(id);
  if (before !== undefined) return before;
  const masked = maskMatches(text, scanText(text, key === undefined ? [] : [key], MASKED));
  if (known.size >= REMEMBERED) known.clear();
  if (text.length < 1_000) known.set(id, masked);
  return masked;
}

import type { Confidence, Detection, PiiDetector } from '../detector.ts';
import { GEN_AI_CONTENT_KIND } from '../detectors/gen-ai-content.ts';
import { type GatedDetector, gated, isOpen } from '../gates/detector-gates.ts';
import { factsOfText, joinedKeyFacts } from '../gates/telling-words.ts';
import { HAS } from '../gates/text-facts.ts';
import { plainValue } from '../masking/plain-value.ts';
import { PartOfText, type Place, WholeText } from './place.ts';
import { unwrap } from './unwrap.ts';

/** Something that was detected in a text, or in a part of it. */
export interface Match {
  readonly detector: PiiDetector;
  readonly confidence: Confidence;
  readonly form: string | undefined;
  readonly value: string;
  /** The part's keys and the text's, nearest first. */
  readonly keys: readonly string[];
  /** How many of the keys above it are parts' own, which say more than the text's. */
  readonly ownKeys: number;
  /** From the text down to the value: `query parameter "sig"`, `base64`; empty for the text itself. */
  readonly steps: readonly string[];
  /** In the text itself; undefined in a part of it. */
  readonly position: { readonly start: number; readonly end: number } | undefined;
}

/** How often a part may be of a part. */
const MAX_DEPTH = 3;
/** How much of parts is looked at in all. */
const MAX_PART_CHARACTERS = 524_288;

/** All that the detectors find in a text and in its parts, each value once, in the place that says most of it. */
export function scanText(text: string, keys: readonly string[], detectors: readonly PiiDetector[]): readonly Match[] {
  if (text === '') return [];
  const matches: Match[] = [];
  const progress = { detectors: gated(detectors), matches, characters: MAX_PART_CHARACTERS };
  scanPart(text, new WholeText(keys), progress);
  return matches.length < 2 ? matches : mostTelling(matches);
}

interface Progress {
  readonly detectors: readonly GatedDetector[];
  readonly matches: Match[];
  /** How many characters of parts may still be looked at. */
  characters: number;
}

/** In a text without any of these nothing has a key of its own, and nothing is encoded. */
const HOLDS_PARTS = HAS.equals | HAS.colon | HAS.encoded | HAS.structure | HAS.longBase64;

function scanPart(text: string, place: Place, progress: Progress): void {
  const facts = factsOfText(text);
  const keyFacts = joinedKeyFacts(place.keyFacts);
  for (const { detector, gate } of progress.detectors) {
    if (gate !== undefined && !isOpen(gate, text.length, facts, keyFacts)) continue;
    for (const detection of detector.detect(text, place.context)) {
      progress.matches.push(matchOf(detector, detection, text, place));
    }
  }
  if (place.depth >= MAX_DEPTH || !((facts & HOLDS_PARTS) !== 0 || text[0] === '[' || text[0] === '{')) return;
  for (const part of unwrap(text)) {
    progress.characters -= part.text.length;
    if (progress.characters < 0) return;
    scanPart(part.text, new PartOfText(part, place), progress);
  }
}

function matchOf(
  detector: PiiDetector,
  { start, end, confidence, form }: Detection,
  text: string,
  { keys, ownKeys, steps }: Place,
): Match {
  return {
    detector,
    confidence: confidence ?? detector.confidence,
    form,
    value: text.slice(start, end),
    keys,
    ownKeys,
    steps,
    position: steps.length === 0 ? { start, end } : undefined,
  };
}

const RANK: Readonly<Record<Confidence, number>> = { high: 3, medium: 2, low: 1 };

/** Among more than so many matches only equal ones are told apart from parts of one another. */
const MAX_COMPARED = 200;

/**
 * Of several matches for one value, or within one another, the one that says most: of the more certain detector, then
 * under the most keys of its own, then in the fewest steps. That an attribute is sensitive by its name says nothing more
 * once something was found in it.
 */
function mostTelling(matches: readonly Match[]): readonly Match[] {
  const content = contentOf(matches);
  if (content.length > 0) return [...content, ...mostTelling(matches.filter(match => !isContent(match)))];
  const ranked = matches.map((match, index) => ({ match, index, rank: rankOf(match), plain: plainValue(match.value) }));
  ranked.sort((a, b) => b.rank - a.rank || a.index - b.index);
  const seen = new Set<string>();
  const kept: Ranked[] = [];
  const taken = new Uint8Array(matches.reduce((length, { position }) => Math.max(length, position?.end ?? 0), 0));
  for (const one of ranked) {
    const { position } = one.match;
    if (one.plain === '' || seen.has(one.plain)) continue;
    if (position !== undefined && taken.subarray(position.start, position.end).includes(1)) continue;
    if (kept.some((other, index) => index < MAX_COMPARED && isWithin(other, one))) continue;
    if (position !== undefined) taken.fill(1, position.start, position.end);
    seen.add(one.plain);
    kept.push(one);
  }
  return kept.sort((a, b) => a.index - b.index).map(({ match }) => match);
}

/** All that an attribute holds, beside what was found in it; where it has parts, these are not told again. */
function contentOf(matches: readonly Match[]): readonly Match[] {
  const content = matches.filter(isContent);
  const whole = content.filter(({ steps }) => steps.length === 0);
  return whole.length > 0 ? whole : content.slice(0, 1);
}

function isContent({ detector }: Match): boolean {
  return detector.kind === GEN_AI_CONTENT_KIND;
}

interface Ranked {
  readonly match: Match;
  readonly index: number;
  readonly plain: string;
}

function rankOf({ detector, confidence, ownKeys, steps }: Match): number {
  const byName = detector.kind === 'sensitive-attribute' ? -1_000 : 0;
  return byName + RANK[confidence] * 100 + ownKeys * 10 - steps.length;
}

/** Whether one of two matches lies within the other, of which one is in a part. Two of a kind side by side are two. */
function isWithin(a: Ranked, b: Ranked): boolean {
  const [one, other] = [a.match, b.match];
  if (one.position !== undefined && other.position !== undefined) return false;
  if (!a.plain.includes(b.plain) && !b.plain.includes(a.plain)) return false;
  const inOnePart = one.steps.length > 0 && one.steps.join() === other.steps.join();
  return !(inOnePart && one.detector === other.detector);
}

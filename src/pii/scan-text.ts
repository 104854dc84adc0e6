import type { Confidence, DetectContext, Detection, PiiDetector } from './detector.ts';
import { keyWords } from './key-words.ts';
import { unwrap } from './unwrap.ts';

/** Something that was detected in a text, or in a part of it. */
export interface Match {
  readonly detector: PiiDetector;
  readonly confidence: Confidence;
  readonly form: string | undefined;
  readonly value: string;
  /** The nearest key: of the part, else of the text. */
  readonly key: string | undefined;
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
  if (text.length < 2) return [];
  const matches: Match[] = [];
  const budget = { characters: MAX_PART_CHARACTERS };
  scanPart(text, { keys, ownKeys: 0, steps: [] }, { detectors, matches, budget });
  return matches.length < 2 ? matches : mostTelling(matches);
}

interface Place {
  readonly keys: readonly string[];
  readonly ownKeys: number;
  readonly steps: readonly string[];
}

interface Progress {
  readonly detectors: readonly PiiDetector[];
  readonly matches: Match[];
  readonly budget: { characters: number };
}

function scanPart(text: string, place: Place, progress: Progress): void {
  const { keys, ownKeys, steps } = place;
  const { detectors, matches, budget } = progress;
  const context = contextOf(keys);
  for (const detector of detectors) {
    for (const detection of detector.detect(text, context)) {
      matches.push(matchOf(detector, detection, text, place));
    }
  }
  if (steps.length >= MAX_DEPTH) return;
  for (const { text: inner, key, step } of unwrap(text)) {
    budget.characters -= inner.length;
    if (budget.characters < 0) return;
    const own = key === undefined ? { keys, ownKeys } : { keys: [key, ...keys], ownKeys: ownKeys + 1 };
    scanPart(inner, { ...own, steps: [...steps, step] }, progress);
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
    key: keys[0],
    ownKeys,
    steps,
    position: steps.length === 0 ? { start, end } : undefined,
  };
}

const contexts = new Map<string, DetectContext>();
/** Keys are few; where somebody makes them up by the thousand, they are not kept. */
const KEPT_CONTEXTS = 2_000;

function contextOf(keys: readonly string[]): DetectContext {
  if (keys.length === 0) return NO_CONTEXT;
  const id = keys.join('\0');
  const known = contexts.get(id);
  if (known !== undefined) return known;
  const context = { key: keys[0], words: keys.flatMap(keyWords) };
  if (contexts.size < KEPT_CONTEXTS) contexts.set(id, context);
  return context;
}

const NO_CONTEXT: DetectContext = { key: undefined, words: [] };
const RANK: Readonly<Record<Confidence, number>> = { high: 3, medium: 2, low: 1 };

/**
 * Of several matches for one value, or within one another, the one that says most: of the more certain detector, then
 * under the most keys of its own, then in the fewest steps. That an attribute is sensitive by its name says nothing more once something was found in it.
 */
function mostTelling(matches: readonly Match[]): readonly Match[] {
  const byRank = [...matches].sort((a, b) => rankOf(b) - rankOf(a));
  const kept: Match[] = [];
  for (const match of byRank) {
    if (plainOf(match.value) !== '' && !kept.some(other => isSame(other, match))) kept.push(match);
  }
  return kept.sort((a, b) => matches.indexOf(a) - matches.indexOf(b));
}

function rankOf({ detector, confidence, ownKeys, steps }: Match): number {
  const byName = detector.kind === 'sensitive-attribute' ? -1_000 : 0;
  return byName + RANK[confidence] * 100 + ownKeys * 10 - steps.length;
}

/** Whether two matches are of one value: equal, or one within the other. Two of a kind side by side are two. */
function isSame(a: Match, b: Match): boolean {
  const [one, other] = [plainOf(a.value), plainOf(b.value)];
  if (one === other) return true;
  if (!one.includes(other) && !other.includes(one)) return false;
  const beside =
    a.position !== undefined &&
    b.position !== undefined &&
    (a.position.end <= b.position.start || b.position.end <= a.position.start);
  const inOnePart = a.steps.length > 0 && a.steps.join() === b.steps.join();
  return !beside && !(inOnePart && a.detector === b.detector);
}

function plainOf(value: string): string {
  return value.replace(/[\s-]/g, '').toLowerCase();
}

import { TracewrightError } from '../errors.ts';
import { isPlainObject, kindOf, refuseUnknownKeys } from '../misuse.ts';
import type { Confidence, DetectContext, Detection, PiiDetector } from './detector.ts';
import { DETECTORS } from './detectors.ts';
import type { PiiPattern } from './policy.ts';
import { compilePattern } from './user-pattern.ts';

const PATTERN_KEYS = ['name', 'kind', 'pattern', 'words'] as const satisfies readonly (keyof PiiPattern)[];
const CONFIDENCES: readonly unknown[] = ['high', 'medium', 'low'] satisfies Confidence[];

/**
 * A policy's own detectors and patterns, ready to be asked.
 *
 * @throws {TracewrightError} INVALID_POLICY with the path of what is wrong; later, for what a detector gives
 */
export function ownDetectors(detectors: unknown, patterns: unknown): PiiDetector[] {
  if (!Array.isArray(detectors)) throw invalid(`policy.detectors is ${kindOf(detectors)}; it takes a list.`);
  if (!Array.isArray(patterns)) throw invalid(`policy.patterns is ${kindOf(patterns)}; it takes a list.`);
  const names = new Map(DETECTORS.map(({ name }) => [name, 'one of the detectors that are there already']));
  const add = (detector: PiiDetector, path: string): PiiDetector => {
    const other = names.get(detector.name);
    if (other !== undefined) throw invalid(`${path} is named "${detector.name}", as is ${other}.`);
    names.set(detector.name, path);
    return detector;
  };
  return [
    ...detectors.map((one: unknown, index) =>
      add(guarded(one, `policy.detectors[${index}]`), `policy.detectors[${index}]`),
    ),
    ...patterns.map((one: unknown, index) =>
      add(fromPattern(one, `policy.patterns[${index}]`), `policy.patterns[${index}]`),
    ),
  ];
}

/** Somebody's detector, of which nothing is taken for granted. */
function guarded(given: unknown, path: string): PiiDetector {
  const { name, kind, confidence, detect } = (
    typeof given === 'object' && given !== null ? given : {}
  ) as Partial<PiiDetector>;
  const isOne = isName(name) && isName(kind) && typeof detect === 'function' && CONFIDENCES.includes(confidence);
  if (!isOne)
    throw invalid(
      `${path} is no detector: it takes { name, kind, confidence: 'high', 'medium' or 'low', detect(text, context) }.`,
    );
  const detector = given as PiiDetector;
  const where = `${path} ("${detector.name}")`;
  return {
    name: detector.name,
    kind: detector.kind,
    confidence: detector.confidence,
    ...(detector.mask === undefined ? {} : { mask: value => masked(detector, value) }),
    detect: (text, context) => detections(detector, where, text, context),
  };
}

function detections(detector: PiiDetector, where: string, text: string, context: DetectContext): readonly Detection[] {
  let given: unknown;
  try {
    given = detector.detect(text, context);
  } catch (error) {
    // Its message may hold the text.
    const name = error instanceof Error ? error.name : typeof error;
    throw invalid(
      `${where}: its detect() threw a ${name}, of a text of ${text.length} characters. It must never throw.`,
    );
  }
  if (!Array.isArray(given))
    throw invalid(`${where}: its detect() gave ${kindOf(given)}; it takes a list of { start, end }.`);
  for (const one of given as readonly Partial<Detection>[]) {
    const { start = Number.NaN, end = Number.NaN } = one ?? {};
    if (!(Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= text.length))
      throw invalid(
        `${where}: its detect() gave start ${start} and end ${end}, of a text of ${text.length} characters.`,
      );
  }
  return given;
}

/** What its own mask makes of it, if it is text; the kind's mask is taken otherwise. */
function masked(detector: PiiDetector, value: string): string {
  try {
    const mask: unknown = detector.mask?.(value);
    return typeof mask === 'string' ? mask : '***';
  } catch {
    return '***';
  }
}

function fromPattern(given: unknown, path: string): PiiDetector {
  if (!isPlainObject(given)) throw invalid(`${path} is ${kindOf(given)}; it takes { name, pattern }.`);
  refuseUnknownKeys(given, PATTERN_KEYS, path, 'INVALID_POLICY');
  const { name, kind = name, pattern, words } = given as unknown as PiiPattern;
  if (!isName(name)) throw invalid(`${path}.name is ${kindOf(name)}; it takes a name.`);
  if (!isName(kind)) throw invalid(`${path}.kind is ${kindOf(kind)}; it takes a kind.`);
  const matches = compilePattern(pattern, `${path}.pattern`);
  const isKeyed = keyTest(words, `${path}.words`);
  return { name, kind, confidence: 'medium', detect: (text, context) => (isKeyed(context) ? matches(text) : []) };
}

function keyTest(words: unknown, path: string): (context: DetectContext) => boolean {
  if (words === undefined) return () => true;
  if (!Array.isArray(words) || words.length === 0 || !words.every(isName))
    throw invalid(`${path} is ${kindOf(words)}; it takes a list of words, such as ['customer', 'number'].`);
  const wanted = words.map(word => word.toLowerCase());
  return context => wanted.some(word => context.words.includes(word));
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function invalid(text: string): TracewrightError {
  return new TracewrightError('INVALID_POLICY', text);
}

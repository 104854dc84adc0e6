import { TracewrightError } from '../../errors.ts';
import { isPlainObject, kindOf, refuseUnknownKeys } from '../../misuse.ts';
import type { DetectContext, PiiDetector } from '../detector.ts';
import { DETECTORS } from '../detectors.ts';
import { keyWords } from '../key-words.ts';
import { guardedDetector } from './guarded-detector.ts';
import type { PiiPattern } from './policy.ts';
import { compilePattern } from './user-pattern.ts';

const PATTERN_KEYS = ['name', 'kind', 'pattern', 'words'] as const satisfies readonly (keyof PiiPattern)[];

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
      add(guardedDetector(one, `policy.detectors[${index}]`), `policy.detectors[${index}]`),
    ),
    ...patterns.map((one: unknown, index) =>
      add(fromPattern(one, `policy.patterns[${index}]`), `policy.patterns[${index}]`),
    ),
  ];
}

function fromPattern(given: unknown, path: string): PiiDetector {
  if (!isPlainObject(given)) throw invalid(`${path} is ${kindOf(given)}; it takes { name, pattern }.`);
  refuseUnknownKeys(given, PATTERN_KEYS, path, 'INVALID_POLICY');
  const { name, kind = name, pattern, words } = given as unknown as PiiPattern;
  if (!isName(name)) throw invalid(`${path}.name is ${kindOf(name)}; it takes a name.`);
  if (!isName(kind)) throw invalid(`${path}.kind is ${kindOf(kind)}; it takes a kind.`);
  const compiled = compilePattern(pattern, `${path}.pattern`);
  if (compiled.test('')) throw invalid(`${path}.pattern matches the empty text; it takes one that never does.`);
  const isKeyed = keyTest(words, `${path}.words`);
  const detect: PiiDetector['detect'] = (text, context) => (isKeyed(context) ? compiled.find(text) : []);
  return { name, kind, confidence: 'medium', detect };
}

function keyTest(words: unknown, path: string): (context: DetectContext) => boolean {
  if (words === undefined) return () => true;
  if (!Array.isArray(words) || words.length === 0 || !words.every(isName))
    throw invalid(`${path} is ${kindOf(words)}; it takes a list of words, such as ['customer', 'number'].`);
  const wanted = words.map((word, index) => singleWord(word, `${path}[${index}]`));
  return context => wanted.some(word => context.words.includes(word));
}

/** Keys are taken apart into words: one that is made of several would never be among them. */
function singleWord(given: string, path: string): string {
  const [word, ...others] = keyWords(given);
  if (word !== undefined && others.length === 0) return word;
  throw invalid(`${path} is ${kindOf(given)}; it takes a single word: a key like customerNumber has two.`);
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function invalid(text: string): TracewrightError {
  return new TracewrightError('INVALID_POLICY', text);
}

import { TracewrightError } from '../../errors.ts';
import { kindOf } from '../../misuse.ts';
import type { Confidence, DetectContext, Detection, PiiDetector } from '../detector.ts';

const CONFIDENCES: readonly unknown[] = ['high', 'medium', 'low'] satisfies Confidence[];
const TAKES = "{ name, kind, confidence: 'high', 'medium' or 'low', detect(text, context) }";

/** Shorter values stand by chance in other words. */
const MIN_TELLING = 4;

/**
 * Somebody's detector, of which nothing is taken for granted. No text that it was given is in an error.
 *
 * @throws {TracewrightError} INVALID_POLICY with the path of what is wrong; later, for what it gives
 */
export function guardedDetector(given: unknown, path: string): PiiDetector {
  if (typeof given !== 'object' || given === null) throw invalid(`${path} is ${kindOf(given)}; it takes ${TAKES}.`);
  const { name, kind, confidence, detect, mask }: { readonly [Field in keyof PiiDetector]?: unknown } = given;
  const fault = (field: string, value: unknown, takes: string): TracewrightError =>
    invalid(`${path}.${field} is ${kindOf(value)}; it takes ${takes}.`);
  if (typeof name !== 'string' || name.trim() === '') throw fault('name', name, 'a name');
  if (typeof kind !== 'string' || kind.trim() === '') throw fault('kind', kind, 'a kind');
  if (!CONFIDENCES.includes(confidence)) throw fault('confidence', confidence, "'high', 'medium' or 'low'");
  if (typeof detect !== 'function') throw fault('detect', detect, 'a function of (text, context)');
  if (mask !== undefined && typeof mask !== 'function') throw fault('mask', mask, 'a function of (value)');
  const where = `${path} ("${name}")`;
  const detector = given as PiiDetector;
  return {
    name,
    kind,
    confidence: confidence as Confidence,
    ...(mask === undefined ? {} : { mask: value => masked(detector, value) }),
    detect: (text, context) => detections(detector, where, text, context),
  };
}

function detections(detector: PiiDetector, where: string, text: string, context: DetectContext): readonly Detection[] {
  let given: unknown;
  try {
    given = detector.detect(text, context);
  } catch (error) {
    throw invalid(`${where}: its detect() threw ${typeName(error)}, of ${lengthOf(text)}. It must never throw.`);
  }
  if (!Array.isArray(given)) {
    // What it rejects with would be told by the runner, text and all.
    Promise.resolve(given).catch(() => undefined);
    throw invalid(`${where}: its detect() gave ${typeName(given)}; it takes a list of { start, end }.`);
  }
  for (const one of given) checkDetection(one, where, text);
  return given;
}

function checkDetection(one: unknown, where: string, text: string): void {
  if (typeof one !== 'object' || one === null)
    throw invalid(`${where}: its detect() gave a list that holds ${typeName(one)}; it takes { start, end }.`);
  const { start, end, confidence, form }: { readonly [Field in keyof Detection]?: unknown } = one;
  const isWithin = isIndex(start) && isIndex(end) && start < end && end <= text.length;
  if (!isWithin)
    throw invalid(`${where}: its detect() gave start ${shown(start)} and end ${shown(end)}, of ${lengthOf(text)}.`);
  if (confidence !== undefined && !CONFIDENCES.includes(confidence))
    throw invalid(`${where}: its detect() gave another confidence than 'high', 'medium' or 'low'.`);
  if (form === undefined) return;
  if (typeof form !== 'string')
    throw invalid(`${where}: its detect() gave ${typeName(form)} as the form; it takes text.`);
  if (end - start >= MIN_TELLING && form.includes(text.slice(start, end)))
    throw invalid(`${where}: its detect() gave the value itself as the form, which is shown.`);
}

/** What its own mask makes of it, if it is text; nothing of the value otherwise. */
function masked(detector: PiiDetector, value: string): string {
  try {
    const mask: unknown = detector.mask?.(value);
    return typeof mask === 'string' ? mask : '***';
  } catch {
    return '***';
  }
}

function isIndex(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}

function shown(position: unknown): string {
  return typeof position === 'number' ? String(position) : typeName(position);
}

/** What it is without what it holds. */
function typeName(value: unknown): string {
  if (typeof value === 'object' || value === undefined) return kindOf(value).replace(/^a (?=[AEIOU])/, 'an ');
  return typeof value === 'function' ? 'a function' : `a ${typeof value}`;
}

function lengthOf(text: string): string {
  return `a text of ${text.length} characters`;
}

function invalid(text: string): TracewrightError {
  return new TracewrightError('INVALID_POLICY', text);
}

import { TracewrightError } from '../../errors.ts';
import { isPlainObject, kindOf, refuseUnknownKeys, suggestion } from '../../misuse.ts';
import { dateNow } from '../../real-time.ts';
import { fingerprintOf, KEYED_LENGTH, KEYLESS_LENGTH, keylessFingerprint } from '../masking/fingerprint.ts';
import type { Match } from '../scan/scan-text.ts';
import type { AllowanceUse, Finding } from '../verdict.ts';
import { fingerprintKey } from './fingerprint-key.ts';
import type { PiiAllowance } from './policy.ts';
import { textTest, wordsOf } from './text-test.ts';

const KEYS = [
  'reason',
  'fingerprint',
  'kind',
  'detector',
  'key',
  'value',
  'path',
  'service',
  'span',
  'until',
] as const satisfies readonly (keyof PiiAllowance)[];

/** An allowance that is ready, and how often it has allowed something. */
export interface CompiledAllowance extends AllowanceUse {
  uses: number;
  holds(finding: Finding, match: Match): boolean;
}

/** The kinds and detectors that there are. */
export interface KnownNames {
  readonly kind: readonly string[];
  readonly detector: readonly string[];
}

/**
 * @param keyName the environment variable that holds the key of fingerprints
 * @throws {TracewrightError} INVALID_POLICY with the path of what is wrong; FINGERPRINT_KEY_MISSING; ALLOWANCE_EXPIRED
 */
export function compileAllowances(allow: unknown, known: KnownNames, keyName: string): CompiledAllowance[] {
  if (!Array.isArray(allow)) throw invalid(`policy.allow is ${kindOf(allow)}; it takes a list.`);
  return allow.map((one: unknown, index) => compileAllowance(one, `policy.allow[${index}]`, known, keyName));
}

function compileAllowance(given: unknown, path: string, known: KnownNames, keyName: string): CompiledAllowance {
  if (!isPlainObject(given)) throw invalid(`${path} is ${kindOf(given)}; it takes { reason, and what it allows }.`);
  refuseUnknownKeys(given, KEYS, path, 'INVALID_POLICY');
  const { reason, until, ...wanted } = given as unknown as PiiAllowance;
  if (typeof reason !== 'string' || reason.trim() === '')
    throw invalid(`${path} has no reason. Every allowance says why: { ..., reason: 'the support desk is public' }.`);
  checkNames(wanted, path, known);
  const tests = Object.entries(wanted).map(([name, value]) => [name, textTest(value, `${path}.${name}`)] as const);
  if (tests.length === 0) throw invalid(`${path} has a reason and nothing that it allows.`);
  const text = Object.entries(wanted)
    .map(([name, value]) => (name === 'value' ? 'a value' : `${name} ${wordsOf(value)}`))
    .join(', ');
  if (until !== undefined) refuseExpired(until, path, `${text}; ${reason}`);
  if (wanted.fingerprint?.length === KEYED_LENGTH) refuseMissingKey(keyName, path, text);
  return {
    text,
    reason,
    uses: 0,
    holds: (finding, match) =>
      tests.every(([name, test]) => {
        if (name === 'key') return match.keys.some(test);
        if (name === 'value') return test(match.value);
        if (name === 'fingerprint') return fingerprintsOf(match, keyName).some(test);
        const actual = finding[name as 'kind'];
        return actual !== undefined && test(actual);
      }),
  };
}

/** Also the one that needs no key: an allowance by it holds where a key is set and where none is. */
function fingerprintsOf(match: Match, keyName: string): string[] {
  const both = [fingerprintOf(match, fingerprintKey(keyName)), keylessFingerprint(match)];
  return both.filter(fingerprint => fingerprint !== undefined);
}

function refuseMissingKey(keyName: string, path: string, text: string): void {
  if (fingerprintKey(keyName) !== undefined) return;
  throw new TracewrightError(
    'FINGERPRINT_KEY_MISSING',
    `${path} (${text}) needs the key of fingerprints, and the environment variable ${keyName} is not set or is empty. Fix: set it to the key with which the fingerprint was made. Where there is no key (CI gives no secrets to pull requests from forks), allow by place: { key, service, span, kind, reason }.`,
  );
}

/** Valid through the whole of that day in UTC, by the real clock: tests fake the other one. */
function refuseExpired(until: unknown, path: string, text: string): void {
  const start = typeof until === 'string' && DATE.test(until) ? Date.parse(`${until}T00:00:00Z`) : Number.NaN;
  // Date.parse takes February 30 for March 2.
  if (Number.isNaN(start) || new Date(start).toISOString().slice(0, 10) !== until)
    throw invalid(`${path}.until is ${kindOf(until)}; it takes ${A_DATE}.`);
  if (dateNow() < start + DAY_MS) return;
  throw new TracewrightError(
    'ALLOWANCE_EXPIRED',
    `${path} (${text}) was valid until ${until}. Fix: remove the value from the telemetry and the allowance from the policy, or set a later date.`,
  );
}

const DAY_MS = 86_400_000;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** RFC 3339, full-date. */
export const A_DATE = "a day of the calendar, in quotes: '2027-03-01'";
export const A_FINGERPRINT = `the fingerprint of a finding: ${KEYLESS_LENGTH} or ${KEYED_LENGTH} hex digits`;
const FINGERPRINT = /^(?:[\da-f]{16}|[\da-f]{32})$/;
/** As versions before made them: of a hash that could be tried out. */
const OLD_FINGERPRINT = /^[\da-f]{8}$/;

function checkFingerprint(given: unknown, path: string): void {
  if (typeof given === 'string' && FINGERPRINT.test(given)) return;
  const old =
    typeof given === 'string' && OLD_FINGERPRINT.test(given)
      ? ' Fingerprints of 8 digits are of an earlier version. Replace it by the new fingerprint of the finding, or by its place.'
      : '';
  throw invalid(`${path}.fingerprint is ${kindOf(given)}; it takes ${A_FINGERPRINT}.${old}`);
}

/** A name that nothing has would allow nothing, ever. */
function checkNames({ fingerprint, kind, detector }: Partial<PiiAllowance>, path: string, known: KnownNames): void {
  if (fingerprint !== undefined) checkFingerprint(fingerprint, path);
  for (const [field, name] of Object.entries({ kind, detector }) as ['kind' | 'detector', unknown][]) {
    if (name === undefined) continue;
    if (typeof name !== 'string')
      throw invalid(`${path}.${field} is ${kindOf(name)}; it takes the name of a ${field}.`);
    if (!known[field].includes(name))
      throw invalid(`${path}.${field}: there is no ${field} "${name}".${suggestion(name, known[field])}`);
  }
}

function invalid(text: string): TracewrightError {
  return new TracewrightError('INVALID_POLICY', text);
}

import { TracewrightError } from '../../errors.ts';
import { isPlainObject, kindOf, refuseUnknownKeys, suggestion } from '../../misuse.ts';
import type { AllowanceUse, Finding } from '../verdict.ts';
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
] as const satisfies readonly (keyof PiiAllowance)[];

/** An allowance that is ready, and how often it has allowed something. */
export interface CompiledAllowance extends AllowanceUse {
  uses: number;
  holds(finding: Finding, value: string, keys: readonly string[]): boolean;
}

/** The kinds and detectors that there are. */
export interface KnownNames {
  readonly kind: readonly string[];
  readonly detector: readonly string[];
}

/** @throws {TracewrightError} INVALID_POLICY with the path of what is wrong */
export function compileAllowances(allow: unknown, known: KnownNames): CompiledAllowance[] {
  if (!Array.isArray(allow)) throw invalid(`policy.allow is ${kindOf(allow)}; it takes a list.`);
  return allow.map((one: unknown, index) => compileAllowance(one, `policy.allow[${index}]`, known));
}

function compileAllowance(given: unknown, path: string, known: KnownNames): CompiledAllowance {
  if (!isPlainObject(given)) throw invalid(`${path} is ${kindOf(given)}; it takes { reason, and what it allows }.`);
  refuseUnknownKeys(given, KEYS, path, 'INVALID_POLICY');
  const { reason, ...wanted } = given as unknown as PiiAllowance;
  if (typeof reason !== 'string' || reason.trim() === '')
    throw invalid(`${path} has no reason. Every allowance says why: { ..., reason: 'the support desk is public' }.`);
  checkNames(wanted, path, known);
  const tests = Object.entries(wanted).map(([name, value]) => [name, textTest(value, `${path}.${name}`)] as const);
  if (tests.length === 0) throw invalid(`${path} has a reason and nothing that it allows.`);
  const words = Object.entries(wanted).map(([name, value]) =>
    name === 'value' ? 'a value' : `${name} ${wordsOf(value)}`,
  );
  return {
    text: words.join(', '),
    reason,
    uses: 0,
    holds: (finding, value, keys) =>
      tests.every(([name, test]) => {
        if (name === 'key') return keys.some(key => test(key));
        const actual = name === 'value' ? value : finding[name as 'kind'];
        return actual !== undefined && test(actual);
      }),
  };
}

/** A name that nothing has would allow nothing, ever. */
function checkNames({ fingerprint, kind, detector }: Partial<PiiAllowance>, path: string, known: KnownNames): void {
  if (fingerprint !== undefined && !(typeof fingerprint === 'string' && /^[\da-f]{8}$/.test(fingerprint)))
    throw invalid(`${path}.fingerprint is ${kindOf(fingerprint)}; it takes the 8 hex digits that a finding has.`);
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

import { TracewrightError } from '../errors.ts';
import { isPlainObject, kindOf, refuseUnknownKeys } from '../misuse.ts';
import type { PiiAllowance } from './policy.ts';
import { textTest, wordsOf } from './text-test.ts';
import type { AllowanceUse, Finding } from './verdict.ts';

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

/** @throws {TracewrightError} INVALID_POLICY with the path of what is wrong */
export function compileAllowances(allow: unknown): CompiledAllowance[] {
  if (!Array.isArray(allow)) throw invalid(`policy.allow is ${kindOf(allow)}; it takes a list.`);
  return allow.map((one: unknown, index) => compileAllowance(one, `policy.allow[${index}]`));
}

function compileAllowance(given: unknown, path: string): CompiledAllowance {
  if (!isPlainObject(given)) throw invalid(`${path} is ${kindOf(given)}; it takes { reason, and what it allows }.`);
  refuseUnknownKeys(given, KEYS, path, 'INVALID_POLICY');
  const { reason, ...wanted } = given as unknown as PiiAllowance;
  const { fingerprint } = wanted;
  if (typeof reason !== 'string' || reason.trim() === '')
    throw invalid(`${path} has no reason. Every allowance says why: { ..., reason: 'the support desk is public' }.`);
  const tests = Object.entries(wanted).map(([name, value]) => [name, textTest(value, `${path}.${name}`)] as const);
  if (fingerprint !== undefined && !/^[\da-f]{8}$/.test(fingerprint))
    throw invalid(`${path}.fingerprint is ${kindOf(fingerprint)}; it takes the 8 hex digits that a finding has.`);
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

function invalid(text: string): TracewrightError {
  return new TracewrightError('INVALID_POLICY', text);
}

import { ConfigFiles, isConfigPath } from '../../config-file/config-files.ts';
import { configPath } from '../../config-file/config-path.ts';
import type { ConfigFile } from '../../config-file/parse-config.ts';
import { TracewrightError } from '../../errors.ts';
import { isPlainObject, kindOf, refuseUndefined, refuseUnknownKeys, suggestion } from '../../misuse.ts';
import type { PiiDetector } from '../detector.ts';
import { GEN_AI_CONTENT_KIND } from '../detectors/gen-ai-content.ts';
import { DETECTORS } from '../detectors.ts';
import { fingerprintOf } from '../masking/fingerprint.ts';
import type { Match } from '../scan/scan-text.ts';
import type { AllowanceUse, Finding, PiiLevel } from '../verdict.ts';
import { checkAgainstSchema } from './check-against-schema.ts';
import { compileAllowances } from './compile-allowances.ts';
import { checkKeyName, fingerprintKey, refuseKey } from './fingerprint-key.ts';
import { ownDetectors } from './own-detectors.ts';
import type { PiiPolicy, PolicySource } from './policy.ts';

/** A policy as it is asked: its detectors, what counts, and what its allowances have allowed. */
export interface CompiledPolicy {
  readonly detectors: readonly PiiDetector[];
  readonly strict: boolean;
  /** The only kinds that are looked for; undefined where all are. */
  readonly kinds: readonly string[] | undefined;
  level(kind: string): PiiLevel | 'off';
  /** Whether an allowance holds for the finding; it is counted then. */
  allows(finding: Finding, match: Match): boolean;
  /** The stable name of what was found; undefined where it has none. */
  fingerprint(match: Match): string | undefined;
  uses(): readonly AllowanceUse[];
}

const POLICY_FILES = new ConfigFiles({ noun: 'policy', code: 'INVALID_POLICY', check: checkAgainstSchema });
const POLICY_KEYS = ['levels', 'kinds', 'allow', 'detectors', 'patterns', 'strict', 'fingerprintKeyEnv'] as const;
const LEVELS: readonly unknown[] = ['error', 'warn', 'off'];
/** The network's own addresses are in most traces. Many record what models are asked on purpose. */
const DEFAULT_LEVELS: ReadonlyMap<string, PiiLevel | 'off'> = new Map([
  ['ip', 'off'],
  [GEN_AI_CONTENT_KIND, 'warn'],
]);

/**
 * Checks a policy, and makes it ready.
 *
 * @throws {TracewrightError} INVALID_POLICY with the path of what is wrong, or the file's line; UNDEFINED_EXPECTATION;
 *   FINGERPRINT_KEY_MISSING, ALLOWANCE_EXPIRED
 */
export function compilePolicy(policy: PolicySource | undefined, where: string): CompiledPolicy {
  if (isConfigPath(policy)) return compileFile(POLICY_FILES.read(policy), where);
  if (policy !== undefined) return compile(policy, where);
  // Without allowances there is nothing to count: one serves all.
  defaultPolicy ??= compile({}, where);
  return defaultPolicy;
}

let defaultPolicy: CompiledPolicy | undefined;

/** What only the compiler sees (kinds that are not there, patterns that are none) has a line in the file too. */
function compileFile(file: ConfigFile, where: string): CompiledPolicy {
  try {
    return compile(file.document as PiiPolicy, where);
  } catch (error) {
    if (!(error instanceof TracewrightError)) throw error;
    throw file.located(error);
  }
}

function compile(policy: PiiPolicy, where: string): CompiledPolicy {
  if (!isPlainObject(policy)) {
    throw invalid(`${where} takes a policy: an object, or the path of a file; received ${kindOf(policy)}.`);
  }
  const given: PiiPolicy = policy;
  refuseKey(given);
  refuseUnknownKeys(given, POLICY_KEYS, 'policy', 'INVALID_POLICY');
  refuseUndefined(given, 'policy');
  const {
    levels: givenLevels,
    kinds: givenKinds,
    allow = [],
    detectors = [],
    patterns = [],
    strict = false,
    fingerprintKeyEnv,
  } = given;
  const all = [...ownDetectors(detectors, patterns), ...DETECTORS];
  const known = { kind: namesOf(all, 'kind'), detector: namesOf(all, 'name') };
  if (givenLevels !== undefined && givenKinds !== undefined)
    throw invalid(
      'policy.levels and policy.kinds exclude each other: kinds makes those it lists errors, and all others off.',
    );
  const kinds = givenKinds === undefined ? undefined : checkKinds(givenKinds, known.kind);
  const levels = checkLevels(givenLevels === undefined ? {} : givenLevels, known.kind);
  const level = (kind: string): PiiLevel | 'off' => {
    if (kinds !== undefined) return kinds.includes(kind) ? 'error' : 'off';
    return levels.get(kind) ?? DEFAULT_LEVELS.get(kind) ?? 'error';
  };
  const keyName = checkKeyName(fingerprintKeyEnv);
  const allowances = compileAllowances(allow, known, keyName);
  if (typeof strict !== 'boolean') throw invalid(`policy.strict is ${kindOf(strict)}; it takes true or false.`);
  return {
    detectors: all.filter(({ kind }) => level(kind) !== 'off'),
    strict,
    kinds,
    level,
    fingerprint: match => fingerprintOf(match, fingerprintKey(keyName)),
    allows: (finding, match) => {
      const holding = allowances.filter(allowance => allowance.holds(finding, match));
      for (const allowance of holding) allowance.uses += 1;
      return holding.length > 0;
    },
    uses: () => allowances.map(({ text, reason, uses }) => ({ text, reason, uses })),
  };
}

function namesOf(detectors: readonly PiiDetector[], field: 'kind' | 'name'): readonly string[] {
  return [...new Set(detectors.map(detector => detector[field]))].sort();
}

function checkKinds(given: unknown, known: readonly string[]): readonly string[] {
  if (!Array.isArray(given) || given.length === 0)
    throw invalid(`policy.kinds is ${kindOf(given)}; it takes a list of kinds, such as ['gen-ai-content'].`);
  for (const [index, kind] of given.entries()) {
    const path = configPath('policy', ['kinds', index]);
    if (typeof kind !== 'string') throw invalid(`${path} is ${kindOf(kind)}; it takes the name of a kind.`);
    if (!known.includes(kind)) throw invalid(`${path}: there is no kind "${kind}".${suggestion(kind, known)}`);
  }
  return given as readonly string[];
}

function checkLevels(levels: unknown, kinds: readonly string[]): ReadonlyMap<string, PiiLevel | 'off'> {
  if (!isPlainObject(levels)) throw invalid(`policy.levels is ${kindOf(levels)}; it takes an object of kinds.`);
  for (const [kind, level] of Object.entries(levels)) {
    const path = configPath('policy', ['levels', kind]);
    if (!kinds.includes(kind)) throw invalid(`${path}: there is no kind "${kind}".${suggestion(kind, kinds)}`);
    if (!LEVELS.includes(level)) throw invalid(`${path} is ${kindOf(level)}; it takes 'error', 'warn' or 'off'.`);
  }
  return new Map(Object.entries(levels) as [string, PiiLevel | 'off'][]);
}

function invalid(text: string): TracewrightError {
  return new TracewrightError('INVALID_POLICY', text);
}

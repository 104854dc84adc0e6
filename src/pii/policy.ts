import { TracewrightError } from '../errors.ts';
import { isPlainObject, kindOf, refuseUndefined, refuseUnknownKeys, suggestion } from '../misuse.ts';
import type { PiiDetector } from './detector.ts';
import { DETECTORS } from './detectors.ts';
import { textTest } from './text-test.ts';
import { compilePattern } from './user-pattern.ts';
import type { AllowanceUse, Finding, PiiLevel } from './verdict.ts';

/** What is personal data or a secret, how it counts, and what is allowed. Every field is optional. */
export interface PiiPolicy {
  /** How each kind counts: `{ ip: 'error', phone: 'warn', 'birth-date': 'off' }`. Default: errors; `ip` is off. */
  readonly levels?: Readonly<Record<string, PiiLevel | 'off'>>;
  /** What may be there after all, and why. */
  readonly allow?: readonly PiiAllowance[];
  /** Detectors of your own, beside those that are there. */
  readonly detectors?: readonly PiiDetector[];
  /** Patterns of your own, in RE2's syntax: they take linear time, whatever they are. */
  readonly patterns?: readonly PiiPattern[];
  /** Whether an allowance that allows nothing fails the assertion. Default false: the failure text tells it. */
  readonly strict?: boolean;
}

/** What may be there: all that is given must hold. Text holds when it is equal, `*` in it stands for anything. */
export interface PiiAllowance {
  /** Why: it is told with the finding that it allows. */
  readonly reason: string;
  readonly fingerprint?: string;
  readonly kind?: string;
  readonly detector?: string;
  /** The attribute's key, or that of a part: a query parameter, a JSON member. */
  readonly key?: string | RegExp;
  /** The value itself. */
  readonly value?: string | RegExp;
  /** The place: `attributes["url.full"]*`. */
  readonly path?: string | RegExp;
  readonly service?: string | RegExp;
  readonly span?: string | RegExp;
}

/** A pattern of your own. */
export interface PiiPattern {
  readonly name: string;
  readonly kind?: string;
  /** RE2's syntax; a RegExp's source is taken. */
  readonly pattern: string | RegExp;
  /** Only under keys that have one of these words. */
  readonly words?: readonly string[];
}

/** A policy as it is asked: its detectors, what counts, and what its allowances have allowed. */
export interface CompiledPolicy {
  readonly detectors: readonly PiiDetector[];
  readonly strict: boolean;
  level(kind: string): PiiLevel | 'off';
  /** Whether an allowance holds for the finding; it is counted then. */
  allows(finding: Finding, value: string, rawKey: string | undefined): boolean;
  uses(): readonly AllowanceUse[];
}

const POLICY_KEYS = ['levels', 'allow', 'detectors', 'patterns', 'strict'] as const;
const ALLOWANCE_KEYS = [
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
const PATTERN_KEYS = ['name', 'kind', 'pattern', 'words'] as const;
const LEVELS: readonly unknown[] = ['error', 'warn', 'off'];
/** The network's own addresses are in most traces. */
const DEFAULT_LEVELS: Readonly<Record<string, PiiLevel | 'off'>> = { ip: 'off' };

/**
 * Checks a policy, and makes it ready.
 *
 * @throws {TracewrightError} INVALID_POLICY with the path of what is wrong; UNDEFINED_EXPECTATION
 */
export function compilePolicy(policy: PiiPolicy | undefined, where: string): CompiledPolicy {
  if (policy !== undefined) return compile(policy, where);
  // Without allowances there is nothing to count: one serves all.
  defaultPolicy ??= compile({}, where);
  return defaultPolicy;
}

let defaultPolicy: CompiledPolicy | undefined;

function compile(policy: PiiPolicy, where: string): CompiledPolicy {
  if (!isPlainObject(policy)) {
    throw invalid(`${where} takes a policy, an object; received ${kindOf(policy)}.`);
  }
  const given: PiiPolicy = policy;
  refuseKeys(given, POLICY_KEYS, `${where}, policy`);
  refuseUndefined(given, 'policy');
  const own = (given.detectors ?? []).map((detector, index) => checkDetector(detector, index));
  const patterns = (given.patterns ?? []).map((pattern, index) => patternDetector(pattern, index));
  const all = [...own, ...patterns, ...DETECTORS];
  const kinds = new Set(all.map(({ kind }) => kind));
  const levels = checkLevels(given.levels ?? {}, kinds);
  const level = (kind: string): PiiLevel | 'off' => levels.get(kind) ?? DEFAULT_LEVELS[kind] ?? 'error';
  const allowances = checkAllowances(given.allow ?? []);
  if (given.strict !== undefined && typeof given.strict !== 'boolean')
    throw invalid(`policy.strict is ${kindOf(given.strict)}; it takes true or false.`);
  return {
    detectors: all.filter(({ kind }) => level(kind) !== 'off'),
    strict: given.strict ?? false,
    level,
    allows: (finding, value, rawKey) => {
      const holding = allowances.filter(allowance => allowance.holds(finding, value, rawKey));
      for (const allowance of holding) allowance.uses += 1;
      return holding.length > 0;
    },
    uses: () => allowances.map(({ text, reason, uses }) => ({ text, reason, uses })),
  };
}

interface CompiledAllowance extends AllowanceUse {
  uses: number;
  holds(finding: Finding, value: string, rawKey: string | undefined): boolean;
}

function checkAllowances(allow: unknown): CompiledAllowance[] {
  if (!Array.isArray(allow)) throw invalid(`policy.allow is ${kindOf(allow)}; it takes a list.`);
  return allow.map((one: unknown, index) => compileAllowance(one, `policy.allow[${index}]`));
}

function compileAllowance(given: unknown, path: string): CompiledAllowance {
  if (!isPlainObject(given)) throw invalid(`${path} is ${kindOf(given)}; it takes { reason, and what it allows }.`);
  refuseKeys(given, ALLOWANCE_KEYS, path);
  const { reason, ...wanted } = given as unknown as PiiAllowance;
  if (typeof reason !== 'string' || reason.trim() === '')
    throw invalid(`${path} has no reason. Every allowance says why: { ..., reason: 'the support desk is public' }.`);
  const tests = Object.entries(wanted).map(([name, value]) => [name, textTest(value, `${path}.${name}`)] as const);
  if (tests.length === 0) throw invalid(`${path} has a reason and nothing that it allows.`);
  const words = Object.entries(wanted).map(([name, value]) =>
    name === 'value' ? 'a value' : `${name} ${String(value)}`,
  );
  return {
    text: words.join(', '),
    reason,
    uses: 0,
    holds: (finding, value, rawKey) =>
      tests.every(([name, test]) => {
        const actual = name === 'value' ? value : name === 'key' ? rawKey : finding[name as 'kind'];
        return actual !== undefined && test(actual);
      }),
  };
}

function checkLevels(levels: unknown, kinds: ReadonlySet<string>): ReadonlyMap<string, PiiLevel | 'off'> {
  if (!isPlainObject(levels)) throw invalid(`policy.levels is ${kindOf(levels)}; it takes an object of kinds.`);
  for (const [kind, level] of Object.entries(levels)) {
    if (!kinds.has(kind))
      throw invalid(`policy.levels: there is no kind "${kind}".${suggestion(kind, [...kinds].sort())}`);
    if (!LEVELS.includes(level))
      throw invalid(`policy.levels.${kind} is ${kindOf(level)}; it takes 'error', 'warn' or 'off'.`);
  }
  return new Map(Object.entries(levels) as [string, PiiLevel | 'off'][]);
}

function checkDetector(detector: unknown, index: number): PiiDetector {
  const { name, kind, detect } = (
    typeof detector === 'object' && detector !== null ? detector : {}
  ) as Partial<PiiDetector>;
  if (typeof name === 'string' && typeof kind === 'string' && typeof detect === 'function')
    return detector as PiiDetector;
  throw invalid(
    `policy.detectors[${index}] is no detector: it takes { name, kind, confidence, detect(text, context) }.`,
  );
}

function patternDetector(given: unknown, index: number): PiiDetector {
  const path = `policy.patterns[${index}]`;
  if (!isPlainObject(given)) throw invalid(`${path} is ${kindOf(given)}; it takes { name, pattern }.`);
  refuseKeys(given, PATTERN_KEYS, path);
  const { name, kind, pattern, words } = given as unknown as PiiPattern;
  if (typeof name !== 'string' || name === '') throw invalid(`${path}.name is ${kindOf(name)}; it takes a name.`);
  const matches = compilePattern(pattern, `${path}.pattern`);
  return {
    name,
    kind: kind ?? name,
    confidence: 'medium',
    detect: (text, context) =>
      words !== undefined && !words.some(word => context.words.includes(word)) ? [] : matches(text),
  };
}

function refuseKeys(given: object, valid: readonly string[], where: string): void {
  try {
    refuseUnknownKeys(given, valid, where);
  } catch (error) {
    throw invalid((error as Error).message.replace(/^UNKNOWN_OPTION: /, ''));
  }
}

function invalid(text: string): TracewrightError {
  return new TracewrightError('INVALID_POLICY', text);
}

import { TracewrightError } from '../../errors.ts';
import { isPlainObject, kindOf, refuseUndefined, refuseUnknownKeys } from '../../misuse.ts';

/**
 * A sampling rule in the shape of X-Ray's API. What a rule matches may hold `*` for any text and `?` for any character, in
 * any case; it defaults to `*`.
 *
 * @see https://docs.aws.amazon.com/xray/latest/api/API_SamplingRule.html
 */
export interface XRaySamplingRule {
  /** Up to 32 characters. `Default` is the rule for all that no other one matches. */
  readonly RuleName: string;
  readonly RuleARN?: string;
  /** From 1 to 9,999, lower first; 10,000 for `Default`. */
  readonly Priority: number;
  /** How many requests are sampled each second before the rate applies. A whole number. */
  readonly ReservoirSize: number;
  /** The part of the other requests that is sampled: from 0 to 1. */
  readonly FixedRate: number;
  readonly ServiceName?: string;
  /** `AWS::ECS::Container`. */
  readonly ServiceType?: string;
  readonly Host?: string;
  readonly HTTPMethod?: string;
  readonly URLPath?: string;
  readonly ResourceARN?: string;
  /** Attributes that a request must have, each with a pattern for its value. */
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly Version?: 1;
}

/** A rule as GetSamplingRules answers it. */
export interface XRaySamplingRuleRecord {
  readonly SamplingRule: XRaySamplingRule;
  readonly CreatedAt?: number | string;
  readonly ModifiedAt?: number | string;
}

/** Rules, the records of them, or the object of records that `aws xray get-sampling-rules` prints. */
export type XRaySamplingRules =
  | readonly (XRaySamplingRule | XRaySamplingRuleRecord)[]
  | { readonly SamplingRuleRecords: readonly XRaySamplingRuleRecord[] };

/** A rule with all that it matches. */
export type CompleteRule = Required<Omit<XRaySamplingRule, 'RuleARN'>> & Pick<XRaySamplingRule, 'RuleARN'>;

const MATCHED = ['ServiceName', 'ServiceType', 'Host', 'HTTPMethod', 'URLPath', 'ResourceARN'] as const;
const REQUIRED = ['RuleName', 'Priority', 'ReservoirSize', 'FixedRate'] as const;
const KEYS = [...REQUIRED, ...MATCHED, 'RuleARN', 'Attributes', 'Version'];
/** The most characters of each, as X-Ray takes them. */
const LENGTHS = { ServiceName: 64, ServiceType: 64, Host: 64, HTTPMethod: 10, URLPath: 128, ResourceARN: 500 } as const;

export const DEFAULT_NAME = 'Default';
const DEFAULT_PRIORITY = 10_000;

/** X-Ray's default: the first request each second, and 5 % of the others. */
const DEFAULT_RULE: XRaySamplingRule = {
  RuleName: DEFAULT_NAME,
  Priority: DEFAULT_PRIORITY,
  ReservoirSize: 1,
  FixedRate: 0.05,
};

/**
 * Checks rules, and gives them in the order in which they are tried: by priority, then by name, the default rule last.
 * Without a default rule of their own they get X-Ray's.
 *
 * @throws {TracewrightError} INVALID_OPTION, UNKNOWN_OPTION, UNDEFINED_EXPECTATION
 */
export function completeRules(rules: XRaySamplingRules, where: string): readonly CompleteRule[] {
  refuseUndefined(rules as unknown, `${where}: the rules`);
  const given: unknown = isPlainObject(rules) && 'SamplingRuleRecords' in rules ? rules.SamplingRuleRecords : rules;
  if (!Array.isArray(given))
    throw new TracewrightError('INVALID_OPTION', `${where}: rules is ${kindOf(given)}; it takes an array of rules.`);
  const complete = given.map((rule: unknown, index) => completeRule(rule, `${where}: rule ${index}`));
  const names = complete.map(({ RuleName }) => RuleName);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new TracewrightError('INVALID_OPTION', `${where}: two rules have the RuleName "${twice}".`);
  if (!names.includes(DEFAULT_NAME)) complete.push(completeRule(DEFAULT_RULE, where));
  return Object.freeze(complete.sort(byPriority));
}

function byPriority(a: CompleteRule, b: CompleteRule): number {
  if (a.RuleName === DEFAULT_NAME || b.RuleName === DEFAULT_NAME) return a.RuleName === DEFAULT_NAME ? 1 : -1;
  return a.Priority - b.Priority || (a.RuleName < b.RuleName ? -1 : 1);
}

function completeRule(given: unknown, where: string): CompleteRule {
  const rule = isPlainObject(given) && 'SamplingRule' in given ? given.SamplingRule : given;
  if (!isPlainObject(rule)) throw invalid(where, `is ${kindOf(rule)}; it takes an object: { RuleName, Priority, ... }`);
  refuseUnknownKeys(rule, KEYS, where);
  const missing = REQUIRED.find(key => rule[key] === undefined);
  if (missing !== undefined) throw invalid(where, `has no ${missing}`);
  const { RuleName, RuleARN, Priority, ReservoirSize, FixedRate, Attributes = {}, Version = 1 } = rule;
  if (typeof RuleName !== 'string' || RuleName === '' || RuleName.length > 32)
    throw invalid(where, `has the RuleName ${kindOf(RuleName)}; it takes 1 to 32 characters`);
  const named = `${where} ("${RuleName}")`;
  checkPriority(named, Priority, RuleName);
  if (!isWhole(ReservoirSize, 0, Number.MAX_SAFE_INTEGER))
    throw invalid(named, `has the ReservoirSize ${kindOf(ReservoirSize)}; it takes a whole number, 0 or more`);
  if (typeof FixedRate !== 'number' || !(FixedRate >= 0 && FixedRate <= 1))
    throw invalid(named, `has the FixedRate ${kindOf(FixedRate)}; it takes a number from 0 to 1: 0.05 for 5 %`);
  if (Version !== 1) throw invalid(named, `has the Version ${kindOf(Version)}; X-Ray has version 1 only`);
  const patterns = Object.fromEntries(MATCHED.map(key => [key, pattern(named, key, rule[key])]));
  return Object.freeze({
    RuleName,
    ...(typeof RuleARN === 'string' && { RuleARN }),
    Priority: Number(Priority),
    ReservoirSize: Number(ReservoirSize),
    FixedRate,
    ...(patterns as Record<(typeof MATCHED)[number], string>),
    Attributes: attributePatterns(named, Attributes),
    Version,
  });
}

function checkPriority(where: string, priority: unknown, name: string): void {
  const isDefault = name === DEFAULT_NAME;
  if (isWhole(priority, 1, isDefault ? DEFAULT_PRIORITY : DEFAULT_PRIORITY - 1)) return;
  throw invalid(where, `has the Priority ${kindOf(priority)}; it takes a whole number from 1 to 9,999`);
}

function pattern(where: string, key: (typeof MATCHED)[number], value: unknown): string {
  if (value === undefined) return '*';
  if (typeof value === 'string' && value.length <= LENGTHS[key]) return value;
  throw invalid(where, `has the ${key} ${kindOf(value)}; it takes a string of up to ${LENGTHS[key]} characters`);
}

function attributePatterns(where: string, value: unknown): Readonly<Record<string, string>> {
  if (!isPlainObject(value)) throw invalid(where, `has Attributes that are ${kindOf(value)}; it takes an object`);
  const entries = Object.entries(value);
  if (entries.length > 5) throw invalid(where, `has ${entries.length} Attributes; X-Ray takes up to 5`);
  for (const [key, wanted] of entries) {
    if (typeof wanted !== 'string' || wanted === '' || wanted.length > 32 || key === '' || key.length > 32)
      throw invalid(where, `has the attribute "${key}" with ${kindOf(wanted)}; key and value take 1 to 32 characters`);
  }
  return Object.freeze({ ...(value as Record<string, string>) });
}

function isWhole(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}

function invalid(where: string, problem: string): TracewrightError {
  return new TracewrightError('INVALID_OPTION', `${where} ${problem}.`);
}

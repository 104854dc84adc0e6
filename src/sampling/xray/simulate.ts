import { TracewrightError } from '../../errors.ts';
import { checkOptions, isPlainObject, kindOf, refuseUndefined, refuseUnknownKeys } from '../../misuse.ts';
import { likelyCounts } from '../binomial.ts';
import { seededRandom } from '../seeded-random.ts';
import { matchesRule, type XRayRequest } from './match-rule.ts';
import { type CompleteRule, completeRules, type XRaySamplingRules } from './rule.ts';

/** What `simulateXRaySampling` can be told. */
export interface XRaySimulationOptions {
  /** Where the random numbers of the fixed rate begin: a whole number. Defaults to 1. The same seed gives the same decisions. */
  readonly seed?: number;
  /** How often the counts of a service lie within `expected`: from 0.5 to 1. Defaults to 0.9999. */
  readonly confidence?: number;
}

/** What was decided of one request. */
export interface XRayDecision {
  /** The name of the rule that matched. */
  readonly rule: string;
  readonly sampled: boolean;
  /** Why it is sampled; undefined for one that is not. */
  readonly by: 'reservoir' | 'rate' | undefined;
}

/** How many requests a service that keeps the rules samples. */
export interface ExpectedCount {
  readonly mean: number;
  /** The fewest and the most, in as many runs as `confidence` says. */
  readonly low: number;
  readonly high: number;
}

/** What one rule did. */
export interface XRayRuleCount {
  readonly rule: string;
  readonly requests: number;
  readonly sampled: number;
  /** How many of the sampled ones the reservoir took, and how many the fixed rate. */
  readonly reservoir: number;
  readonly rate: number;
  readonly expected: ExpectedCount;
}

export interface XRaySimulation {
  readonly requests: number;
  readonly sampled: number;
  /** One for each request, in the order in which they were given. */
  readonly decisions: readonly XRayDecision[];
  /** In the order in which rules are tried, the default rule last. */
  readonly rules: readonly XRayRuleCount[];
  readonly expected: ExpectedCount;
}

const NAME = 'simulateXRaySampling()';
const REQUEST_KEYS = ['at', 'service', 'serviceType', 'host', 'method', 'path', 'resourceArn', 'attributes'];
const TEXTS = ['service', 'serviceType', 'host', 'method', 'path', 'resourceArn'] as const;

/**
 * Decides of requests as X-Ray's sampling does, with the clock of the requests and a seed: nothing waits, and the same
 * arguments give the same result. The first rule that matches decides, by ascending priority. It samples the first
 * `ReservoirSize` requests of each second, and of the others the part `FixedRate`. The default rule, 1 a second and 5 %,
 * takes what no rule matches.
 *
 * One reservoir serves all requests, as if a single instance had its whole quota. A real remote sampler borrows one request
 * a second until it has its first quota, about 10 s after it started. `expected` allows for other limiters: seconds that begin
 * elsewhere, and buckets of tokens that are empty or full at the start, which is twice `ReservoirSize` more or less.
 *
 * @returns decisions, counts for each rule, and the counts to hold a service against. Frozen.
 * @throws {TracewrightError} INVALID_OPTION, UNKNOWN_OPTION, UNDEFINED_EXPECTATION
 * @example
 * const at = Date.now();
 * const requests = Array.from({ length: 1_000 }, (_, index) => ({ at: at + index * 10, path: '/orders' }));
 * const { expected } = simulateXRaySampling([], requests);
 * // { mean: 59.5, low: 30, high: 95 }: 10 s, 1 a second, and 5 % of the other 990
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html
 */
export function simulateXRaySampling(
  rules: XRaySamplingRules,
  requests: readonly XRayRequest[],
  options?: XRaySimulationOptions,
): XRaySimulation {
  const complete = completeRules(rules, NAME);
  const timed = checkRequests(requests);
  checkOptions(options, ['seed', 'confidence'], NAME);
  const { seed = 1, confidence = 0.9999 } = options ?? {};
  if (!Number.isInteger(seed)) throw invalid(`option seed is ${kindOf(seed)}; it takes a whole number`);
  if (typeof confidence !== 'number' || !(confidence >= 0.5 && confidence < 1))
    throw invalid(`option confidence is ${kindOf(confidence)}; it takes a number of at least 0.5 and below 1`);
  const tallies = complete.map(rule => new Tally(rule));
  const random = seededRandom(seed);
  const decisions: XRayDecision[] = new Array<XRayDecision>(requests.length);
  for (const { atMs, index, request } of timed) {
    const tally = tallies.find(({ rule }) => matchesRule(rule, request)) ?? tallies.at(-1);
    if (tally !== undefined) decisions[index] = Object.freeze(tally.decide(atMs, random));
  }
  // With a share of what is left for each rule, their sum lies within the sums as often as `confidence` says.
  const inUse = tallies.filter(tally => tally.requests > 0).length;
  const each = tallies.map(tally => tally.expected(1 - (1 - confidence) / Math.max(1, inUse)));
  return Object.freeze({
    requests: requests.length,
    sampled: tallies.reduce((sum, tally) => sum + tally.sampled, 0),
    decisions: Object.freeze(decisions),
    rules: Object.freeze(tallies.map(tally => tally.count(confidence))),
    expected: Object.freeze({
      mean: sumOf(each.map(({ mean }) => mean)),
      low: sumOf(each.map(({ low }) => low)),
      high: sumOf(each.map(({ high }) => high)),
    }),
  });
}

/** What a rule has decided up to now. */
class Tally {
  readonly rule: CompleteRule;
  requests = 0;
  reservoir = 0;
  rate = 0;
  #second = Number.NaN;
  #taken = 0;

  constructor(rule: CompleteRule) {
    this.rule = rule;
  }

  get sampled(): number {
    return this.reservoir + this.rate;
  }

  decide(atMs: number, random: () => number): XRayDecision {
    const { RuleName, ReservoirSize, FixedRate } = this.rule;
    this.requests += 1;
    const second = Math.floor(atMs / 1_000);
    if (second !== this.#second) [this.#second, this.#taken] = [second, 0];
    if (this.#taken < ReservoirSize) {
      this.#taken += 1;
      this.reservoir += 1;
      return { rule: RuleName, sampled: true, by: 'reservoir' };
    }
    if (random() >= FixedRate) return { rule: RuleName, sampled: false, by: undefined };
    this.rate += 1;
    return { rule: RuleName, sampled: true, by: 'rate' };
  }

  expected(confidence: number): ExpectedCount {
    const { ReservoirSize, FixedRate } = this.rule;
    const { requests, reservoir } = this;
    const least = Math.max(0, reservoir - 2 * ReservoirSize);
    const most = Math.min(requests, reservoir + 2 * ReservoirSize);
    return {
      mean: reservoir + (requests - reservoir) * FixedRate,
      low: least + likelyCounts(requests - least, FixedRate, confidence).low,
      high: most + likelyCounts(requests - most, FixedRate, confidence).high,
    };
  }

  count(confidence: number): XRayRuleCount {
    const { rule, requests, sampled, reservoir, rate } = this;
    const expected = Object.freeze(this.expected(confidence));
    return Object.freeze({ rule: rule.RuleName, requests, sampled, reservoir, rate, expected });
  }
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

interface TimedRequest {
  readonly atMs: number;
  readonly index: number;
  readonly request: XRayRequest;
}

/** The requests in the order of time; those of one time in the order in which they were given. */
function checkRequests(requests: readonly XRayRequest[]): readonly TimedRequest[] {
  refuseUndefined(requests as unknown, `${NAME}: the requests`);
  if (!Array.isArray(requests))
    throw invalid(`requests is ${kindOf(requests)}; it takes an array of { at, path, ... }`);
  if (requests.length === 0) throw invalid('requests is an empty array: there is nothing to decide');
  const timed = requests.map((request: unknown, index) => {
    const where = `${NAME}: request ${index}`;
    if (!isPlainObject(request)) throw invalid(`request ${index} is ${kindOf(request)}; it takes { at, path, ... }`);
    refuseUnknownKeys(request, REQUEST_KEYS, where);
    const { at, attributes = {} } = request;
    const atMs = isDate(at) ? at.getTime() : at;
    if (typeof atMs !== 'number' || !Number.isFinite(atMs))
      throw invalid(`request ${index} comes at ${kindOf(at)}; at takes milliseconds or a Date`);
    const wrong = TEXTS.find(key => request[key] !== undefined && typeof request[key] !== 'string');
    if (wrong !== undefined)
      throw invalid(`request ${index} has the ${wrong} ${kindOf(request[wrong])}; it takes a string`);
    if (!isPlainObject(attributes)) throw invalid(`request ${index} has attributes that are ${kindOf(attributes)}`);
    return { atMs, index, request: request as unknown as XRayRequest };
  });
  return timed.sort((a, b) => a.atMs - b.atMs || a.index - b.index);
}

/** Of any realm: Jest runs tests in realms of their own. */
function isDate(value: unknown): value is Date {
  return Object.prototype.toString.call(value) === '[object Date]';
}

function invalid(problem: string): TracewrightError {
  return new TracewrightError('INVALID_OPTION', `${NAME}: ${problem}.`);
}

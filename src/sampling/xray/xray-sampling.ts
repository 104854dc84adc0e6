import type { Server } from 'node:http';
import { TracewrightError } from '../../errors.ts';
import { checkOptions, kindOf, suggestion } from '../../misuse.ts';
import { dateNow } from '../../real-time.ts';
import { Reservoirs } from './reservoirs.ts';
import { type CompleteRule, completeRules, type XRaySamplingRule, type XRaySamplingRules } from './rule.ts';
import { SamplingWaits } from './sampling-waits.ts';
import { readStatistics, totalsOf, type XRayStatistics, type XRayTotals } from './statistics.ts';

/** How long to wait. */
export interface XRayWaitOptions {
  /** In milliseconds. Defaults to 4,000. */
  readonly timeout?: number;
}

/** Which statistics to wait for. */
export interface XRayStatisticsOptions extends XRayWaitOptions {
  /** The name of a rule. Defaults to any. */
  readonly rule?: string;
  /** How many requests must have been reported, in all reports together. Defaults to 1; with 0 any report is enough. */
  readonly requests?: number;
}

const DEFAULT_TIMEOUT_MS = 4_000;
/** More than any test needs. */
const KEPT = 100_000;

/** What was answered to a sampler: a status, and the body as JSON. */
export interface Answer {
  readonly status: number;
  readonly body: object;
}

/** A running imitation of X-Ray's sampling API, of `startXRaySampling`. */
export class XRaySampling {
  declare readonly [Symbol.asyncDispose]: () => Promise<void>;
  /** Where it listens: `http://127.0.0.1:43120`. */
  readonly url: string;
  readonly #server: Server;
  readonly #intervalSeconds: number;
  readonly #reservoirs: Reservoirs;
  readonly #statistics: XRayStatistics[] = [];
  readonly #waits = new SamplingWaits();
  #rules: readonly CompleteRule[];
  #changedMs = dateNow();
  #fetched = 0;
  #isFetched = false;
  #stopping: Promise<void> | undefined;

  constructor(server: Server, url: string, rules: readonly CompleteRule[], intervalSeconds: number) {
    this.#server = server;
    this.url = url;
    this.#rules = rules;
    this.#intervalSeconds = intervalSeconds;
    this.#reservoirs = new Reservoirs(3_000 * intervalSeconds);
    // Absent in the realms that Jest 29 runs tests in.
    if (Symbol.asyncDispose !== undefined) {
      Object.defineProperty(this, Symbol.asyncDispose, { value: () => this.stop() });
    }
  }

  /** The rules that it serves, in the order in which they are tried, X-Ray's default among them. */
  get rules(): readonly XRaySamplingRule[] {
    return this.#rules;
  }

  /**
   * Changes the rules. A sampler gets them when it polls rules next, or when its next report of statistics is answered,
   * which tells it that they have changed.
   *
   * @throws {TracewrightError} INVALID_OPTION, UNKNOWN_OPTION, UNDEFINED_EXPECTATION
   */
  setRules(rules: XRaySamplingRules): void {
    this.#rules = completeRules(rules, 'setRules()');
    this.#changedMs = dateNow();
    this.#isFetched = false;
  }

  /** How often samplers fetched the rules. */
  get fetches(): number {
    return this.#fetched;
  }

  /** Every report of statistics, in the order of arrival. Samplers also report rules without requests. */
  get statistics(): readonly XRayStatistics[] {
    return Object.freeze([...this.#statistics]);
  }

  /** All that was reported of each rule. */
  get totals(): readonly XRayTotals[] {
    return Object.freeze(totalsOf(this.#statistics));
  }

  /**
   * The variables that make a service with an X-Ray remote sampler ask here, where its SDK knows the sampler `xray`: Java's
   * autoconfiguration with `opentelemetry-aws-xray` on the class path, and AWS's own distributions. In code, give the sampler
   * `url` as its endpoint.
   *
   * @example
   * const env = { ...receiver.env({ service: 'orders' }), ...sampling.env() };
   */
  env(): Record<string, string> {
    return { OTEL_TRACES_SAMPLER: 'xray', OTEL_TRACES_SAMPLER_ARG: `endpoint=${this.url}` };
  }

  /**
   * Resolves once the present rules have been sent to a sampler. Before it has them, it samples by a default of its own. It
   * still has to read them, which takes a JVM up to a second after its start. A report that names a rule proves that it has:
   * `waitForStatistics({ rule, requests: 0 })`.
   *
   * @throws {TracewrightError} SAMPLING_TIMEOUT, SAMPLING_STOPPED, INVALID_OPTION, UNKNOWN_OPTION
   */
  waitForRules(options?: XRayWaitOptions): Promise<void> {
    checkOptions(options, ['timeout'], 'waitForRules()');
    const timeoutMs = timeoutOf(options, 'waitForRules()');
    return this.#waits.until(
      () => this.#isFetched,
      timeoutMs,
      () =>
        `no sampler fetched the ${this.#fetched === 0 ? '' : 'changed '}rules within ${timeoutMs.toLocaleString('en-US')} ms. A sampler asks POST ${this.url}/GetSamplingRules. Fix: point its endpoint there (env() has the variables), and let it poll more often.`,
    );
  }

  /**
   * Resolves once samplers have reported requests, with all that was reported of the rule, or of all rules together. Samplers
   * report about 10 s after they started at first, and every `interval` after that.
   *
   * @throws {TracewrightError} SAMPLING_TIMEOUT, SAMPLING_STOPPED, INVALID_OPTION, UNKNOWN_OPTION
   * @example
   * const { requests, sampled } = await sampling.waitForStatistics({ rule: 'orders', requests: 100, timeout: 15_000 });
   */
  async waitForStatistics(options?: XRayStatisticsOptions): Promise<XRayTotals> {
    checkOptions(options, ['timeout', 'rule', 'requests'], 'waitForStatistics()');
    const { rule, requests = 1 } = options ?? {};
    if (rule !== undefined && typeof rule !== 'string')
      throw invalid(`waitForStatistics() option rule is ${kindOf(rule)}; it takes the name of a rule`);
    if (!Number.isInteger(requests) || requests < 0)
      throw invalid(`waitForStatistics() option requests is ${kindOf(requests)}; it takes a whole number, 0 or more`);
    if (rule !== undefined) this.#checkRule(rule);
    const timeoutMs = timeoutOf(options, 'waitForStatistics()');
    const reported = (): XRayTotals => {
      const own = this.#statistics.filter(report => rule === undefined || report.rule === rule);
      const [totals] = totalsOf(own.map(report => ({ ...report, rule: rule ?? '*' })));
      return totals ?? { rule: rule ?? '*', clients: 0, requests: 0, sampled: 0, borrowed: 0 };
    };
    const of = rule === undefined ? '' : ` of the rule "${rule}"`;
    await this.#waits.until(
      () => reported().clients > 0 && reported().requests >= requests,
      timeoutMs,
      () =>
        `samplers reported ${reported().requests.toLocaleString('en-US')} of ${requests.toLocaleString('en-US')} requests${of} within ${timeoutMs.toLocaleString('en-US')} ms. They report about 10 s after they started at first, and every ${this.#intervalSeconds} s after that: give it a longer timeout.`,
    );
    return reported();
  }

  /** Stops listening. Samplers fall back to a default of their own. */
  stop(): Promise<void> {
    this.#stopping ??= new Promise(resolve => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
    this.#waits.stop();
    return this.#stopping;
  }

  /** A rule that is no longer served may still have reports. */
  #checkRule(name: string): void {
    const names = this.#rules.map(({ RuleName }) => RuleName);
    if (names.includes(name) || this.#statistics.some(({ rule }) => rule === name)) return;
    throw new TracewrightError(
      'INVALID_OPTION',
      `waitForStatistics() option rule is "${name}", and there is no such rule.${suggestion(name, names)}`,
    );
  }

  /** Answers a request of a sampler. */
  answer(method: string, path: string, body: string): Answer {
    if (path !== '/GetSamplingRules' && path !== '/SamplingTargets')
      return refused(404, `it has no ${path}; it has /GetSamplingRules and /SamplingTargets`);
    if (method !== 'POST') return refused(405, `it takes POST; received ${method}`);
    return path === '/GetSamplingRules' ? this.#getSamplingRules() : this.#samplingTargets(body);
  }

  /** An answer has left: what waits for it goes on. */
  answered(): void {
    this.#waits.look();
  }

  /** @see https://docs.aws.amazon.com/xray/latest/api/API_GetSamplingRules.html */
  #getSamplingRules(): Answer {
    this.#fetched += 1;
    this.#isFetched = true;
    const at = this.#changedMs / 1_000;
    const records = this.#rules.map(rule => ({
      SamplingRule: { RuleARN: `arn:aws:xray:us-east-1:000000000000:sampling-rule/${rule.RuleName}`, ...rule },
      CreatedAt: at,
      ModifiedAt: at,
    }));
    return { status: 200, body: { SamplingRuleRecords: records, NextToken: null } };
  }

  /** @see https://docs.aws.amazon.com/xray/latest/api/API_GetSamplingTargets.html */
  #samplingTargets(body: string): Answer {
    const nowMs = dateNow();
    const statistics = readStatistics(body, nowMs);
    if (typeof statistics === 'string') return refused(400, statistics);
    const known = new Map(this.#rules.map(rule => [rule.RuleName, rule]));
    const unknown = statistics.filter(({ rule }) => !known.has(rule));
    for (const report of statistics) if (known.has(report.rule)) this.#reservoirs.note(report);
    this.#statistics.push(...statistics.slice(0, KEPT - this.#statistics.length));
    const targets = statistics.flatMap(({ rule: name, client }) => {
      const rule = known.get(name);
      return rule === undefined ? [] : [this.#targetOf(rule, client, nowMs)];
    });
    return {
      status: 200,
      body: {
        SamplingTargetDocuments: targets,
        LastRuleModification: this.#changedMs / 1_000,
        UnprocessedStatistics: unknown.map(({ rule }) => ({
          RuleName: rule,
          ErrorCode: '400',
          Message: 'Unknown rule',
        })),
      },
    };
  }

  #targetOf(rule: CompleteRule, client: string, nowMs: number): object {
    return {
      RuleName: rule.RuleName,
      FixedRate: rule.FixedRate,
      ReservoirQuota: this.#reservoirs.quotaOf(rule, client, nowMs),
      // Until two reports in a row are missing.
      ReservoirQuotaTTL: Math.floor(nowMs / 1_000) + 3 * this.#intervalSeconds,
      Interval: this.#intervalSeconds,
    };
  }
}

function refused(status: number, problem: string): Answer {
  return { status, body: { __type: 'InvalidRequestException', Message: problem } };
}

function timeoutOf({ timeout = DEFAULT_TIMEOUT_MS }: XRayWaitOptions = {}, where: string): number {
  if (typeof timeout === 'number' && timeout > 0 && Number.isFinite(timeout)) return Math.min(timeout, 2 ** 31 - 1);
  throw invalid(`${where} option timeout is ${kindOf(timeout)}; it takes milliseconds: a number above 0`);
}

function invalid(problem: string): TracewrightError {
  return new TracewrightError('INVALID_OPTION', `${problem}.`);
}

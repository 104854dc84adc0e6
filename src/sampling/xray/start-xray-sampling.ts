import { TracewrightError } from '../../errors.ts';
import { checkOptions, kindOf, refuseUndefined } from '../../misuse.ts';
import { completeRules, type XRaySamplingRules } from './rule.ts';
import type { XRaySampling } from './xray-sampling.ts';

/** What `startXRaySampling` can be told. */
export interface XRaySamplingOptions {
  /** The rules that it serves. X-Ray's default rule, 1 a second and 5 %, is added if there is no rule `Default`. */
  readonly rules: XRaySamplingRules;
  /** How many seconds samplers wait between two reports of statistics. A whole number. Defaults to 10, as in X-Ray. */
  readonly interval?: number;
  /** The address to listen on. Defaults to `127.0.0.1`. */
  readonly host?: string;
  /** Defaults to 0: any free port. The X-Ray daemon has 2000. */
  readonly port?: number;
}

/**
 * Starts an imitation of X-Ray's sampling API, as the X-Ray daemon and the collector's `awsproxy` offer it to the remote
 * samplers of services: `POST /GetSamplingRules` and `POST /SamplingTargets`. Samplers get the rules and quotas of the
 * reservoirs, which are divided among those that report, and what they report is kept.
 *
 * It does not keep the process alive. Stop it all the same.
 *
 * @throws {TracewrightError} INVALID_OPTION, UNKNOWN_OPTION, UNDEFINED_EXPECTATION; ADDRESS_IN_USE, LISTEN_FAILED
 * @example
 * const sampling = await startXRaySampling({
 *   rules: [{ RuleName: 'orders', Priority: 1, ReservoirSize: 0, FixedRate: 0.5, URLPath: '/orders*' }],
 * });
 * const orders = await startService(['node', 'orders.js'], { name: 'orders', receiver, port: 'PORT', env: sampling.env() });
 * await sampling.waitForRules();
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sampling.html
 */
export async function startXRaySampling(options: XRaySamplingOptions): Promise<XRaySampling> {
  const NAME = 'startXRaySampling()';
  refuseUndefined(options as unknown, `${NAME}: the options`);
  checkOptions(options, ['rules', 'interval', 'host', 'port'], NAME);
  const { rules, interval = 10, host = '127.0.0.1', port = 0 } = options;
  const complete = completeRules(rules, NAME);
  const invalid = (problem: string) => new TracewrightError('INVALID_OPTION', `${NAME} option ${problem}.`);
  if (!Number.isInteger(interval) || interval < 1 || interval > 3_600)
    throw invalid(`interval is ${kindOf(interval)}; it takes whole seconds, from 1 to 3,600`);
  if (typeof host !== 'string' || host === '') throw invalid(`host is ${kindOf(host)}; it takes an address`);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw invalid(`port is ${kindOf(port)}; a port is 0 to 65535`);
  const { XRaySampling, listen } = await import('./loaded-when-served.ts');
  let sampling: XRaySampling | undefined;
  const { server, url } = await listen(host, port, () => sampling);
  sampling = new XRaySampling(server, url, complete, interval);
  return sampling;
}

import { TracewrightError } from '../errors.ts';
import { checkOptions, kindOf } from '../misuse.ts';
import type { ConformanceFormat } from './conformance-case.ts';

/** How `checkTraceContext` checks a service. */
export interface CheckTraceContextOptions {
  /** The path of the endpoint. Defaults to the URL of the service as it is. */
  readonly path?: string;
  /** Whose rules are checked: `w3c` (Trace Context, the default), `baggage`, `xray`. */
  readonly formats?: readonly ConformanceFormat[];
  /** The level of Trace Context. Defaults to 1; 2 adds rules for the flags, and a wider grammar of tracestate keys. */
  readonly level?: 1 | 2;
  /** Whether limits and grammar count that many implementations do not check. Defaults to false: they are reported only. */
  readonly strict?: boolean;
  /** The time for the whole check, in milliseconds. Defaults to 10,000, of which 4,000 are for the first answer. */
  readonly timeout?: number;
  /**
   * How many requests are sent at the same time. Defaults to 1: one after another. With 2 or more the check also sends
   * requests that overlap, which shows a context that a service shares between them.
   */
  readonly concurrency?: number;
}

/** The options, checked, with their defaults. */
export interface CheckProfile {
  readonly path: string | undefined;
  readonly formats: readonly ConformanceFormat[];
  readonly level: 1 | 2;
  readonly strict: boolean;
  readonly timeout: number;
  /** The time for the first answer. Without a timeout of the user's, it ends before the tests of most runners do. */
  readonly firstAnswer: number;
  readonly concurrency: number;
}

const NAME = 'checkTraceContext';
const DEFAULT_MS = 10_000;
const FIRST_ANSWER_MS = 4_000;
const MAX_CONCURRENCY = 100;
const FORMATS: readonly unknown[] = ['w3c', 'baggage', 'xray'] satisfies ConformanceFormat[];

export const CHECK_OPTIONS = ['path', 'formats', 'level', 'strict', 'timeout', 'concurrency'] as const;

/**
 * Checks the options, and fills in their defaults.
 *
 * @throws {TracewrightError} INVALID_OPTION, UNKNOWN_OPTION, UNDEFINED_EXPECTATION
 */
export function profileOf(options: CheckTraceContextOptions = {}): CheckProfile {
  if (typeof options === 'object' && options !== null && 'known' in options) {
    throw new TracewrightError(
      'UNKNOWN_OPTION',
      `${NAME} has no option "known". Give it to the assertion: expect(report).toHonorTraceContext({ known }).`,
    );
  }
  checkOptions(options, CHECK_OPTIONS, NAME);
  const { path, formats = ['w3c'], level = 1, strict = false, timeout = DEFAULT_MS, concurrency = 1 } = options;
  if (path !== undefined && typeof path !== 'string') throw invalidOption('path', path, "a path: '/test'");
  if (!Array.isArray(formats) || formats.length === 0 || !formats.every(format => FORMATS.includes(format))) {
    throw invalidOption('formats', formats, `an array of ${FORMATS.map(format => `'${String(format)}'`).join(', ')}`);
  }
  if (level !== 1 && level !== 2) throw invalidOption('level', level, '1 or 2');
  if (typeof strict !== 'boolean') throw invalidOption('strict', strict, 'true or false');
  if (typeof timeout !== 'number' || !(timeout > 0) || !Number.isFinite(timeout)) {
    throw invalidOption('timeout', timeout, 'milliseconds: a number above 0');
  }
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > MAX_CONCURRENCY) {
    throw invalidOption('concurrency', concurrency, `a whole number from 1 to ${MAX_CONCURRENCY}`);
  }
  return {
    path,
    formats: [...new Set(formats)],
    level,
    strict,
    timeout,
    firstAnswer: options.timeout ?? FIRST_ANSWER_MS,
    concurrency,
  };
}

export function invalidOption(name: keyof CheckTraceContextOptions, value: unknown, takes: string): TracewrightError {
  return new TracewrightError('INVALID_OPTION', `${NAME} option ${name} is ${kindOf(value)}; it takes ${takes}.`);
}

import { TracewrightError } from '../errors.ts';
import { checkOptions, kindOf, suggestion } from '../misuse.ts';
import type { SentContext } from '../model/sent-context.ts';
import type { Criteria, Span, Trace } from '../model/trace.ts';
import type { PropagationFormat } from '../propagation/formats/format.ts';
import type { SentFormatName } from '../propagation/formats/formats.ts';
import { alb } from '../propagation/formats/xray.ts';
import { type CompiledCriteria, compileCriteria } from '../query/compile-criteria.ts';
import type { QuietPlan } from '../store/quiet.ts';
import { checkBackground } from './check-background.ts';
import { checkBaggage, checkFormats } from './check-formats.ts';
import type { ReceiverDefaults } from './state.ts';
import {
  allowsRejected,
  planQuiet,
  type QuietOptions,
  type RejectedOptions,
  type WaitOptions,
} from './wait-options.ts';

/** What `capture` can be told. */
export interface CaptureOptions extends WaitOptions, QuietOptions, RejectedOptions {
  /** Services of which each must have sent a span. */
  readonly services?: readonly string[];
  /** A span that must be there, or what must hold of the trace. */
  readonly until?: Exclude<Criteria, (span: Span) => boolean> | ((trace: Trace) => boolean);
  /** Adopts the one trace that began while the function ran and whose root matches: for work that takes no headers. */
  readonly root?: Criteria;
  /** `allow`: parents that never arrive are expected, and make nothing incomplete. */
  readonly orphans?: 'allow';
  /**
   * `false` sends the context with the flag "not sampled", which services must heed: the capture resolves after `quiet`
   * with a trace that has to be empty. See `toBeUnsampled`.
   */
  readonly sampled?: boolean;
  /**
   * The formats in which the context is sent, by name or as objects of your own: `'w3c'` unless said otherwise. With
   * `'xray'` the trace id begins with the time, as X-Ray's do. `'alb'` sends exactly the header that an AWS load balancer
   * adds: `X-Amzn-Trace-Id: Root=1-...`, which stock OpenTelemetry SDKs do not continue.
   */
  readonly formats?: readonly (SentFormatName | PropagationFormat)[];
  /** W3C baggage to send along. */
  readonly baggage?: Readonly<Record<string, string>>;
  /**
   * Work that goes on by itself, such as a poller: a trace whose root matches is never a stray of this capture. It adds to
   * `background` of `startReceiver`.
   */
  readonly background?: Criteria | readonly Criteria[];
}

/** The options of a capture, checked and with their defaults. */
export interface CapturePlan {
  readonly services: readonly string[];
  readonly until: ((trace: Trace) => boolean) | undefined;
  readonly untilCriteria: CompiledCriteria | undefined;
  readonly root: CompiledCriteria | undefined;
  readonly allowOrphans: boolean;
  readonly sampled: boolean;
  readonly formats: readonly PropagationFormat[];
  readonly baggage: Readonly<Record<string, string>>;
  readonly quiet: QuietPlan;
  /** Whether `capture` or `startReceiver` was told how long the quiet period is. */
  readonly asksForQuiet: boolean;
  readonly allowRejected: boolean;
  /** A trace whose root matches one of these is no stray. */
  readonly background: readonly CompiledCriteria[];
}

const OPTIONS = [
  'services',
  'until',
  'root',
  'timeout',
  'quiet',
  'orphans',
  'sampled',
  'formats',
  'baggage',
  'rejected',
  'background',
];
/** What awaits spans, and so contradicts a context that must give none. */
const AWAITS = ['services', 'until', 'root'];

/** @throws {TracewrightError} UNKNOWN_OPTION, INVALID_OPTION, UNDEFINED_EXPECTATION, or a code of the criteria. */
export function planCapture(options: CaptureOptions | undefined, defaults: ReceiverDefaults): CapturePlan {
  checkOptions(options, OPTIONS, 'capture()');
  const { services = [], until, root, orphans } = options ?? {};
  if (!Array.isArray(services) || services.some(name => typeof name !== 'string' || name === '')) {
    throw new TracewrightError(
      'INVALID_OPTION',
      `capture() option services takes a list of service names; received ${kindOf(services)}.`,
    );
  }
  if (orphans !== undefined && orphans !== 'allow') {
    throw new TracewrightError(
      'INVALID_OPTION',
      `capture() option orphans is ${kindOf(orphans)}.${suggestion(String(orphans), ['allow'])}`,
    );
  }
  return {
    services,
    ...planUntil(until),
    root: root === undefined ? undefined : compileCriteria(root, 'capture() option root'),
    allowOrphans: orphans === 'allow',
    ...checkContext(options),
    baggage: checkBaggage(options?.baggage ?? {}),
    quiet: planQuiet(options, defaults, 'capture()'),
    asksForQuiet: options?.quiet !== undefined || defaults.asksForQuiet,
    allowRejected: allowsRejected(options?.rejected, 'capture()'),
    background: [...defaults.background, ...checkBackground(options?.background, 'capture()')],
  };
}

/** Whether the context is sampled, and the formats that say so. */
function checkContext(options: CaptureOptions = {}): Pick<CapturePlan, 'sampled' | 'formats'> {
  const sampled = checkSampled(options);
  const formats = checkFormats(options.formats ?? ['w3c'], 'capture()');
  if (sampled || formats.some(format => format !== alb)) return { sampled, formats };
  throw new TracewrightError(
    'INVALID_OPTION',
    'capture() option sampled is false, but the header of alb holds no sampling decision. Add another format, or leave sampled out.',
  );
}

function checkSampled(options: CaptureOptions = {}): boolean {
  const { sampled = true } = options;
  if (typeof sampled !== 'boolean') {
    throw new TracewrightError(
      'INVALID_OPTION',
      `capture() option sampled is ${kindOf(sampled)}; it takes true or false.`,
    );
  }
  const awaited = AWAITS.find(name => Object.hasOwn(options, name));
  if (sampled || awaited === undefined) return sampled;
  throw new TracewrightError(
    'INVALID_OPTION',
    `capture() option ${awaited} awaits spans, but with sampled: false services are told to send none. Leave one of the two out.`,
  );
}

function planUntil(until: CaptureOptions['until']): Pick<CapturePlan, 'until' | 'untilCriteria'> {
  if (until === undefined) return { until: undefined, untilCriteria: undefined };
  if (typeof until === 'function') return { until: trace => holds(until(trace)), untilCriteria: undefined };
  const criteria = compileCriteria(until, 'capture() option until');
  return { until: trace => trace.spans.some(span => criteria.matches(span)), untilCriteria: criteria };
}

function holds(answer: unknown): boolean {
  if (typeof answer === 'boolean') return answer;
  throw new TracewrightError(
    'INVALID_OPTION',
    `capture() option until returned ${kindOf(answer)}; it says true or false, at once.`,
  );
}

/** What the captured function is given, and whether it ever looked at it. */
export type CaptureArgument = Omit<SentContext, 'sampled'>;

/** Gives the context to a function and notes whether it was read: a capture whose context nobody sends gets nothing. */
export function observed(
  context: SentContext,
  onFirstRead: () => void,
): { argument: CaptureArgument; wasRead: () => boolean } {
  let read = false;
  const note = <T>(value: T): T => {
    if (!read) onFirstRead();
    read = true;
    return value;
  };
  const argument: CaptureArgument = {
    get headers() {
      return note({ ...context.headers });
    },
    get traceId() {
      return note(context.traceId);
    },
    get spanId() {
      return note(context.spanId);
    },
  };
  return { argument, wasRead: () => read };
}

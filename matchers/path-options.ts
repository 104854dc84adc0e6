import { TracewrightError } from '../src/errors.ts';
import { isPlainObject, kindOf } from '../src/misuse.ts';
import type { TextCriterion } from '../src/model/criteria.ts';
import { extractBaggage } from '../src/propagation/formats/baggage.ts';
import { parseTracestate } from '../src/propagation/formats/tracestate.ts';
import type { HopTerms, WantedEntry } from '../src/propagation/verdict.ts';
import { matchText } from '../src/query/match-value.ts';

/** What `toPropagateAcross` takes after the services. */
export interface PathOptions {
  /** No other service may lie between two of the path. Default false: services that are not named may. */
  readonly direct?: boolean;
  /** Each entry span of a service must continue the one before it. Default false: one is enough. */
  readonly every?: boolean;
  /** How each service hangs below the one before it: as a child (`parent`), by a span link, or either. Default `any`. */
  readonly via?: 'parent' | 'link' | 'any';
  /** true: each service stays in the trace of the one before it. false: each begins another, linked one. */
  readonly sameTrace?: boolean;
  /** true: all that the sender's span has arrives; a header (`congo=t61`) or members by key: these arrive. */
  readonly tracestate?: true | string | Readonly<Record<string, TextCriterion>>;
  /** A header (`tier=gold`) or entries by key that cross each hop; needs a probe there, or attributes copied from them. */
  readonly baggage?: string | Readonly<Record<string, TextCriterion>>;
  /** The sampling decision that each service hands on to the next. */
  readonly sampled?: boolean;
  /** How long after a sender's span began the next service's may begin, in milliseconds. It does not wait. */
  readonly timeout?: number;
}

export const PATH_OPTIONS = [
  'direct',
  'every',
  'via',
  'sameTrace',
  'tracestate',
  'baggage',
  'sampled',
  'timeout',
] as const satisfies readonly (keyof PathOptions)[];

const NAME = 'toPropagateAcross';
const VIA: readonly unknown[] = ['parent', 'link', 'any'];

/** What was asked of each hop. */
export function hopTerms(options: Readonly<Record<string, unknown>>): HopTerms {
  const { via = 'any', timeout } = options;
  if (!VIA.includes(via)) throw invalid('via', via, "'parent', 'link' or 'any'");
  if (timeout !== undefined && !(typeof timeout === 'number' && Number.isFinite(timeout) && timeout >= 0)) {
    throw invalid('timeout', timeout, 'milliseconds: a number from 0 on');
  }
  const terms = {
    via: via as HopTerms['via'],
    sameTrace: flag(options.sameTrace, 'sameTrace'),
    tracestate: options.tracestate === true ? ('all' as const) : entriesOf(options.tracestate, 'tracestate'),
    baggage: entriesOf(options.baggage, 'baggage'),
    sampled: flag(options.sampled, 'sampled'),
    timeoutMs: timeout,
  };
  if (terms.via === 'parent' && terms.sameTrace === false) {
    throw new TracewrightError(
      'INVALID_OPTION',
      `${NAME} options via: 'parent' and sameTrace: false cannot both hold: a child is in its parent's trace.`,
    );
  }
  return terms;
}

/** A switch that was given; undefined when it was not. */
export function flag(value: unknown, name: keyof PathOptions): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value;
  throw invalid(name, value, 'true or false');
}

function entriesOf(value: unknown, name: 'tracestate' | 'baggage'): readonly WantedEntry[] | undefined {
  if (value === undefined) return undefined;
  const entries = typeof value === 'string' ? parsed(value, name) : value;
  if (!isPlainObject(entries)) {
    const all = name === 'tracestate' ? 'true, ' : '';
    throw invalid(name, value, `${all}a header's text, or an object of keys and values`);
  }
  const wanted = Object.entries(entries).map(([key, expected]) => ({
    key,
    expected,
    accepts: matchText(expected, `${NAME} option ${name}.${key}`),
  }));
  if (wanted.length > 0) return wanted;
  throw new TracewrightError('INVALID_OPTION', `${NAME} option ${name} is empty, so that it would ask for nothing.`);
}

function parsed(header: string, name: 'tracestate' | 'baggage'): Readonly<Record<string, string>> {
  const read = name === 'tracestate' ? parseTracestate([header]) : baggageIn(header);
  if (typeof read !== 'string') return Object.fromEntries(read.map(({ key, value }) => [key, value]));
  throw new TracewrightError(
    'INVALID_HEADER',
    `${NAME} option ${name}: ${JSON.stringify(header)} is no ${name} header: ${read}.`,
  );
}

function baggageIn(header: string): readonly { readonly key: string; readonly value: string }[] | string {
  const { entries, refused } = extractBaggage({ baggage: header });
  return refused[0]?.reason ?? entries;
}

function invalid(name: keyof PathOptions, value: unknown, takes: string): TracewrightError {
  return new TracewrightError('INVALID_OPTION', `${NAME} option ${name} is ${kindOf(value)}; it takes ${takes}.`);
}

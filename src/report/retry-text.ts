import { padded, widthOf } from '../pii/masking/marks.ts';
import { timeOfDay } from './duration-text.ts';
import { plain, quote } from './quote.ts';
import { atMost, count, list } from './rows.ts';

/** A request that a fault failed, as far as a reader wants to know. */
export interface RetryAttempt {
  readonly atMs: number;
  readonly protocol: 'grpc' | 'http';
  readonly services: readonly string[];
  readonly spans: number;
  readonly answered: number | string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly sentAgainAfterMs: number | undefined;
  /** Whether it is still waiting for its answer. */
  readonly isUnderWay: boolean;
  /** Whether it was stored, and only its answer lost. */
  readonly lostAnswer: boolean;
  /** How long it has been over. */
  readonly overSinceMs: number;
}

/** What is known of a fault whose requests were awaited again. */
export interface RetryFacts {
  /** The call that injected it. */
  readonly call: string;
  readonly next: number;
  readonly signal: string;
  /** How long was waited; undefined where waiting longer could not help. */
  readonly timeoutMs: number | undefined;
  readonly endedBy: string | undefined;
  readonly stillFails: boolean;
  readonly attempts: readonly RetryAttempt[];
  readonly missing: readonly {
    readonly name: string;
    readonly service: string;
    readonly language: string | undefined;
    readonly attempt: { readonly protocol: 'grpc' | 'http' };
  }[];
  /** Requests that the fault did not concern, by what they were. */
  readonly passed: ReadonlyMap<string, number>;
}

const LISTED = 10;
const NAMES = 5;
/** Timers fire a little early by another clock. */
const TOLERANCE_MS = 10;
/** The longest that a common SDK waits before it sends again for the first time (Go's 5 s, with its jitter). */
const FIRST_BACKOFF_MS = 7_500;

/** That spans of failed requests did not come again: which, and when what was sent. */
export function notRetriedText(facts: RetryFacts): string {
  const { missing } = facts;
  const services = [...new Set(missing.map(({ service }) => plain(service, 40)))];
  const wasWaited = facts.timeoutMs === undefined ? '' : ` within ${milliseconds(facts.timeoutMs)}`;
  return sections(
    [
      `${count(missing.length, 'span')} of ${list(services)} did not come again${wasWaited}, after ${facts.call}.`,
      ...ended(facts),
    ],
    ['Missing:', ...missingLines(missing)],
    attemptLines(facts),
    hints(facts),
  );
}

/** That fewer requests came than were to fail. */
export function notExhaustedText(facts: RetryFacts): string {
  const { attempts, next, call, timeoutMs, passed } = facts;
  const failed = attempts.filter(attempt => !attempt.isUnderWay).length;
  const of = next === Number.POSITIVE_INFINITY ? 'no request' : `${failed} of ${count(next, 'request')}`;
  const others = Array.from(passed, ([what, times]) => `${plain(what, 80)} (${times})`);
  return sections(
    [`${call} failed ${of}${timeoutMs === undefined ? '' : ` within ${milliseconds(timeoutMs)}`}.`, ...ended(facts)],
    attemptLines(facts),
    others.length === 0
      ? attempts.length === 0 && timeoutMs !== undefined
        ? [`No request of ${facts.signal} came in that time.`]
        : []
      : [`Requests came that it does not concern: ${list(others.slice(0, LISTED))}.`],
  );
}

/** That what was answered forbids to send again. */
export function notRetryableText(fault: {
  readonly call: string;
  readonly signal: string;
  readonly protocol: 'grpc' | 'http';
  readonly answered: number | string;
}): string {
  const over = fault.protocol === 'http' ? 'OTLP/HTTP' : 'OTLP/gRPC';
  const may =
    fault.protocol === 'http'
      ? '429, 502, 503 and 504'
      : 'CANCELLED, DEADLINE_EXCEEDED, ABORTED, OUT_OF_RANGE, UNAVAILABLE, DATA_LOSS, and RESOURCE_EXHAUSTED with retryAfter';
  return sections(
    [
      `recovered() cannot be expected after ${fault.call}: over ${over} it answers ${fault.answered},`,
      'and what was answered so must not be sent again.',
    ],
    [
      `Clients send again after:  ${may}.`,
      'To assert that they do not: fault.requests holds what was failed, and sentAgainAfterMs of each stays undefined.',
    ],
  );
}

function sections(...all: readonly (readonly string[])[]): string {
  return all
    .filter(lines => lines.length > 0)
    .map(lines => lines.join('\n'))
    .join('\n\n');
}

function ended({ endedBy, attempts }: RetryFacts): string[] {
  if (endedBy === undefined) return [];
  return [
    attempts.length === 0 ? `It was ended by ${endedBy} before any request came.` : `It was ended by ${endedBy}.`,
  ];
}

function missingLines(missing: RetryFacts['missing']): string[] {
  const services = new Map<string, string[]>();
  for (const { service, name } of missing) services.set(service, [...(services.get(service) ?? []), name]);
  const width = Math.max(...Array.from(services.keys(), service => widthOf(plain(service, 40))));
  const rows = Array.from(services, ([service, names]) => {
    const distinct = [...new Set(names)].map(name => plain(name, 40));
    const more = distinct.length > NAMES ? `, ... ${distinct.length - NAMES} more names` : '';
    return `  ${padded(plain(service, 40), width)}  ${count(names.length, 'span')}: ${distinct.slice(0, NAMES).join(', ')}${more}`;
  });
  return atMost(rows, LISTED, 'service');
}

function attemptLines({ attempts }: RetryFacts): string[] {
  if (attempts.length === 0) return [];
  const rows = attempts.map(attempt => {
    const services = plain(attempt.services.join(', ') || 'no service', 60);
    return `  ${timeOfDay(BigInt(Math.floor(attempt.atMs)) * 1_000_000n)}  ${attempt.protocol.padEnd(4)}  ${services}, ${count(attempt.spans, 'span')}: ${outcome(attempt)}`;
  });
  return [`${count(attempts.length, 'request')} failed:`, ...atMost(rows, LISTED, 'request')];
}

function outcome(attempt: RetryAttempt): string {
  if (attempt.isUnderWay) return 'still waiting for its answer';
  const { answered, retryAfterMs, sentAgainAfterMs } = attempt;
  const isSuccess = answered === 200 || answered === 'OK';
  const told = retryAfterMs === undefined ? '' : `, told to wait ${milliseconds(retryAfterMs)}`;
  const was =
    answered === undefined ? (attempt.lostAnswer ? 'stored, its answer dropped' : 'dropped') : `answered ${answered}`;
  if (isSuccess) return was;
  if (sentAgainAfterMs === undefined) return `${was}${told}; not sent again`;
  const isEarly = retryAfterMs !== undefined && sentAgainAfterMs < retryAfterMs - TOLERANCE_MS;
  return `${was}${told}; sent again after ${milliseconds(sentAgainAfterMs)}${isEarly ? ', too early' : ''}`;
}

function hints({ missing, attempts, stillFails, timeoutMs }: RetryFacts): string[] {
  if (stillFails)
    return ['Hint: this fault still fails requests: end it with fault.clear() before what it failed can come again.'];
  const node = missing.find(({ language, attempt }) => language === 'nodejs' && attempt.protocol === 'grpc');
  if (node !== undefined) {
    return [
      `Hint: ${quote(node.service)} exports from Node over gRPC, and OpenTelemetry's exporter for that (as of 0.223) never sends again. The one for http/protobuf does.`,
    ];
  }
  const last = attempts.at(-1);
  if (last === undefined || last.sentAgainAfterMs !== undefined || timeoutMs === undefined) return [];
  if (last.retryAfterMs !== undefined) {
    return last.retryAfterMs > last.overSinceMs
      ? [
          `Hint: the last one was told to wait ${milliseconds(last.retryAfterMs)}, of which ${milliseconds(last.overSinceMs)} are over: give recovered() a longer timeout.`,
        ]
      : [];
  }
  return last.overSinceMs < FIRST_BACKOFF_MS
    ? [
        `Hint: SDKs wait one to five seconds before they first send again, and longer each time: give recovered() a longer timeout${last.answered === undefined ? '' : ', or injectFault() a retryAfter'}.`,
      ]
    : [];
}

function milliseconds(ms: number): string {
  return `${Math.round(ms).toLocaleString('en-US')} ms`;
}

import { TracewrightError } from '../errors.ts';
import type { SentContext } from '../model/sent-context.ts';
import type { StartedService } from '../model/started-service.ts';
import type { CrossingLog } from '../store/crossing-log.ts';
import type { OpenSpans } from '../store/open-spans.ts';
import type { OutputLogs } from '../store/output-logs.ts';
import type { OutputReads } from '../store/output-reads.ts';
import type { ArrivedSince, Drive } from './drive.ts';
import type { EndpointUrls } from './environment.ts';
import type { TlsClient } from './tls-options.ts';

/** A receiver's attachments, under a symbol that both copies of the package know. */
export const ATTACHMENTS: unique symbol = Symbol.for('tracewright.attachments') as never;

/** A service that stops before its receiver does. */
export interface AttachedService {
  /** Whether other services send through it: it stops after them. */
  readonly stopsLast?: boolean;
  stop(): Promise<unknown>;
}

/** An OpenTelemetry SDK that runs in the test process and exports to the receiver. */
export interface AttachedSdk {
  /** Runs `fn` with the context as the active one. */
  within<Result>(context: SentContext, fn: () => Result): Result;
  /** Exports all spans that have ended. */
  flush(): Promise<void>;
  /** Whether no span that has ended is still to be exported. */
  isIdle(): boolean;
  stop(): Promise<void>;
}

export type { CrossingEntry, SeenCrossing } from '../store/crossing-log.ts';
export type { OpenSpans } from '../store/open-spans.ts';

/** What was started with a receiver, and stops with it. */
export interface Attachments {
  readonly services: Set<AttachedService>;
  readonly sdks: Set<AttachedSdk>;
  /** Every service that was started with it, also one that has ended, by name. */
  readonly startedServices: Map<string, StartedService>;
  /** What probes and `recordHeaders` saw. */
  readonly crossings: CrossingLog;
  /** Makes a trace context known: its trace is the caller's own, and nobody's stray. */
  readonly remember: (context: SentContext) => void;
  /** Resolves once nothing arrived for `forMs`, counted from now on, and after `atMostMs` in any case. */
  readonly quiet: (forMs: number, atMostMs: number) => Promise<void>;
  /** Waits until nothing more comes of what a number of requests began, and gives the traces that arrived. */
  readonly arrivedSince: (drive: Drive, where: string) => Promise<ArrivedSince>;
  /** What SDKs of this process have started and not ended. */
  readonly openSpans: OpenSpans;
  /**
   * Takes spans of this process as OTLP JSON, without a socket.
   *
   * @throws {TracewrightError} what a request with this body would be refused for
   */
  readonly take: (body: Buffer) => void;
  /** How many of the requests that the receiver has taken came from SDKs of this process. */
  sdkRequests: number;
  /** How to speak TLS with the receiver; undefined when it does not. */
  readonly tls: TlsClient | undefined;
  /** Where it listens, and how to speak TLS with it. */
  readonly urls: () => EndpointUrls;
  /**
   * Makes waits longer by what a collector holds back, in milliseconds; returns how to end that.
   *
   * @throws {TracewrightError} INVALID_OPTION when the receiver's own timeout is shorter
   */
  readonly learnDelay: (ms: number, what: string) => () => void;
  /** A place for the log records that a service writes to its output. */
  readonly openOutput: OutputLogs['open'];
  /** What of the output of services was read. */
  readonly outputReads: OutputReads;
  /** Set when the receiver stops: from then on no service can be started with it. */
  stopped: boolean;
}

/**
 * The services of a receiver that still takes some.
 *
 * @throws {TracewrightError} RECEIVER_STOPPED
 */
export function openServices(receiver: { readonly [ATTACHMENTS]: Attachments }, what: string): Set<AttachedService> {
  const { services, stopped } = receiver[ATTACHMENTS];
  if (!stopped) return services;
  throw new TracewrightError('RECEIVER_STOPPED', `${what} was given a receiver that has been stopped.`);
}

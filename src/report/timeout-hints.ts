import type { MissingInstrumentation } from '../model/missing-instrumentation.ts';
import type { StartedService } from '../model/started-service.ts';
import { plain, quote } from './quote.ts';
import { count, list } from './rows.ts';

/** A service that answered during a capture and began a trace of its own. */
export interface Restart {
  readonly service: string;
  /** Why the request may not have been the capture's; undefined when nothing speaks against it. */
  readonly doubt: 'side-by-side' | 'came-before' | undefined;
}

/** A service that was started with the receiver and of which no span has arrived. */
export interface SilentService {
  readonly name: string;
  readonly missing: MissingInstrumentation | undefined;
}

/** Why it looks as if a collector sent the spans. */
export type CollectorSign = { readonly userAgent: string } | { readonly severalServices: true };

/** Which services may have sent what was rejected, refused or not understood. */
export interface Refusals {
  readonly services: ReadonlySet<string>;
  /** Something could not be read, so any service may have sent it. */
  readonly ofAnyone: boolean;
}

/** What is known about the services that send, when the time of a wait is up. */
export interface SenderFacts {
  /** How many requests the receiver took during the wait. */
  readonly requests: number;
  /** The services of which spans arrived since the receiver started. */
  readonly sendingServices: readonly string[];
  /** The services that were started with this receiver and of which no span has arrived. */
  readonly neverSent: readonly SilentService[];
  /** Why it looks as if a collector sent the spans. */
  readonly collector: CollectorSign | undefined;
  /** How long something between the services and the receiver is known to hold spans back, in milliseconds. */
  readonly upstreamDelayMs: number;
  /** The timeout of the wait, in milliseconds. */
  readonly timeoutMs: number;
  /** How many clients finished a TLS handshake meanwhile, and went without a request. */
  readonly silentTlsClients: number;
  /** Services whose spans arrive late, with how late at most, in milliseconds. */
  readonly lateServices: ReadonlyMap<string, number>;
  /** Awaited services from which nothing came since the receiver started. */
  readonly silentServices: readonly string[];
  /** What was sent to the receiver and is not stored: a service that seems silent may have sent it. */
  readonly refusals: Refusals;
  /** The headers that a capture gave to its function; empty when the function did not read them. */
  readonly sentHeaders: readonly string[];
  /** The only header was that of a load balancer: a Root without a Parent. */
  readonly rootAlone: boolean;
  /** A service that answered a capture, it seems, in a trace of its own. */
  readonly restarted?: Restart;
  /** The services that were started with this receiver, by name. */
  readonly startedServices: ReadonlyMap<string, StartedService>;
}

/** How many services are told one by one. */
const LISTED = 5;

/** What may be the cause of a timeout, and what to do about it. */
export function timeoutHints(facts: SenderFacts): string[] {
  const { lateServices, neverSent, silentServices, startedServices, restarted, refusals } = facts;
  const maySend = (name: string): boolean => refusals.ofAnyone || refusals.services.has(name);
  const uninstrumented = neverSent.flatMap(({ name, missing }) =>
    missing === undefined || maySend(name) ? [] : [{ name, missing }],
  );
  const explained = new Set(uninstrumented.map(({ name }) => name));
  return [
    ...uninstrumented.slice(0, LISTED).flatMap(({ name, missing }) => missingHint(name, missing)),
    ...(restarted === undefined ? [] : restartedHint(restarted, facts)),
    ...unsampledHints(startedServices),
    ...silentServices.filter(service => !explained.has(service) && !maySend(service)).map(silentHint),
    ...(isCollector(facts) ? [] : Array.from(lateServices, ([service, lagMs]) => lateHint(service, lagMs))),
    ...collectorHint(facts),
    ...tlsHint(facts),
  ];
}

function missingHint(name: string, { kind, entry, fixed, install }: MissingInstrumentation): string[] {
  const [service, program] = [plain(name, 40), plain(entry, 80)];
  const command = fixed.map(part => `'${plain(part, 100)}'`).join(', ');
  const start = `startService([${command}], ...)`;
  if (kind === 'no-loader') {
    return [
      `Hint: no span of ${service} has ever arrived. Its program (${program}) is an ES module, and without the loader of OpenTelemetry`,
      '      the instrumentation does not see the modules that an ES module imports.',
      `      Fix: ${start}`,
    ];
  }
  return [
    `Hint: no span of ${service} has ever arrived, because nothing loads OpenTelemetry into it: neither its command nor its program`,
    `      (${program}).`,
    `      Fix: ${install}`,
    `           ${start}`,
  ];
}

const ROOT_ALONE = [
  '      That header has a Root and no Parent, as an AWS load balancer adds it. Stock OpenTelemetry SDKs do not continue it.',
  '      Fix: let the caller send traceparent, which a load balancer hands on unchanged, or give the service a propagator that',
  '           takes a Root alone (docs/propagation.md, "Behind a load balancer").',
];

function restartedHint(
  { service, doubt }: Restart,
  { sentHeaders, rootAlone, startedServices }: SenderFacts,
): string[] {
  const name = plain(service, 40);
  const headers = `${list(sentHeaders)} header${sentHeaders.length === 1 ? '' : 's'}`;
  const propagators = startedServices.get(service)?.propagators?.join(',');
  const reads = rootAlone
    ? ROOT_ALONE
    : propagators === undefined
      ? []
      : [
          `      It has OTEL_PROPAGATORS=${plain(propagators, 80)}; capture(fn, { formats }) says in which formats the context is sent.`,
        ];
  if (doubt === undefined) {
    return [
      `Hint: ${name} answered during this capture but began a trace of its own: it did not continue the ${headers} that this capture sent.`,
      ...reads,
    ];
  }
  const why =
    doubt === 'side-by-side'
      ? 'Other captures ran at the same time, so the request may be one of theirs.'
      : 'The same request came before this capture too, so something else may send it regularly.';
  return [
    `Hint: ${name} answered a request during this capture and began a trace of its own. ${why}`,
    `      If the request was sent by this capture, ${name} did not continue its ${headers}.`,
    ...reads,
  ];
}

function unsampledHints(startedServices: ReadonlyMap<string, StartedService>): string[] {
  return [...startedServices.values()]
    .filter(({ sampler }) => sampler === 'always_off')
    .map(({ name }) => `Hint: ${plain(name, 40)} was started with OTEL_TRACES_SAMPLER=always_off: it records nothing.`);
}

function silentHint(service: string): string {
  return `Hint: no span of a service ${quote(service)} has ever arrived. Is it running, does it export here, and is this its service.name?`;
}

function lateHint(service: string, lagMs: number): string {
  const lag = `${Math.round(lagMs).toLocaleString('en-US')} ms`;
  return `Hint: spans of ${plain(service, 40)} arrive up to ${lag} after they end: it exports in batches. Give it OTEL_BSP_SCHEDULE_DELAY=50, as receiver.env() does, or raise timeout.`;
}

/** A collector that names itself holds spans back: then nothing shows that a service does. */
function isCollector({ collector }: SenderFacts): boolean {
  return collector !== undefined && 'userAgent' in collector;
}

/** Several services in one request are a weak sign: a better explanation stands alone. */
function collectorHint(facts: SenderFacts): string[] {
  const { collector, restarted, upstreamDelayMs } = facts;
  if (upstreamDelayMs > 0) return knownDelayHint(facts);
  if (collector === undefined || ('severalServices' in collector && restarted !== undefined)) return [];
  const begin =
    'userAgent' in collector
      ? `Hint: spans arrive through a collector (User-Agent ${quote(collector.userAgent, 60)}), which can hold them back.`
      : 'Hint: spans may arrive through a collector, which can hold them back: one request had spans of several services.';
  return [
    begin,
    '      Its batch processor waits for `timeout` (200 ms by default, often 5 to 10 s), and tail sampling for `decision_wait` (30 s by',
    '      default). Lower both in the collector that your tests use, or declare them: startReceiver({ upstreamDelay: 10_000 }).',
  ];
}

/** The delay of a collector is known: then it is the wait that was too short, or the collector sent nothing. */
function knownDelayHint({ upstreamDelayMs, timeoutMs }: SenderFacts): string[] {
  const delay = `${Math.round(upstreamDelayMs).toLocaleString('en-US')} ms`;
  const begin = `Hint: what is in front of this receiver holds spans back for up to ${delay} (upstreamDelay).`;
  if (timeoutMs > upstreamDelayMs) {
    return [`${begin} A sampler or a filter there may have dropped the trace.`];
  }
  const enough = 1_000 * Math.ceil((upstreamDelayMs + 4_000) / 1_000);
  return [
    `${begin} This wait was shorter.`,
    `      Fix: { timeout: ${enough.toLocaleString('en-US').replaceAll(',', '_')} }, or leave timeout out.`,
  ];
}

/** Some clients check the certificate only after the handshake, and then close the connection without a reason. */
function tlsHint({ silentTlsClients, requests }: SenderFacts): string[] {
  if (silentTlsClients === 0 || requests > 0) return [];
  return [
    `Hint: ${count(silentTlsClients, 'client')} finished the TLS handshake and sent no request. A client that does not trust the receiver's certificate`,
    '      can do this. OTEL_EXPORTER_OTLP_CERTIFICATE tells an SDK which certificate to trust.',
  ];
}

/** Says that no request arrived, and what is known about who exports to this receiver. */
export function nothingArrived({
  refused,
  endpoint,
  sendingServices,
  neverSent,
  collector,
}: SenderFacts & { readonly refused: readonly unknown[]; readonly endpoint: string }): string[] {
  if (refused.length > 0) return ['In that time this receiver got no request that it could take.'];
  if (sendingServices.length > 0) {
    const silent = neverSent.map(({ name }) => plain(name, 40));
    return [
      'In that time this receiver got nothing.',
      `Before that, spans of ${names(sendingServices.map(service => plain(service, 40)))} arrived.`,
      ...(silent.length === 0 ? [] : [`No span of ${names(silent, 'or')} has ever arrived.`]),
    ];
  }
  return [
    'In that time this receiver got nothing from anyone.',
    `Is the service exporting here?  OTEL_EXPORTER_OTLP_ENDPOINT=${endpoint} (receiver.env() has the whole set)`,
    'Does it export in time?         SDKs wait 5,000 ms unless OTEL_BSP_SCHEDULE_DELAY says less',
    ...(collector === undefined
      ? [
          'Is a collector in between?      Its batch processor often waits 200 ms to 10 s, and tail sampling 30 s (decision_wait).',
          '                                startReceiver({ upstreamDelay }) tells the receiver how long it waits.',
        ]
      : []),
  ];
}

function names(all: readonly string[], conjunction = 'and'): string {
  const rest = all.length - LISTED;
  return rest <= 0 ? list(all, conjunction) : list([...all.slice(0, LISTED), count(rest, 'more service')], conjunction);
}

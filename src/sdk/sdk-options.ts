import type { TracerProvider } from '@opentelemetry/api';
import { TracewrightError } from '../errors.ts';
import { checkOptions, kindOf } from '../misuse.ts';
import { ATTACHMENTS } from '../receiver/attachments.ts';
import type { Receiver } from '../receiver/receiver.ts';

/** An instrumentation library of OpenTelemetry, as far as it matters here. */
export interface Instrumentation {
  setTracerProvider(provider: TracerProvider): void;
  enable(): void;
  disable(): void;
}

/** What `startSdk` can be told. */
export interface SdkOptions {
  /** The receiver that it exports to, and with which it stops. */
  readonly receiver: Receiver;
  /** The `service.name` of its spans. Left out with `provider`, whose resource says it. */
  readonly service?: string;
  /**
   * A tracer provider of SDK 1.x or 2.x that you built, to be joined instead of a new one: what its exporters are handed
   * goes to the receiver too. See {@link startSdk}.
   */
  readonly provider?: TracerProvider;
  /**
   * Instrumentations to enable, as `new UndiciInstrumentation()`. Those that hook into `require` do nothing inside
   * Jest, which loads modules itself.
   */
  readonly instrumentations?: readonly Instrumentation[];
}

/** Where to export to, and with which certificates. */
export interface ExportTarget {
  readonly url: string;
  /** PEM text, for Node's agent; undefined without TLS. */
  readonly tls: { readonly ca?: string; readonly cert?: string; readonly key?: string } | undefined;
}

/** Checks what `startSdk` was given. */
export function checkSdkOptions(options: SdkOptions): void {
  checkOptions(options, ['receiver', 'service', 'provider', 'instrumentations'], 'startSdk()');
  const { receiver, service, provider, instrumentations = [] } = options ?? {};
  if (typeof receiver !== 'object' || receiver === null || !(ATTACHMENTS in receiver)) {
    throw invalid(`needs the option receiver: what \`await startReceiver()\` gave. Received ${kindOf(receiver)}.`);
  }
  if (provider !== undefined && service !== undefined) {
    throw invalid('takes either provider or service: the resource of your provider says the service.name.');
  }
  if (!Array.isArray(instrumentations)) {
    throw invalid(`option instrumentations is ${kindOf(instrumentations)}; it takes a list.`);
  }
}

/** Checks what only an SDK of its own needs. */
export function checkOwnSdk({ receiver, service }: SdkOptions): { service: string; target: ExportTarget } {
  if (typeof service !== 'string' || service === '') {
    throw invalid(
      'needs the option service: the service.name that its spans carry. To join a provider that you built, give the option provider.',
    );
  }
  if (receiver.httpUrl === undefined) throw invalid("exports over HTTP, and this receiver's HTTP endpoint is off.");
  if (receiver.httpUrl.includes('+unix:')) {
    throw invalid(
      'exports to a port, and this receiver listens on a unix socket. Start one beside it for what runs in this process: startReceiver().',
    );
  }
  return { service, target: { url: `${receiver.httpUrl}/v1/traces`, tls: tlsOf(receiver) } };
}

function tlsOf(receiver: Receiver): ExportTarget['tls'] {
  const { tls } = receiver[ATTACHMENTS];
  if (tls === undefined) return undefined;
  const { isMutual, ...pem } = tls;
  if (!isMutual || pem.cert !== undefined) return pem;
  throw invalid(
    'has no certificate to show to this receiver, which asks for one. Give startReceiver({ tls: { client: { cert, key } } }) the paths of both.',
  );
}

function invalid(text: string): TracewrightError {
  return new TracewrightError('INVALID_OPTION', `startSdk() ${text}`);
}

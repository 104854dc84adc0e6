import type { Trace } from '../model/trace.ts';
import { FORMATS } from './formats/formats.ts';
import type { Evidence } from './verdict.ts';

/** The formats that the context of the capture was sent in; undefined when there is none. */
export function formatsSent({ context }: Trace): readonly string[] | undefined {
  const names = Object.keys(context?.headers ?? {});
  const formats = Object.values(FORMATS).filter(({ headers }) =>
    headers.some(header => names.includes(header.toLowerCase())),
  );
  return formats.length === 0 ? undefined : formats.flatMap(({ name }) => BY_PROPAGATOR[name] ?? name);
}

/** The formats that each propagator of `OTEL_PROPAGATORS` reads and writes; the two of b3 read each other. */
const BY_PROPAGATOR: Readonly<Record<string, readonly string[]>> = {
  tracecontext: ['w3c'],
  b3: ['b3', 'b3multi'],
  b3multi: ['b3', 'b3multi'],
  xray: ['xray'],
  'xray-lambda': ['xray'],
};
/** Those that carry no trace context of ours. */
const OTHERS: readonly string[] = ['none', 'baggage', 'jaeger', 'ottrace'];

/** The formats that a service was told to read and write; undefined when that is not known. */
export function readsOf(trace: Trace, service: string): readonly string[] | undefined {
  const propagators = trace.startedServices.get(service)?.propagators;
  if (propagators === undefined) return undefined;
  const isKnown = propagators.every(name => name in BY_PROPAGATOR || OTHERS.includes(name));
  return isKnown ? propagators.flatMap(name => BY_PROPAGATOR[name] ?? []) : undefined;
}

export function propagatorsEvidence(trace: Trace, service: string): readonly Evidence[] {
  const propagators = trace.startedServices.get(service)?.propagators;
  return propagators === undefined ? [] : [{ kind: 'propagators', service, propagators }];
}

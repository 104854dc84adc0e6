import type { FormatName } from '../../src/propagation/formats/formats.ts';
import type { DiagnosisKind } from '../../src/propagation/verdict.ts';

export const TRANSPORTS = ['http', 'grpc', 'queue'] as const;
export type Transport = (typeof TRANSPORTS)[number];

/** What can happen between two services, and what the doctor has to say of it. */
export const FAULTS = {
  intact: undefined,
  'not injected': 'not-injected',
  'not extracted': 'not-extracted',
  'stripped by a proxy': 'dropped-between',
  'format mismatch': 'wrong-format',
  unsampled: 'unsampled-upstream',
  silent: 'sent-nothing',
} as const satisfies Record<string, DiagnosisKind | undefined>;
export type Fault = keyof typeof FAULTS;

/** The propagators of each format, and others that do not understand it. */
export const FORMATS = {
  W3C: { format: 'w3c', propagators: ['tracecontext', 'baggage'], others: ['xray'] },
  'X-Ray': { format: 'xray', propagators: ['xray'], others: ['tracecontext', 'baggage'] },
  B3: { format: 'b3', propagators: ['b3'], others: ['tracecontext', 'baggage'] },
} as const satisfies Record<string, { format: FormatName; propagators: string[]; others: string[] }>;
export type Format = keyof typeof FORMATS;

export interface Cell {
  readonly transport: Transport;
  readonly format: Format;
  readonly fault: Fault;
}

export function cellsOf(transports: readonly Transport[]): readonly Cell[] {
  return transports.flatMap(transport =>
    (Object.keys(FORMATS) as Format[]).flatMap(format =>
      (Object.keys(FAULTS) as Fault[]).map(fault => ({ transport, format, fault })),
    ),
  );
}

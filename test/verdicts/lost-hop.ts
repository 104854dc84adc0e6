import type { Trace } from '../../src/model/trace.ts';
import { judgePropagation } from '../../src/propagation/judge-propagation.ts';
import type { DiagnosisKind, PropagationVerdict } from '../../src/propagation/verdict.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { PLAIN_STYLE } from '../../src/report/page.ts';
import { propagationText } from '../../src/report/propagation-text.ts';
import { newSpanId, send } from '../otlp-request.ts';
import { NO_TERMS } from '../propagation/no-terms.ts';

const QUEUE = { 'messaging.system': 'kafka', 'messaging.destination.name': 'charges' };

/** The ids of the message that orders sends. */
export interface Sent {
  readonly traceId: string;
  readonly spanId: string;
}

/** A capture in which orders sends a message, and mailer begins a trace of its own for it, or sends nothing. */
export function captureMessage(
  receiver: Receiver,
  record: (sent: Sent) => void,
  mailer: { readonly traceId?: string; readonly parentSpanId?: string } | 'silent' = {},
): Promise<Trace<void>> {
  return receiver.capture(async ({ traceId, spanId: parentSpanId }) => {
    const [entry, spanId] = [newSpanId(), newSpanId()];
    await send(
      receiver,
      { traceId, spanId: entry, parentSpanId, service: 'orders', kind: 2, name: 'POST /orders' },
      {
        traceId,
        spanId,
        parentSpanId: entry,
        service: 'orders',
        kind: 4,
        name: 'send charges',
        attributes: QUEUE,
      },
    );
    record({ traceId, spanId });
    if (mailer === 'silent') return;
    await send(receiver, { ...mailer, service: 'mailer', kind: 5, name: 'process charges', attributes: QUEUE });
  });
}

/** What `toPropagateAcross` finds, with its text. */
export function judged(
  traces: Trace | readonly Trace[],
  services: readonly string[],
  { every = false } = {},
): { readonly verdict: PropagationVerdict; readonly diagnosis: DiagnosisKind | undefined; readonly text: string } {
  const wanted = { services, branches: [], direct: false, every, terms: NO_TERMS };
  const verdict = judgePropagation([traces].flat(), wanted);
  // Lines are wrapped: as one text they can be searched.
  const text = propagationText(verdict, PLAIN_STYLE).replace(/\s+/g, ' ');
  return { verdict, diagnosis: verdict.broken?.diagnosis?.kind, text };
}

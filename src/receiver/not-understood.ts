import type { OtlpEncoding } from '../otlp/encode-response.ts';
import { misnamedMembers } from '../otlp/misnamed-members.ts';
import type { OtherSignal } from '../otlp/other-signal.ts';
import type { Signal } from '../otlp/signal.ts';
import { unknownMembers } from '../otlp/unknown-members.ts';
import { wallMs } from '../store/clock.ts';
import type { SpanStore } from '../store/span-store.ts';
import type { Losses, LostBody } from './losses.ts';
import { lostContent } from './lost-content.ts';
import type { PartialSuccess } from './partial-success.ts';
import type { Sender } from './sender.ts';
import type { Counters } from './stats.ts';

/** Notes requests that were accepted and of which something is not known: what that holds is not stored. */
export class NotUnderstood {
  readonly #store: SpanStore;
  readonly #counters: Counters;
  readonly #losses: Losses;

  constructor(store: SpanStore, counters: Counters, losses: Losses) {
    this.#store = store;
    this.#counters = counters;
    this.#losses = losses;
  }

  /** A request in which there was no span, log record or metric. */
  whole(signal: Signal, encoding: OtlpEncoding, body: Uint8Array, sender: Sender): PartialSuccess | undefined {
    const misnamed = encoding === 'json' ? misnamedMembers(signal, body) : undefined;
    const reason = unknownMembers(signal, encoding, body) ?? misnamed?.reason;
    if (reason === undefined) return undefined;
    const lost = misnamed === undefined ? [] : bodiesOf(misnamed.requests);
    const isRead = lost.some(one => lostContent(one.signal, one.bytes) !== undefined);
    return isRead ? this.#note(reason, sender, lost) : this.asOther({ signal, reason }, body, sender);
  }

  /** A request of this signal, as far as that is known, of which nothing is stored. */
  asOther({ signal, reason }: OtherSignal, body: Uint8Array, sender: Sender): PartialSuccess {
    return this.#note(reason, sender, [{ signal, bytes: Buffer.from(body), isWhole: true }]);
  }

  /** A request in JSON that is stored but for lists with the name that protobuf's text has for them. */
  part(
    signal: Signal,
    body: Uint8Array,
    sender: Sender,
    partial: PartialSuccess | undefined,
  ): PartialSuccess | undefined {
    const misnamed = misnamedMembers(signal, body);
    if (misnamed === undefined) return partial;
    const noted = this.#note(misnamed.reason, sender, bodiesOf(misnamed.requests));
    if (partial === undefined) return noted;
    return { ...partial, errorMessage: `${partial.errorMessage}; ${noted.errorMessage}` };
  }

  #note(reason: string, sender: Sender, lost: readonly LostBody[]): PartialSuccess {
    const status = sender.protocol === 'http' ? 200 : 0;
    const request = { ...sender, reason, status, spans: 0, atMs: wallMs() };
    this.#counters.notUnderstood(request);
    for (const one of lost) this.#losses.request(request, one);
    const problem = {
      service: '',
      span: '',
      traceId: '',
      spanId: '',
      field: sender.path,
      rule: `carries spans, log records or metrics (${reason})`,
    };
    this.#store.addDecoded([], [problem], 0);
    return { rejectedSpans: 0, errorMessage: reason };
  }
}

function bodiesOf(requests: readonly { readonly signal: Signal; readonly body: Buffer }[]): LostBody[] {
  return requests.map(({ signal, body }) => ({ signal, bytes: body, isWhole: true }));
}

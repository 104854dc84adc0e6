import { hideGettersOfCopies, keepOriginal, showAs } from '../model/shown-text.ts';
import { printedTogether } from '../report/printed-together.ts';
import { receiverText } from '../report/shown-texts.ts';
import { Receiver } from './receiver.ts';
import type { ReceiverState } from './state.ts';

const states = new WeakMap<Receiver, ReceiverState>();

const handIn = showAs(Receiver.prototype, 'Receiver');
handIn(
  printedTogether({
    text: receiver => {
      const state = states.get(receiver);
      return state === undefined ? 'Receiver' : textOf(state);
    },
    label: () => '[Receiver]',
  }),
);

hideGettersOfCopies(Receiver.prototype);

/** Lets everything that serialises this receiver print what it holds. */
export function showReceiver(receiver: Receiver, state: ReceiverState): void {
  keepOriginal(receiver);
  states.set(receiver, state);
}

function textOf({ store, snapshots, urls }: ReceiverState): string {
  return receiverText({
    traces: store.table.traces.size,
    spans: store.size,
    url: urls.http ?? urls.grpc ?? '',
    first: max => {
      const first = [];
      for (const { traceId } of store.records()) {
        if (first.length === max) break;
        first.push(snapshots.of(traceId));
      }
      return first;
    },
  });
}

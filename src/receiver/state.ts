import type { LogStore } from '../store/log-store.ts';
import type { Snapshots } from '../store/snapshot.ts';
import type { SpanStore } from '../store/span-store.ts';
import type { Waits } from '../store/wait.ts';
import type { Attachments } from './attachments.ts';
import type { EndpointUrls } from './environment.ts';
import type { RunningCaptures } from './running-capture.ts';
import type { Counters } from './stats.ts';

/** What the parts of one receiver share. */
export interface ReceiverState {
  readonly store: SpanStore;
  readonly logs: LogStore;
  readonly snapshots: Snapshots;
  readonly waits: Waits;
  readonly counters: Counters;
  readonly captures: RunningCaptures;
  readonly attachments: Attachments;
  readonly urls: EndpointUrls;
  /** In milliseconds. */
  readonly defaults: { readonly timeout: number; readonly quiet: number };
}

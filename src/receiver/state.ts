import type { CompiledCriteria } from '../query/compile-criteria.ts';
import type { LogStore } from '../store/log-store.ts';
import type { MetricStore } from '../store/metric-store.ts';
import type { Snapshots } from '../store/snapshot.ts';
import type { SpanStore } from '../store/span-store.ts';
import type { Standstills } from '../store/standstills.ts';
import type { Waits } from '../store/wait.ts';
import type { Attachments } from './attachments.ts';
import type { BackgroundRoots } from './background-roots.ts';
import type { EndpointUrls } from './environment.ts';
import type { RunningCaptures } from './running-capture.ts';
import type { Counters } from './stats.ts';

/** What the parts of one receiver share. */
export interface ReceiverState {
  readonly store: SpanStore;
  readonly logs: LogStore;
  readonly metrics: MetricStore;
  readonly snapshots: Snapshots;
  readonly waits: Waits;
  readonly standstills: Standstills;
  readonly counters: Counters;
  readonly captures: RunningCaptures;
  readonly background: BackgroundRoots;
  readonly attachments: Attachments;
  readonly urls: EndpointUrls;
  readonly defaults: ReceiverDefaults;
}

/** What `startReceiver` was told about every wait; collectors that are started with the receiver add to it. */
export interface ReceiverDefaults {
  /** In milliseconds, the delay included unless it was given. */
  readonly timeout: number;
  /** In milliseconds. */
  readonly quiet: number;
  /** Whether `quiet` was given. */
  readonly asksForQuiet: boolean;
  /** How long something between the services and the receiver holds spans back, in milliseconds. */
  readonly upstreamDelay: number;
  /** A trace whose root matches one of these is no stray. */
  readonly background: readonly CompiledCriteria[];
}

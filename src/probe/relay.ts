import type { Socket } from 'node:net';
import type { CrossingEntry } from '../receiver/attachments.ts';

/** A request as its headers come by. */
export interface SeenRequest {
  readonly transport: 'http' | 'grpc';
  readonly method: string | undefined;
  /** As it was asked for, with its query. */
  readonly path: string;
  /** All headers by lower-case name; each value as it came. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
}

/** Enters a request into the receiver's record. */
export type See = (request: SeenRequest) => CrossingEntry;

/** Hands the requests of connections on to the target, in one version of HTTP. */
export interface Relay {
  take(connection: Socket): void;
  stop(): void;
}

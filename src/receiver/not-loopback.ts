import { hostProcess } from '../host-process.ts';
import type { Listening } from './listen.ts';
import { isLoopback } from './listen-address.ts';

/** Warns, once a receiver, that others than this machine can send to it: it asks nobody who they are. */
export function warnIfNotLoopback(listening: readonly Listening[]): void {
  const open = new Set(listening.flatMap(({ ips }) => ips.filter(ip => !isLoopback(ip))));
  if (open.size === 0) return;
  hostProcess().emitWarning(
    `the receiver listens on ${[...open].join(' and ')}: everyone on the network can send to it, not this machine alone.`,
    { type: 'TracewrightWarning', code: 'TRACEWRIGHT_NOT_LOOPBACK' },
  );
}

import type { ExportConnection } from '../store/export-log.ts';
import type { Rejection } from './stats.ts';

/** Who sent a request, and by which way. */
export type Sender = Pick<Rejection, 'protocol' | 'from' | 'path'>;

/** The connection by which a request came. Those of a unix socket cannot be told apart. */
export function connectionOf({ protocol, from }: Sender): ExportConnection {
  return { from: /:\d+$/.test(from) ? from : undefined, isSequential: protocol === 'http' };
}

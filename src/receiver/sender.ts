import type { Rejection } from './stats.ts';

/** Who sent a request, and by which way. */
export type Sender = Pick<Rejection, 'protocol' | 'from' | 'path'>;

import type { Trace } from '../../src/model/trace.ts';
import type { MutationName } from './mutate.ts';

/** An assertion of a suite, and what it must catch; all other mutations it must not mind. */
export interface Example {
  readonly title: string;
  /** `captured` holds the same spans as `trace`, and knows its strays. */
  readonly assert: (trace: Trace, mailer: Trace, unsampled: Trace, captured: Trace) => void;
  /** Fails. */
  readonly catches: readonly MutationName[];
  /** Fails for what is missing: what was asked cannot be told. */
  readonly incomplete?: readonly MutationName[];
}

/** What makes the checkout's trace known to lack something; the mailer's is whole. */
export const LOSSES = [
  'drops a parent',
  'drops the root',
  'drops attributes by a limit',
  'drops events by a limit',
  'drops links by a limit',
] as const satisfies readonly MutationName[];

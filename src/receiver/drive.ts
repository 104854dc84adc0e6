import type { Lateness } from '../model/lateness.ts';
import type { Loss } from '../model/loss.ts';
import type { Span, Trace } from '../model/trace.ts';
import type { CompiledCriteria } from '../query/compile-criteria.ts';
import type { Mark } from '../store/since.ts';

/** What is waited for: the traces that requests between two moments began. */
export interface Drive {
  readonly since: Mark;
  readonly until: Mark;
  /** What the roots of these traces match. */
  readonly root: CompiledCriteria;
  /** How long nothing must have come, in milliseconds; undefined for what the receiver does anyway. */
  readonly quiet: number | undefined;
}

/** The traces that arrived since a moment and that no capture began. */
export interface ArrivedSince {
  readonly traces: readonly Trace[];
  /** Whether more may come. */
  readonly unsettled: boolean;
  readonly lateness: Lateness | undefined;
  /** What was sent since then, is not stored, and belongs to none of these traces. */
  readonly losses: readonly Loss[];
  /** When a span began by the clock of this process, in milliseconds; undefined where the clock of its service is not known. */
  readonly beganMs: (span: Span) => number | undefined;
  /** Whether any span that `root` matches is held, however old. */
  readonly holdsMatch: boolean;
}

import type { SentContext } from '../model/sent-context.ts';
import type { CapturePlan } from './capture-options.ts';
import type { RunningCapture } from './running-capture.ts';
import type { ReceiverState } from './state.ts';

/** A capture under way. */
export interface CaptureRun {
  readonly state: ReceiverState;
  readonly plan: CapturePlan;
  readonly context: SentContext;
  readonly running: RunningCapture;
  readonly startedMs: number;
  readonly startedWallMs: number;
  readonly windowWallMs: number;
  readonly deadlineMs: number;
  readonly requestsBefore: number;
  readonly wasRead: () => boolean;
  /** When the function was done, on both clocks; undefined while it runs. */
  done: { readonly steadyMs: number; readonly wallMs: number } | undefined;
}

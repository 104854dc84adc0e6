import type { XRayStackFrame } from '../../segment.ts';

/** What a stack trace tells of an exception, and of those that caused it. */
export interface ParsedStack {
  readonly frames: XRayStackFrame[];
  /** Each caused the one before it. */
  readonly causes: ParsedCause[];
}

export interface ParsedCause {
  readonly type: string;
  readonly message: string;
  readonly frames: XRayStackFrame[];
}

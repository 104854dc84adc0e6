import type { ErrorCode } from '../errors.ts';
import type { ConfigSteps } from './config-path.ts';

/** What is wrong in a document. */
export interface ConfigFault {
  /** To the value, or to the member that should not be there. */
  readonly steps: ConfigSteps;
  /** It is about the member's name. */
  readonly ofKey: boolean;
  readonly text: string;
}

/** A kind of document that users write as JSON or YAML. */
export interface ConfigKind {
  /** What error texts call it: `policy`. Paths in it begin with that word. */
  readonly noun: string;
  /** The code of every error about it. */
  readonly code: ErrorCode;
  /** Everything that is wrong with a document, in its order. */
  readonly check: (document: unknown) => readonly ConfigFault[];
}

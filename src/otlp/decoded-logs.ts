import type { LogRecord } from '../model/log-record.ts';
import type { Problem } from '../model/problem.ts';

/** What one export request held. No log record is rejected: one without ids is a record all the same. */
export interface DecodedLogs {
  readonly records: readonly LogRecord[];
  /** `span` is empty in each; ids are too where the record has none. Fields begin with `logRecord`, `resource` or `scope`. */
  readonly problems: readonly Problem[];
}

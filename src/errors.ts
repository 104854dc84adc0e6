import { numberMarks } from './pii/masking/marks.ts';
import { maskText } from './pii/masking/mask-text.ts';

const BRAND = Symbol.for('tracewright.TracewrightError');

/**
 * The stable codes of a {@link TracewrightError}. Its message begins with the code; the rest of the message may change.
 */
export type ErrorCode =
  | 'ADDRESS_IN_USE'
  | 'ALLOWANCE_EXPIRED'
  | 'API_VERSION_CONFLICT'
  | 'EXPORT_FAILED'
  | 'FINGERPRINT_KEY_MISSING'
  | 'INCOMPLETE'
  | 'INVALID_CANARY'
  | 'INVALID_COLLECTOR_CONFIG'
  | 'INVALID_CRITERIA'
  | 'INVALID_HEADER'
  | 'INVALID_OPTION'
  | 'INVALID_POLICY'
  | 'INVALID_SELECTOR'
  | 'INVALID_SUBJECT'
  | 'LISTEN_FAILED'
  | 'MALFORMED_JSON'
  | 'MALFORMED_PROTOBUF'
  | 'MALFORMED_TRACE_FILE'
  | 'MEASUREMENT_FAILED'
  | 'MISSING_PEER'
  | 'NO_MATCH'
  | 'NO_SNAPSHOT_SUPPORT'
  | 'NO_TRACES'
  | 'NOT_EXHAUSTED'
  | 'NOT_RETRIED'
  | 'NOT_RETRYABLE'
  | 'PROVIDER_NOT_SUPPORTED'
  | 'RECEIVER_OVERFLOW'
  | 'RECEIVER_STOPPED'
  | 'SAMPLING_STOPPED'
  | 'SAMPLING_TIMEOUT'
  | 'SDK_ALREADY_STARTED'
  | 'SERVICE_EXITED'
  | 'SERVICE_NOT_READY'
  | 'SERVICE_NOT_STARTED'
  | 'SEVERAL_MATCHES'
  | 'STORE_FULL'
  | 'TRACE_FILE_UNREADABLE'
  | 'TRACE_FILE_UNWRITABLE'
  | 'TRACE_TIMEOUT'
  | 'UNDEFINED_EXPECTATION'
  | 'UNKNOWN_CRITERION'
  | 'UNKNOWN_KIND'
  | 'UNKNOWN_OPERATION'
  | 'UNKNOWN_OPTION'
  | 'UNKNOWN_STATUS'
  | 'UNSUPPORTED_ASSERTION';

/**
 * The one error class of tracewright: misuse, bad input, a wait that timed out.
 *
 * `instanceof` holds across the ESM and the CommonJS copy of the package, which can meet in one process.
 *
 * @example
 * try {
 *   await receiver.waitForSpan('charge card');
 * } catch (error) {
 *   if (error instanceof TracewrightError && error.code === 'TRACE_TIMEOUT') console.log(error.message);
 * }
 */
export class TracewrightError extends Error {
  override readonly name = 'TracewrightError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, text: string, options?: ErrorOptions) {
    super(`${code}: ${maskLines(text)}`, options);
    this.code = code;
    Object.defineProperty(this, BRAND, { value: true });
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && BRAND in value;
  }
}

/** What was received may stand in a message, and hold personal data; a line by itself, so that the others stay. */
function maskLines(text: string): string {
  const masked = text
    .split('\n')
    .map(line => maskText(line))
    .join('\n');
  return numberMarks(masked);
}

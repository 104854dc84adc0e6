import type { Attributes, AttributeValue } from './attributes.ts';
import { showAs } from './shown-text.ts';
import { type Resource, type Scope, serviceOf } from './span-data.ts';
import { defineValueGetters, frozen, hiddenValues, valueGetters } from './value-getters.ts';

const LOG_RECORD_BRAND = Symbol.for('tracewright.LogRecord');

/**
 * The names of `SeverityNumber`, by number: 0 UNSPECIFIED, 1 to 4 TRACE, then DEBUG, INFO, WARN, ERROR and FATAL, four
 * each.
 *
 * @see https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber
 */
export const SEVERITY_NAMES = [
  ...['UNSPECIFIED', 'TRACE', 'TRACE2', 'TRACE3', 'TRACE4', 'DEBUG', 'DEBUG2', 'DEBUG3', 'DEBUG4'],
  ...['INFO', 'INFO2', 'INFO3', 'INFO4', 'WARN', 'WARN2', 'WARN3', 'WARN4'],
  ...['ERROR', 'ERROR2', 'ERROR3', 'ERROR4', 'FATAL', 'FATAL2', 'FATAL3', 'FATAL4'],
] as const;

/**
 * A log record as it was sent: all that logs.proto holds, nothing derived.
 *
 * Ids are lower-case hex, times nanoseconds since the epoch, 0 when the sender said nothing.
 *
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/v1.11.0/opentelemetry/proto/logs/v1/logs.proto
 */
export interface LogRecordData {
  /** Undefined when the record belongs to no trace. */
  readonly traceId: string | undefined;
  /** Undefined when the record belongs to no span. */
  readonly spanId: string | undefined;
  /** Bits 0 to 7 the W3C trace flags; those above are reserved, and may be set: mask with 0xff. */
  readonly flags: number;
  /** When it happened, by the clock of the source. */
  readonly timeUnixNano: bigint;
  /** When the collecting system first saw it: for a record of an SDK, when it was made. */
  readonly observedTimeUnixNano: bigint;
  /** 0 (unspecified) to 24, see {@link SEVERITY_NAMES}. */
  readonly severityNumber: number;
  /** The level as the source calls it. */
  readonly severityText: string;
  /** The message, or structured data; null when there is none. */
  readonly body: AttributeValue;
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
  /** What kind of event it is; empty for a record that is no event. */
  readonly eventName: string;
  readonly resource: Resource;
  readonly scope: Scope;
}

/** The fields with values from telemetry, and the bigints, which Jest 29 cannot report. */
const RECORD_VALUES = [
  ...(['timeUnixNano', 'observedTimeUnixNano', 'severityText', 'body'] as const),
  ...(['attributes', 'eventName', 'resource', 'scope'] as const),
] as const;

type LogRecordValues = Pick<LogRecordData, (typeof RECORD_VALUES)[number]>;

const HIDDEN_VALUES = hiddenValues<LogRecordValues>(RECORD_VALUES);

/**
 * A log record, with the fields that were sent. Immutable.
 *
 * Its own properties are exactly what was sent (see {@link LogRecordData}), so that two records compare by `toEqual`;
 * `service` is derived.
 */
export class LogRecord implements LogRecordData {
  declare readonly traceId: string | undefined;
  declare readonly spanId: string | undefined;
  declare readonly flags: number;
  declare readonly timeUnixNano: bigint;
  declare readonly observedTimeUnixNano: bigint;
  declare readonly severityNumber: number;
  declare readonly severityText: string;
  declare readonly body: AttributeValue;
  declare readonly attributes: Attributes;
  declare readonly droppedAttributesCount: number;
  declare readonly eventName: string;
  declare readonly resource: Resource;
  declare readonly scope: Scope;

  readonly #values: LogRecordValues;

  constructor(data: LogRecordData) {
    const { timeUnixNano, observedTimeUnixNano, severityText, body, attributes, ...rest } = data;
    const { eventName, resource, scope, ...others } = rest;
    Object.assign(this, others);
    const values = { timeUnixNano, observedTimeUnixNano, severityText, body, attributes };
    this.#values = { ...values, eventName, resource, scope };
    defineValueGetters(this, LogRecord.#valueGetters);
    Object.freeze(this);
  }

  static #valuesOf(record: object): LogRecordValues {
    return #values in record ? record.#values : HIDDEN_VALUES;
  }

  static readonly #valueGetters = valueGetters<LogRecordValues>({
    get timeUnixNano() {
      return LogRecord.#valuesOf(this).timeUnixNano;
    },
    get observedTimeUnixNano() {
      return LogRecord.#valuesOf(this).observedTimeUnixNano;
    },
    get severityText() {
      return LogRecord.#valuesOf(this).severityText;
    },
    get body() {
      return frozen(LogRecord.#valuesOf(this).body);
    },
    get attributes() {
      return frozen(LogRecord.#valuesOf(this).attributes);
    },
    get eventName() {
      return LogRecord.#valuesOf(this).eventName;
    },
    get resource() {
      return frozen(LogRecord.#valuesOf(this).resource);
    },
    get scope() {
      return frozen(LogRecord.#valuesOf(this).scope);
    },
  });

  get [LOG_RECORD_BRAND](): true {
    return true;
  }

  /** The resource's `service.name`; `unknown_service` when it has none. */
  get service(): string {
    return serviceOf(this.resource);
  }
}

/** Hands in the text that serialisers and runners print for a log record. */
export const showLogRecordsAs = showAs<LogRecord>(LogRecord.prototype, 'LogRecord');

/** Whether a value is a LogRecord, of this copy of the package or of the other. */
export function isLogRecord(value: unknown): value is LogRecord {
  return typeof value === 'object' && value !== null && LOG_RECORD_BRAND in value;
}

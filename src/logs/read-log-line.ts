import { isPlainObject } from '../misuse.ts';
import type { Attributes, AttributeValue } from '../model/attributes.ts';
import { LogRecord } from '../model/log-record.ts';
import type { Resource } from '../model/span-data.ts';
import { takeException } from './line-exception.ts';
import { LineFields } from './line-fields.ts';
import { takeIds } from './line-ids.ts';
import { readTime } from './log-time.ts';
import { severityName, severityOfLevel, severityOfPythonLevel, severityOfWord } from './severity.ts';

/** A line that a service wrote to its output. */
export interface OutputLine {
  readonly text: string;
  readonly stream: 'stdout' | 'stderr';
  /** When it was read, in milliseconds since the epoch. */
  readonly observedMs: number;
}

const MESSAGES = ['message', 'msg'];
/** Of these, objects are something else: ECS has facts of an event under `event`. */
const TEXT_MESSAGES = ['event', 'formattedMessage', 'short_message', 'fields.message', '@m'];
const TIMES = ['@timestamp', 'timestamp', 'time', 'ts', 'asctime', 'datetime', 'instant', 'timeMillis', '@t'];
const LEVELS = ['level', 'levelname', 'severity', 'log.level', 'lvl', '@l', 'loglevel', 'severityText'];
const PYTHON_LEVELS = ['levelno', 'level_number'];
/** Python's logging, pino and bunyan write the logger as `name`: elsewhere that can be anybody's. */
const NAME_IS_LOGGER = [['levelname'], ['levelno'], ['pid', 'hostname']];
const LOGGERS = ['logger_name', 'loggerName', 'logger', 'log.logger', 'target'];

/**
 * Reads a line as a log record of OpenTelemetry's data model; undefined for a line that is no JSON object, and for an
 * object in which nothing is of a log: no message, level, time or ids.
 *
 * It knows the fields of pino, bunyan, winston, structlog, python-json-logger, Quarkus, Logback with its encoders, Log4j 2,
 * ECS, zap and others. The message becomes the body, the logger's name the scope. What it does not know becomes attributes.
 *
 * @see https://opentelemetry.io/docs/specs/otel/logs/data-model/
 */
export function readLogLine({ text, stream, observedMs }: OutputLine, service: ServiceResource): LogRecord | undefined {
  const parsed = parseObject(text);
  if (parsed === undefined) return undefined;
  const fields = new LineFields(parsed);
  const isLoggerNamed = NAME_IS_LOGGER.some(keys => keys.every(key => fields.has(key)));
  const body =
    fields.take(MESSAGES, value => (isMessage(value) ? value : undefined)) ??
    fields.take(TEXT_MESSAGES, value => (typeof value === 'string' ? value : undefined));
  const ids = takeIds(fields, body);
  const time = fields.take(TIMES, value => readTime(value, observedMs));
  const level = takeLevel(fields);
  if (body === undefined && time === undefined && level === undefined && !ids.hasFields) return undefined;
  const resource = service.named(fields.take(['otelServiceName'], nonEmpty));
  const logger = fields.take(LOGGERS, nonEmpty) ?? (isLoggerNamed ? fields.take(['name'], nonEmpty) : undefined);
  const exception = takeException(fields);
  return new LogRecord({
    traceId: ids.traceId,
    spanId: ids.spanId,
    flags: ids.flags,
    timeUnixNano: time ?? 0n,
    observedTimeUnixNano: BigInt(Math.floor(observedMs)) * 1_000_000n,
    severityNumber: level?.number ?? 0,
    severityText: level?.text ?? '',
    body: body ?? null,
    attributes: { ...fields.rest(), ...exception, 'log.iostream': stream } as Attributes,
    droppedAttributesCount: 0,
    eventName: '',
    resource,
    scope: { name: logger ?? '', version: '', attributes: {}, droppedAttributesCount: 0, schemaUrl: '' },
  });
}

/** The resources of a service: one for its name, and one for each other name that its lines give. */
export class ServiceResource {
  readonly #name: string;
  readonly #byName = new Map<string, Resource>();

  constructor(name: string) {
    this.#name = name;
  }

  /** @param name its `service.name` as the line has it; undefined for the one that it was started with */
  named(name: string = this.#name): Resource {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const attributes = { 'service.name': name };
    const resource = { attributes, droppedAttributesCount: 0, entityRefs: [], schemaUrl: '' };
    this.#byName.set(name, resource);
    return resource;
  }
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isPlainObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isMessage(value: unknown): value is AttributeValue {
  return typeof value === 'string' || isPlainObject(value);
}

function nonEmpty(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

interface Level {
  readonly number: number;
  readonly text: string;
}

function takeLevel(fields: LineFields): Level | undefined {
  const python = fields.take(PYTHON_LEVELS, value => (typeof value === 'number' ? value : undefined));
  const level = fields.take(LEVELS, value => {
    if (typeof value === 'string' && value !== '') return { number: severityOfWord(value), text: value };
    return typeof value === 'number' ? numbered(severityOfLevel(value)) : undefined;
  });
  if (python === undefined) return level;
  const number = severityOfPythonLevel(python);
  return level === undefined ? numbered(number) : { ...level, number: level.number || number };
}

/** Loggers with numbers for levels call them by these words elsewhere. */
function numbered(number: number): Level {
  return { number, text: severityName(number).toLowerCase() };
}

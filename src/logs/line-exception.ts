import { isPlainObject } from '../misuse.ts';
import { type AttributeValue, attribute } from '../model/attributes.ts';
import type { LineFields } from './line-fields.ts';

/**
 * Attributes of an exception.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-logs/
 */
export interface ExceptionAttributes {
  'exception.type'?: string;
  'exception.message'?: string;
  'exception.stacktrace'?: string;
}

/** Keys of an object that is an error: of pino and bunyan, winston, Quarkus, Logback and structlog. */
const OBJECTS = ['err', 'error', 'exception', 'throwable', 'exc_info'];
const TYPES = ['type', 'name', 'exceptionType', 'className', 'exc_type'];
const MESSAGES = ['message', 'exc_value'];
const STACKS = ['stack', 'stack_trace', 'stackTrace'];
/** Keys of a stack as text. */
const TEXTS = ['stack', 'stack_trace', 'stackTrace', 'exc_info', 'exception', 'error.stack_trace', 'exc_text'];

/** Takes what a line's fields say of an exception, where that is clear; the rest stays where it is. */
export function takeException(fields: LineFields): ExceptionAttributes {
  for (const key of OBJECTS) {
    const found = takeObject(fields, key);
    if (found !== undefined) return found;
  }
  const stack = fields.take(TEXTS, value => (isStack(value) ? value : undefined));
  if (stack === undefined) return {};
  const type = fields.take(['error.type'], text);
  const message = fields.take(['error.message'], text);
  return { ...readStack(stack), ...named(type, message), 'exception.stacktrace': stack };
}

/** An error as an object: with a stack, or with both a type and a message. */
function takeObject(fields: LineFields, key: string): ExceptionAttributes | undefined {
  const given = fields.get(key);
  // structlog has a list: the exception, then its causes.
  const first: unknown = Array.isArray(given) ? given[0] : given;
  if (!isPlainObject(first)) return undefined;
  const [type, message, stack] = [TYPES, MESSAGES, STACKS].map(names => firstText(first, names));
  if (stack === undefined && (type === undefined || message === undefined)) return undefined;
  if (Array.isArray(given)) fields.remove(key);
  else {
    const inside = fields.within(key);
    for (const names of [TYPES, MESSAGES, STACKS]) inside?.take(names, text);
  }
  return {
    ...(stack === undefined ? {} : readStack(stack)),
    ...named(type, message),
    ...(stack === undefined ? {} : { 'exception.stacktrace': stack }),
  };
}

function firstText(fields: Readonly<Record<string, unknown>>, names: readonly string[]): string | undefined {
  return names.map(name => text(attribute(fields as Record<string, AttributeValue>, name))).find(Boolean);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function named(type: string | undefined, message: string | undefined): ExceptionAttributes {
  return {
    ...(type === undefined ? {} : { 'exception.type': type }),
    ...(message === undefined ? {} : { 'exception.message': message }),
  };
}

/** Text of several lines, of which one is a frame: of JavaScript and the JVM, of Python. */
function isStack(value: unknown): value is string {
  return typeof value === 'string' && /\n\s*at |^Traceback |\n\s+File "/.test(value);
}

/** The type and the message that a stack begins with, or, in Python, ends with. */
function readStack(stack: string): ExceptionAttributes {
  const isPython = /^Traceback |\n\s+File "/.test(stack);
  const lines = stack.trim().split('\n');
  const line = (isPython ? lines.at(-1) : lines[0]) ?? '';
  const [, type, message] = /^(?:Uncaught |: )?([A-Za-z_$][\w$.]*)(?:: (.*))?$/.exec(line.trim()) ?? [];
  return named(type, message);
}

import { SEVERITY_NAMES } from '../model/log-record.ts';

/** The words that loggers use, as severity numbers. */
const NUMBERS = new Map<string, number>([
  ...SEVERITY_NAMES.map((name, number) => [name, number] as const),
  // Python, java.util.logging, .NET, syslog and zap.
  ...([
    ['WARNING', 13],
    ['CRITICAL', 21],
    ['SEVERE', 17],
    ['CONFIG', 8],
    ['FINE', 6],
    ['FINER', 5],
    ['FINEST', 1],
    ['INFORMATION', 9],
    ['INFORMATIONAL', 9],
    ['NOTICE', 10],
    ['EXCEPTION', 17],
    ['ERR', 17],
    ['CRIT', 18],
    ['ALERT', 19],
    ['EMERG', 21],
    ['EMERGENCY', 21],
    ['DPANIC', 18],
    ['PANIC', 19],
  ] as const),
  // Levels of winston, as its OpenTelemetry instrumentation maps them.
  ...([
    ['HTTP', 7],
    ['VERBOSE', 6],
    ['SILLY', 1],
  ] as const),
]);

/** A level of pino and of bunyan: 10 is trace, 20 debug, and so on up to 60, fatal. */
const FIRST_PINO_LEVEL = 10;
/** `0` is emergency, `7` debug, as GELF has them. */
const SYSLOG = [21, 19, 18, 17, 13, 10, 9, 5];
const LEVELS_IN_A_RANGE = 4;
const LARGEST = SEVERITY_NAMES.length - 1;

/** The words for a severity that are known. */
export const SEVERITY_WORDS: readonly string[] = [...NUMBERS.keys()].filter(word => word !== 'UNSPECIFIED');

/**
 * The severity number of a level that a logger names by a word; 0 for a word that is not known.
 *
 * @see https://opentelemetry.io/docs/specs/otel/logs/data-model-appendix/#appendix-b-severitynumber-example-mappings
 */
export function severityOfWord(word: string): number {
  return NUMBERS.get(word.trim().toUpperCase()) ?? 0;
}

/** The severity number of a level that a logger names by a number: of pino and bunyan, or below 8 of syslog. */
export function severityOfLevel(level: number): number {
  if (!Number.isFinite(level) || level < 0) return 0;
  if (level < SYSLOG.length) return SYSLOG[Math.floor(level)] ?? 0;
  const range = Math.floor(Math.max(level, FIRST_PINO_LEVEL) / 10) - 1;
  const within = Math.floor((Math.max(level, FIRST_PINO_LEVEL) % 10) / (10 / LEVELS_IN_A_RANGE));
  return Math.min(LARGEST, 1 + LEVELS_IN_A_RANGE * range + within);
}

/** The severity number of Python's `levelno`: 10 is debug, 20 info, and so on up to 50, critical. */
export function severityOfPythonLevel(level: number): number {
  return level <= 0 ? 0 : severityOfLevel(Math.max(level, 1) + 10);
}

/** The first and the last number of the range that a number is in: 13 to 16 for WARN. */
export function severityRange(number: number): readonly [first: number, last: number] {
  const first = number - ((number - 1) % LEVELS_IN_A_RANGE);
  return [first, first + LEVELS_IN_A_RANGE - 1];
}

/** The name of the range that a number is in: `WARN`; empty for 0. */
export function severityName(number: number): string {
  return number <= 0 ? '' : (SEVERITY_NAMES[severityRange(number)[0]] ?? '');
}

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9})\d*)?\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?(?:\[[^\]]*\])?$/i;
const SECOND = 1_000_000_000n;
const FIRST_POSSIBLE_MS = Date.UTC(1980, 0, 1);
const LAST_POSSIBLE_MS = Date.UTC(2200, 0, 1);
/** How many of a unit a millisecond is. */
const UNITS = [1e-3, 1, 1e3, 1e6];

/**
 * The moment that a field of a log line gives, in nanoseconds since the epoch; undefined when it gives none.
 *
 * A number counts seconds, milliseconds, microseconds or nanoseconds since 1970: its size shows which. Text is a date of ISO
 * 8601, with a comma or a point before the fraction, or such a number. A date without a time zone, as Python's `asctime`
 * is, is local time or UTC: the one that is nearer to the moment at which the line was read.
 *
 * @param observedMs when the line was read, in milliseconds since the epoch
 */
export function readTime(value: unknown, observedMs: number): bigint | undefined {
  if (typeof value === 'number') return fromNumber(value);
  if (typeof value === 'string') return fromText(value.trim(), observedMs);
  return fromInstant(value);
}

function fromNumber(value: number): bigint | undefined {
  const unit = UNITS.find(perMs => isPossible(value / perMs));
  if (unit === undefined) return undefined;
  if (unit === 1e6 || Number.isInteger(value)) return BigInt(Math.round(value)) * BigInt(1e6 / unit);
  // A number has about 16 digits, which is microseconds for seconds since 1970.
  return BigInt(Math.round((value / unit) * 1e3)) * 1_000n;
}

function fromText(text: string, observedMs: number): bigint | undefined {
  if (/^\d{9,19}$/.test(text)) return fromDigits(text);
  if (/^\d{9,10}\.\d+$/.test(text)) return fromNumber(Number(text));
  const parts = ISO.exec(text);
  if (parts === null) {
    const ms = /[a-z]/i.test(text) && /\d{4}/.test(text) && text.length < 60 ? Date.parse(text) : Number.NaN;
    return isPossible(ms) ? BigInt(ms) * 1_000_000n : undefined;
  }
  const [, year, month, day, hour, minute, second, fraction = '', zone] = parts;
  const fields = [year, month, day, hour, minute, second].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const utcMs = Date.UTC(fields[0], fields[1] - 1, fields[2], fields[3], fields[4], fields[5]);
  const ms = zone === undefined ? nearest(utcMs, localMs(fields), observedMs) : utcMs - offsetMs(zone);
  if (!isPossible(ms)) return undefined;
  return (BigInt(ms) / 1_000n) * SECOND + BigInt(fraction.padEnd(9, '0'));
}

/** Digits of nanoseconds are more than a number holds exactly. */
function fromDigits(text: string): bigint | undefined {
  const value = BigInt(text);
  const unit = UNITS.find(perMs => isPossible(Number(value) / perMs));
  return unit === undefined ? undefined : value * BigInt(1e6 / unit);
}

/** `{ epochSecond, nanoOfSecond }`, as Log4j 2 writes it. */
function fromInstant(value: unknown): bigint | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { epochSecond, nanoOfSecond = 0 } = value as { epochSecond?: unknown; nanoOfSecond?: unknown };
  if (!Number.isInteger(epochSecond) || !Number.isInteger(nanoOfSecond)) return undefined;
  if (!isPossible(Number(epochSecond) * 1e3)) return undefined;
  return BigInt(Number(epochSecond)) * SECOND + BigInt(Number(nanoOfSecond));
}

function localMs([year, month, day, hour, minute, second]: readonly [
  number,
  number,
  number,
  number,
  number,
  number,
]): number {
  return new Date(year, month - 1, day, hour, minute, second).getTime();
}

function nearest(a: number, b: number, to: number): number {
  return Math.abs(a - to) < Math.abs(b - to) ? a : b;
}

function offsetMs(zone: string): number {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  if (hours === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

function isPossible(ms: number): boolean {
  return ms >= FIRST_POSSIBLE_MS && ms <= LAST_POSSIBLE_MS;
}

import type { ProblemCode } from './problem.ts';
import type { SpanData } from './span-data.ts';

/** The code of every problem with a time that cannot be right. */
export const IMPOSSIBLE_TIME: ProblemCode = 'IMPOSSIBLE_TIME';

export type SpanTimeField = 'startTimeUnixNano' | 'endTimeUnixNano';

/** What is wrong with a time: it was not set, it is no time of today, the end is before the start, it is far from its arrival. */
export type TimeFaultKind = 'zero' | 'unit' | 'clock' | 'backwards' | 'far';

/** A time of a span that cannot be right. */
export interface TimeFault {
  readonly field: SpanTimeField;
  readonly kind: TimeFaultKind;
  /** What the time should have been, and what was received. */
  readonly rule: string;
}

const SECOND = 1_000_000_000n;
const DAY = 86_400n * SECOND;
/** 1980: a smaller number of nanoseconds does not count from 1970. Clocks that count from the start of a machine give such numbers. */
const FIRST_POSSIBLE = 3_652n * DAY;
/** A larger one is a negative number in OTLP's fixed64. */
const LAST_POSSIBLE = 2n ** 63n - 1n;
/** The most by which a time may differ from its arrival: 24 hours. */
const MOST_FROM_ARRIVAL = DAY;

/** Where no arrival is known, a number is read in another unit if that gives a date between 2010 and 2100. */
const FIRST_READ = 14_610n * DAY;
const LAST_READ = 47_482n * DAY;
/** Where it is known, if that gives a date within 400 days of it: uptimes in nanoseconds can look like microseconds. */
const READ_AROUND = 400n * DAY;

const UNITS: readonly (readonly [name: string, nanoseconds: bigint])[] = [
  ['seconds', SECOND],
  ['milliseconds', 1_000_000n],
  ['microseconds', 1_000n],
];

const NANOSECONDS = 'is in nanoseconds since 1970';

/** The high 32 bits of times that are certainly possible, both ends included: a test of one word. */
export interface PossibleWords {
  readonly first: number;
  readonly last: number;
}

const FIRST_WORD = Math.ceil(Number(FIRST_POSSIBLE) / 2 ** 32);
const LAST_WORD = 2 ** 31 - 1;

/** @param arrivedMs when the request arrived; undefined where times may have any age */
export function possibleWords(arrivedMs: number | undefined): PossibleWords {
  if (arrivedMs === undefined) return { first: FIRST_WORD, last: LAST_WORD };
  const word = (ms: number) => (ms * 1e6) / 2 ** 32;
  const around = Number(MOST_FROM_ARRIVAL) / 1e6;
  return {
    first: Math.max(FIRST_WORD, Math.ceil(word(arrivedMs - around))),
    last: Math.min(LAST_WORD, Math.floor(word(arrivedMs + around)) - 1),
  };
}

/** What a time that was set is wrong by, by itself; undefined when it is possible. */
export function timeFault(
  unixNano: bigint,
  arrivedUnixNano: bigint | undefined,
): Pick<TimeFault, 'kind' | 'rule'> | undefined {
  if (unixNano === 0n) return { kind: 'zero', rule: `${NANOSECONDS} (received 0, which means that no time was set)` };
  if (unixNano > LAST_POSSIBLE) return wrongly('clock', unixNano, 'a negative number');
  if (unixNano < FIRST_POSSIBLE) {
    const unit = unitOf(unixNano, arrivedUnixNano);
    return unit === undefined ? wrongly('clock', unixNano, 'a monotonic clock') : wrongly('unit', unixNano, unit);
  }
  if (arrivedUnixNano === undefined) return undefined;
  const apart = unixNano - arrivedUnixNano;
  if (apart <= MOST_FROM_ARRIVAL && apart >= -MOST_FROM_ARRIVAL) return undefined;
  return { kind: 'far', rule: `is within 24 h of its arrival (received ${unixNano}, which is ${dateText(unixNano)})` };
}

/** The times of a span that cannot be right. @param arrivedUnixNano undefined where they may have any age */
export function spanTimeFaults(
  { startTimeUnixNano: start, endTimeUnixNano: end }: Pick<SpanData, SpanTimeField>,
  arrivedUnixNano?: bigint,
): readonly TimeFault[] {
  if (start <= end && start >= FIRST_POSSIBLE && end <= LAST_POSSIBLE && arrivedUnixNano === undefined) return NONE;
  const began = timeFault(start, arrivedUnixNano);
  const ended = timeFault(end, arrivedUnixNano);
  const faults: TimeFault[] = [];
  if (began !== undefined) faults.push({ field: 'startTimeUnixNano', ...began });
  if (ended !== undefined) faults.push({ field: 'endTimeUnixNano', ...ended });
  const areDates = faults.every(({ kind }) => kind === 'far');
  if (end < start && areDates) {
    const rule = `is not before startTimeUnixNano (received ${end}, where the start is ${start})`;
    faults.push({ field: 'endTimeUnixNano', kind: 'backwards', rule });
  }
  return faults;
}

const NONE: readonly TimeFault[] = [];

function wrongly(kind: TimeFaultKind, unixNano: bigint, like: string): Pick<TimeFault, 'kind' | 'rule'> {
  return { kind, rule: `${NANOSECONDS} (received ${unixNano}, which looks like ${like})` };
}

function unitOf(number: bigint, arrivedUnixNano: bigint | undefined): string | undefined {
  const isDate = (unixNano: bigint) =>
    arrivedUnixNano === undefined
      ? unixNano >= FIRST_READ && unixNano <= LAST_READ
      : unixNano >= arrivedUnixNano - READ_AROUND && unixNano <= arrivedUnixNano + READ_AROUND;
  return UNITS.find(([, nanoseconds]) => isDate(number * nanoseconds))?.[0];
}

function dateText(unixNano: bigint): string {
  return new Date(Number(unixNano / 1_000_000n)).toISOString();
}

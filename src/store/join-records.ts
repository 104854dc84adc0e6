import type { LogRecord } from '../model/log-record.ts';
import type { PlacedRecord } from './log-store.ts';
import type { HeldLine } from './output-lines.ts';

/** The log records of a trace, however they came. */
export interface JoinedRecords {
  /** In the order of arrival. */
  readonly records: readonly LogRecord[];
  /** The JSON lines of records that came over OTLP too: they are not among the records. */
  readonly lineOf: ReadonlyMap<LogRecord, LogRecord>;
}

/**
 * Puts together what came over OTLP and what a service wrote to its output. A record that came both ways counts once: the
 * two have the same span (without one, the same service) and body, or the body over OTLP is the very line, as Python's handler sends it when the
 * logger has a JSON formatter. Each record of OTLP takes one line at most, so that what was logged twice counts twice.
 */
export function joinRecords(exported: readonly PlacedRecord[], lines: readonly HeldLine[]): JoinedRecords {
  if (lines.length === 0) return { records: exported.map(({ record }) => record), lineOf: new Map() };
  const open = new Map<string, HeldLine[]>();
  for (const line of lines) {
    for (const key of keysOf(line)) {
      const alike = open.get(key);
      if (alike === undefined) open.set(key, [line]);
      else alike.push(line);
    }
  }
  const lineOf = new Map<LogRecord, LogRecord>();
  const taken = new Set<HeldLine>();
  for (const { record } of exported) {
    const alike = open.get(keyOf(record, bodyOf(record))) ?? [];
    let line = alike.shift();
    while (line !== undefined && taken.has(line)) line = alike.shift();
    if (line?.record === undefined) continue;
    taken.add(line);
    lineOf.set(record, line.record);
  }
  const placed = [...exported, ...lines.filter(line => !taken.has(line))];
  const records = placed.sort((a, b) => a.arrivedMs - b.arrivedMs).map(({ record }) => record);
  return { records: records.filter(record => record !== undefined), lineOf };
}

function keysOf({ record, text }: HeldLine): readonly string[] {
  return record === undefined ? [] : [keyOf(record, bodyOf(record)), keyOf(record, text.trim())];
}

/** A service can give itself another name in its code than it was started with, so the span decides. */
function keyOf({ service, spanId }: LogRecord, body: string): string {
  return `${spanId ?? `of ${service}`}\0${body}`;
}

function bodyOf({ body }: LogRecord): string {
  if (typeof body === 'string') return body.trim();
  return body === null
    ? ''
    : JSON.stringify(body, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value));
}

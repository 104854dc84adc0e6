import { SEVERITY_NAMES } from '../model/log-record.ts';
import { SPAN_KINDS, type SpanKind, STATUS_CODES, type StatusCode } from '../model/span-data.ts';
import type { Findings } from './findings.ts';

/** A protobuf enum: `values` in the order of the wire's numbers; the first one stands for a number that is unknown. */
export interface WireEnum<Value extends string> {
  /** What it is, for a message. */
  readonly title: string;
  /** The field that holds it. */
  readonly field: string;
  readonly values: readonly [Value, ...Value[]];
  /** What the proto's names put before ours. */
  readonly prefix: string;
}

export const SPAN_KIND: WireEnum<SpanKind> = {
  title: 'span kind',
  field: 'kind',
  values: nonEmpty(SPAN_KINDS),
  prefix: 'SPAN_KIND_',
};

export const STATUS_CODE: WireEnum<StatusCode> = {
  title: 'status code',
  field: 'code',
  values: nonEmpty(STATUS_CODES),
  prefix: 'STATUS_CODE_',
};

/** Its values are names; the model has the number, which is their index. */
export const SEVERITY_NUMBER: WireEnum<(typeof SEVERITY_NAMES)[number]> = {
  title: 'severity number',
  field: 'severityNumber',
  values: SEVERITY_NAMES,
  prefix: 'SEVERITY_NUMBER_',
};

/** The value of a number; the first of the enum, and a finding, when the number is none of it. */
export function enumValue<Value extends string>(type: WireEnum<Value>, number: number, findings: Findings): Value {
  const value = type.values[number];
  if (value !== undefined) return value;
  findings.add(type.field, `is a ${type.title}, 0 to ${type.values.length - 1} (received ${number})`);
  return type.values[0];
}

/** The proto's names of an enum, by number: `SPAN_KIND_UNSPECIFIED`, ... */
export function enumNames(type: WireEnum<string>): readonly string[] {
  return type.values.map(value => type.prefix + value);
}

function nonEmpty<Value>(values: readonly Value[]): readonly [Value, ...Value[]] {
  const [first, ...rest] = values;
  if (first === undefined) throw new Error('an enum has at least one value');
  return [first, ...rest];
}

export const VARINT = 0;
export const I64 = 1;
export const LEN = 2;
export const START_GROUP = 3;
export const END_GROUP = 4;
export const I32 = 5;

/** The names of the wire types, by number. */
export const WIRE_TYPE_NAMES: readonly string[] = ['VARINT', 'I64', 'LEN', 'SGROUP', 'EGROUP', 'I32'];

const WIRE_TYPES: Readonly<Record<string, number>> = {
  bool: VARINT,
  enum: VARINT,
  int32: VARINT,
  int64: VARINT,
  uint32: VARINT,
  fixed64: I64,
  double: I64,
  fixed32: I32,
};

/** A protobuf message as the reader must know it. */
export interface MessageType {
  readonly name: string;
  /** `5 name string`, by field number. */
  readonly fields: readonly (string | undefined)[];
  /** The wire type of each field by number; -1 where there is no such field. */
  readonly wireTypes: Int8Array;
}

/**
 * A message by its field map, a line a field: number, name, type.
 *
 * Whatever is neither a scalar nor an enum (`string`, `bytes`, a message) has the wire type LEN.
 */
export function messageType(name: string, ...lines: readonly string[]): MessageType {
  const fields: string[] = [];
  for (const line of lines) fields[Number.parseInt(line, 10)] = line;
  const wireTypes = new Int8Array(fields.length).fill(-1);
  for (const line of lines) {
    const type = line.split(' ').at(-1) ?? '';
    wireTypes[Number.parseInt(line, 10)] = WIRE_TYPES[type] ?? LEN;
  }
  return { name, fields, wireTypes };
}

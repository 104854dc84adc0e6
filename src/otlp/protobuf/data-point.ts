import type { AttributeValue } from '../../model/attributes.ts';
import type { Exemplar } from '../../model/metric.ts';
import type { DecodedPoint } from '../decoded-metrics.ts';
import { readAttribute } from './any-value.ts';
import { type MessageType, messageType } from './message-type.ts';
import type { WireReader } from './wire-reader.ts';

/** A kind of data point: the fields with its attributes and exemplars. All others are values, and not read. */
interface PointType {
  readonly message: MessageType;
  readonly attributes: number;
  /** 0 where there are none. */
  readonly exemplars: number;
}

const NUMBER_DATA_POINT: PointType = {
  message: messageType('NumberDataPoint', '5 exemplars repeated Exemplar', '7 attributes repeated KeyValue'),
  attributes: 7,
  exemplars: 5,
};

/** By the field of the metric's data. */
const POINTS: ReadonlyMap<number, PointType> = new Map([
  [5, NUMBER_DATA_POINT],
  [7, NUMBER_DATA_POINT],
  [
    9,
    {
      message: messageType('HistogramDataPoint', '8 exemplars repeated Exemplar', '9 attributes repeated KeyValue'),
      attributes: 9,
      exemplars: 8,
    },
  ],
  [
    10,
    {
      message: messageType(
        'ExponentialHistogramDataPoint',
        '1 attributes repeated KeyValue',
        '11 exemplars repeated Exemplar',
      ),
      attributes: 1,
      exemplars: 11,
    },
  ],
  [11, { message: messageType('SummaryDataPoint', '7 attributes repeated KeyValue'), attributes: 7, exemplars: 0 }],
]);

/** @param data the field of the metric's data that the point is in */
export function readPoint(reader: WireReader, data: number): DecodedPoint {
  const { message, ...fields } = POINTS.get(data) ?? NUMBER_DATA_POINT;
  const attributes: Record<string, AttributeValue> = {};
  const exemplars: Exemplar[] = [];
  const outer = reader.enter();
  for (let field = reader.next(message); field !== 0; field = reader.next(message)) {
    if (field === fields.attributes) readAttribute(reader, attributes);
    else if (field === fields.exemplars) exemplars.push(readExemplar(reader));
    else reader.skipField();
  }
  reader.leave(outer);
  return { attributes, exemplars };
}

const EXEMPLAR = messageType(
  'Exemplar',
  '2 time_unix_nano fixed64',
  '3 as_double double',
  '4 span_id bytes',
  '5 trace_id bytes',
  '6 as_int fixed64',
  '7 filtered_attributes repeated KeyValue',
);

function readExemplar(reader: WireReader): Exemplar {
  const filteredAttributes: Record<string, AttributeValue> = {};
  const ids = { traceId: '', spanId: '' };
  let timeUnixNano = 0n;
  let value: number | bigint | undefined;
  const outer = reader.enter();
  for (let field = reader.next(EXEMPLAR); field !== 0; field = reader.next(EXEMPLAR)) {
    if (field === 2) timeUnixNano = reader.readFixed64();
    else if (field === 3) value = reader.readDouble();
    else if (field === 4) ids.spanId = reader.readHex();
    else if (field === 5) ids.traceId = reader.readHex();
    else if (field === 6) value = signed(reader.readFixed64());
    else if (field === 7) readAttribute(reader, filteredAttributes);
    else reader.skipField();
  }
  reader.leave(outer);
  return {
    traceId: ids.traceId || undefined,
    spanId: ids.spanId || undefined,
    timeUnixNano,
    value,
    filteredAttributes,
  };
}

/** An sfixed64: a number while it is safe, a bigint beyond. */
function signed(bits: bigint): number | bigint {
  const value = BigInt.asIntN(64, bits);
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

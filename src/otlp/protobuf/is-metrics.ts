import { DATA, METRIC } from './count-metrics.ts';
import { everyItem } from './every-item.ts';
import type { MessageType } from './message-type.ts';
import type { WireReader } from './wire-reader.ts';

const PRINTABLE = /^[^\p{Cc}]+$/u;
/** A trace id as text, in hex, as a UUID or in base64: a sender's mistake, and not the name of a metric. */
const ID_TEXT = /^(?:[\da-f]{8}(?:-?[\da-f]{4}){3}-?[\da-f]{12}|[\w+/-]{22}==)$/i;

/**
 * Whether a body is an `ExportMetricsServiceRequest`, and cannot be one of spans: it has metrics, and each of them has only
 * fields of Metric, with their wire types, and a name that can be read. The first field of a span is an id.
 *
 * @throws {TracewrightError} MALFORMED_PROTOBUF
 */
export function isMetricsProtobuf(body: Uint8Array): boolean {
  return everyItem(body, isMetric);
}

function isMetric(reader: WireReader): boolean {
  let name = '';
  reader.findings.take();
  const outer = reader.enter();
  for (let field = reader.next(METRIC); field !== 0; field = reader.next(METRIC)) {
    if (METRIC.fields[field] === undefined) return false;
    const data = DATA.get(field);
    if (field === 1) name = reader.readString('name');
    else if (data === undefined) reader.skipField();
    else if (!hasOnlyFieldsOf(data, reader)) return false;
  }
  reader.leave(outer);
  const isUtf8 = reader.findings.take().length === 0;
  return isUtf8 && PRINTABLE.test(name) && !ID_TEXT.test(name);
}

function hasOnlyFieldsOf(type: MessageType, reader: WireReader): boolean {
  const outer = reader.enter();
  for (let field = reader.next(type); field !== 0; field = reader.next(type)) {
    if (type.fields[field] === undefined) return false;
    reader.skipField();
  }
  reader.leave(outer);
  return true;
}

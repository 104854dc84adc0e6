import type { AttributeValue } from '../../model/attributes.ts';
import type { Exemplar } from '../../model/metric.ts';
import { readKeyValues } from './any-value.ts';
import type { JsonObject, JsonReader } from './json-reader.ts';
import { int64Of, numericOf } from './numeric.ts';

/** Exemplar: `filteredAttributes · timeUnixNano fixed64 · asDouble double · asInt sfixed64 · spanId hex · traceId hex`. */
export function readExemplars(json: JsonReader, point: JsonObject): readonly Exemplar[] {
  const list = json.list(point, 'exemplars');
  return list.map((_, index) => {
    const object = json.element(list, 'exemplars', index);
    const filteredAttributes: Record<string, AttributeValue> = {};
    readKeyValues(json, object, 'filteredAttributes', filteredAttributes, 'filteredAttributes', 1);
    const exemplar = {
      traceId: json.hex(object, 'traceId') || undefined,
      spanId: json.hex(object, 'spanId') || undefined,
      timeUnixNano: json.time(object, 'timeUnixNano'),
      value: measured(json, object),
      filteredAttributes,
    };
    json.leave();
    return exemplar;
  });
}

function measured(json: JsonReader, object: JsonObject): number | bigint | undefined {
  const int = numericOf(json.get(object, 'asInt'));
  if (int !== undefined) return int64Of(int) ?? int;
  const double = json.get(object, 'asDouble');
  const number = numericOf(double) ?? (typeof double === 'string' ? Number(double) : undefined);
  return number === undefined ? undefined : Number(number);
}

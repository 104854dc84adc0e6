import type { AttributeValue } from '../model/attributes.ts';
import { type Condition, renamedValue } from '../query/criteria-fields.ts';
import { otherNames } from '../query/semantic-conventions.ts';
import type { Judge } from './judgement.ts';
import type { SpanFields } from './span-decoder.ts';

/** Judges an attribute by its bytes; undefined for a key that is no text, which no bytes can be. */
export function attributeJudge(condition: Condition, name: string): Judge<SpanFields> | undefined {
  const key = utf8(name);
  if (key === undefined) return undefined;
  const { expected, accepts } = condition;
  const text = typeof expected === 'string' ? utf8(expected) : undefined;
  const holds = (fields: SpanFields): boolean => {
    if (text !== undefined) return fields.isText(key, text);
    const value = fields.attribute(key);
    return value !== undefined && accepts(value);
  };
  const others = new Map(otherNames(name).map(other => [other.key, Buffer.from(other.key)]));
  return {
    holds,
    judge: fields => {
      if (holds(fields)) return 'holds';
      const read = (other: string): AttributeValue | undefined => {
        const bytes = others.get(other);
        return bytes === undefined ? undefined : fields.attribute(bytes);
      };
      if (others.size > 0 && renamedValue(read, name, accepts) !== undefined) return 'renamed';
      return fields.attribute(key) === undefined ? 'absent' : 'differs';
    },
  };
}

/** Undefined for what is no Unicode, and would come out as other text. */
function utf8(text: string): Buffer | undefined {
  const bytes = Buffer.from(text);
  return bytes.toString() === text ? bytes : undefined;
}

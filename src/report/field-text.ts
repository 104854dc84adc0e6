import { WORDED } from '../model/criteria.ts';
import { isSpan } from '../model/trace.ts';
import type { Field, WantedField } from '../query/verdict.ts';
import { durationText } from './duration-text.ts';
import { placeText } from './place-text.ts';
import { plain } from './quote.ts';
import { spanLabel } from './span-label.ts';
import { valueText } from './value-text.ts';

/** A field's name in prose: `kind`, `status message`, `attribute app.order.id`. */
export function fieldName({ name, key }: Field): string {
  if (key === undefined) return name;
  switch (name) {
    case 'attributes':
      return `attribute ${plain(key, 80)}`;
    case 'resource':
      return `resource ${plain(key, 80)}`;
    case 'events':
      return 'event';
    case 'links':
      return 'link';
    case 'place':
      return `place (${key})`;
    default:
      return key === 'code' || key === 'name' ? name : `${name} ${key}`;
  }
}

/** Fields of a few known words, which need no quotes. */
const WORDS: ReadonlySet<Field['name']> = new Set(['kind', 'status', 'operation', 'severity']);

/** A field with a value: `kind CLIENT`, `name "charge card"`, `attribute app.order.id = "ord-17"`. */
export function fieldText(field: Field, value: unknown): string {
  if (field.name === 'predicate') return valueText(value);
  if (field.name === 'span') return `span ${spanText(value)}`;
  if (field.name === 'place') return placeText(value);
  if (field.name === 'duration' && typeof value === 'number') return `duration ${durationText(value)}`;
  if (field.name === 'operation' && Array.isArray(value)) return `operation ${value.join(', ')}`;
  const isWord = WORDS.has(field.name) && field.key !== 'message';
  const isAttribute = (field.name === 'attributes' || field.name === 'resource') && field.key !== undefined;
  const text = isWord && typeof value === 'string' ? value : valueText(value, isAttribute ? field.key : undefined);
  return `${fieldName(field)} ${isAttribute && !isWorded(value) ? '= ' : ''}${text}`;
}

/** All that was asked for, on as few lines as will be read: one, unless it is long. */
export function wantedLines(wanted: readonly WantedField[]): string[] {
  const fields = wanted.map(({ field, expected }) => fieldText(field, expected));
  const line = fields.join(', ');
  return line.length <= 100 ? [line] : fields;
}

/** A span, or what one must be. */
function spanText(value: unknown): string {
  return isSpan(value) ? spanLabel(value) : `with ${wantedLines(value as readonly WantedField[]).join(', ')}`;
}

/** Whether it says by itself how it compares: `above 500`. */
function isWorded(value: unknown): boolean {
  return typeof value === 'object' && value !== null && WORDED in value;
}

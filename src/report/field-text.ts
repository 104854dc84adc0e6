import { isSpan } from '../model/trace.ts';
import type { Field, WantedField } from '../query/verdict.ts';
import { durationText } from './duration-text.ts';
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
    default:
      return key === 'code' || key === 'name' ? name : `${name} ${key}`;
  }
}

/** Fields of a few known words, which need no quotes. */
const WORDS: ReadonlySet<Field['name']> = new Set(['kind', 'status', 'operation']);

/** A field with a value: `kind CLIENT`, `name "charge card"`, `attribute app.order.id = "ord-17"`. */
export function fieldText(field: Field, value: unknown): string {
  if (field.name === 'predicate') return valueText(value);
  if (field.name === 'place') return placeText(value);
  if (field.name === 'duration' && typeof value === 'number') return `duration ${durationText(value)}`;
  if (field.name === 'operation' && Array.isArray(value)) return `operation ${value.join(', ')}`;
  const isWord = WORDS.has(field.name) && field.key !== 'message';
  const text = isWord && typeof value === 'string' ? value : valueText(value);
  const isAttribute = (field.name === 'attributes' || field.name === 'resource') && field.key !== undefined;
  return `${fieldName(field)} ${isAttribute ? '= ' : ''}${text}`;
}

/** All that was asked for, on as few lines as will be read: one, unless it is long. */
export function wantedLines(wanted: readonly WantedField[]): string[] {
  const fields = wanted.map(({ field, expected }) => fieldText(field, expected));
  const line = fields.join(', ');
  return line.length <= 100 ? [line] : fields;
}

/** A place as it was asked for, or as a span has it. */
function placeText(place: unknown): string {
  if (!isSpan(place)) return plain(String(place), 160);
  if (place.parent !== undefined) return `child of ${spanLabel(place.parent)}`;
  return place.trace.orphans.includes(place) ? 'an orphan: its parent never arrived' : 'a root';
}

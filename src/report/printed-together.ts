import { KeptForTurn } from '../kept-for-turn.ts';
import type { ShownTexts } from '../model/shown-text.ts';
import { numberMarks } from '../pii/masking/marks.ts';

/** The numbers of the objects that are printed now: of both sides of a diff, of all that one `console.log` prints. */
const numbers = new KeptForTurn<string, number>();

/**
 * Texts of objects, with numbers in their masks.
 *
 * A runner asks for one text for each object and puts them together: the two sides of a diff, the elements of an array.
 * It does that in one go. So all texts that are made in one go share their numbers: two values that differ have numbers
 * that differ, on both sides of a diff too.
 */
export function printedTogether<Value>({ text, diffText, label }: ShownTexts<Value>): ShownTexts<Value> {
  const numbered = (print: (value: Value) => string) => (value: Value) => numberMarks(print(value), numbers);
  return {
    text: numbered(text),
    label: numbered(label),
    ...(diffText === undefined ? {} : { diffText: numbered(diffText) }),
  };
}

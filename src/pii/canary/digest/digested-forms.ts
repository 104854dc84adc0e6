import type { Needle } from '../needle.ts';

/** A text that a system may have digested of a value. */
export interface DigestedForm {
  readonly text: string;
  /** What it is: ` of it in lower case`; empty for the value itself. */
  readonly note: string;
  /** Whether rarer digests are looked for as well: of the value, and of it in one letter case. */
  readonly isMain: boolean;
}

/** The texts that a system may have digested of a value. */
export function digestedFormsOf(value: string, parts: readonly Needle[]): Iterable<DigestedForm> {
  const forms = new Map<string, DigestedForm>();
  const add = (text: string, note: string, isMain = false): void => {
    if (text !== '' && !forms.has(text)) forms.set(text, { text, note, isMain });
  };
  const trimmed = value.trim();
  const bare = value.replace(/[\s().-]/g, '');
  const withOwn = (text: string, note: string, isMain = false): void => {
    add(text, note === '' ? '' : ` of it ${note}`, isMain);
    add(text.toLowerCase(), ` of it${note === '' ? '' : ` ${note},`} in lower case`, isMain);
    add(text.toUpperCase(), ` of it${note === '' ? '' : ` ${note},`} in upper case`);
  };
  withOwn(value, '', true);
  withOwn(trimmed, 'trimmed', true);
  withOwn(bare, 'without separators');
  if (bare.startsWith('+')) add(bare.slice(1), ' of it without +');
  add(`${value}\n`, ' of it with a line break');
  add(JSON.stringify(value), ' of it as JSON');
  for (const { plain, part } of parts) {
    if (part === undefined) continue;
    add(plain, ` of its ${part}`);
    add(plain.toLowerCase(), ` of its ${part} in lower case`);
  }
  return forms.values();
}

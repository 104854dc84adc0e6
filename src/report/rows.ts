/** A label, and what it says in one line or several. */
export type Row = readonly [label: string, ...lines: string[]];

/** Rows with their texts in one column, two spaces after the longest label. */
export function alignRows(rows: readonly Row[]): string[] {
  const width = Math.max(...rows.map(([label]) => label.length)) + 2;
  return rows.flatMap(([label, ...lines]) =>
    lines.map((line, index) => `${(index === 0 ? label : '').padEnd(width)}${line}`),
  );
}

/** `1 span`, `2 spans`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;
}

/** `a, b and c`. */
export function list(words: readonly string[], conjunction = 'and'): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}

/** The first few lines, and how many more there would be. */
export function atMost(lines: readonly string[], max: number, noun: string): string[] {
  if (lines.length <= max) return [...lines];
  const rest = lines.length - max + 1;
  return [...lines.slice(0, max - 1), `... and ${rest.toLocaleString('en-US')} more ${rest === 1 ? noun : `${noun}s`}`];
}

/** A text in lines of at most `width` characters, broken between words; a longer word has a line of its own. */
export function wrapped(text: string, width = 110): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

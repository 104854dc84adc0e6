/** What differs between two texts of a trace snapshot, by the spans on which it stands. */
export interface ChangedLines {
  /** Spans that are in both, and what of them is not: `orders CLIENT "POST": http.route`. */
  readonly changed: readonly string[];
  readonly onlyStored: readonly string[];
  readonly onlyReceived: readonly string[];
  /** Attributes that are in both with another value. */
  readonly keys: readonly string[];
}

const HEAD =
  /^ *(?:\[\d+ deep\] )?(?:\(parent missing\) )?(?:"(?:[^"\\]|\\.)*"|\S+) (?:INTERNAL|SERVER|CLIENT|PRODUCER|CONSUMER|UNSPECIFIED) "|^resource of |^trace$/;
const KEY = /^("(?:[^"\\]|\\.)*"|\S+) = /;

interface Line {
  readonly head: string;
  readonly text: string;
}

/** Compares by lines, each with the span that it belongs to, wherever that stands. */
export function changedLines(stored: string, received: string): ChangedLines {
  const before = linesOf(stored);
  const after = linesOf(received);
  const lost = without(before, after);
  const gained = without(after, before);
  const heads = (lines: readonly Line[]) => lines.filter(({ head, text }) => head === text).map(({ head }) => head);
  const onlyStored = heads(lost);
  const onlyReceived = heads(gained);
  const both = new Set(heads(before).filter(head => !onlyStored.includes(head) && !onlyReceived.includes(head)));
  const parts = new Map<string, Set<string>>();
  for (const { head, text } of [...lost, ...gained]) {
    if (!both.has(head)) continue;
    const names = parts.get(head) ?? new Set();
    parts.set(head, names.add(partOf(text)));
  }
  const lostKeys = new Set(lost.filter(({ head }) => both.has(head)).map(({ text }) => KEY.exec(text)?.[1]));
  const gainedKeys = gained.filter(({ head }) => both.has(head)).map(({ text }) => KEY.exec(text)?.[1]);
  return {
    changed: Array.from(parts, ([head, names]) => `${head}: ${[...names].join(', ')}`),
    onlyStored,
    onlyReceived,
    keys: [...new Set(gainedKeys.filter(key => key !== undefined && lostKeys.has(key)))].filter(
      key => key !== undefined,
    ),
  };
}

/** An attribute by its key, an event or a link as a whole. */
function partOf(text: string): string {
  return KEY.exec(text)?.[1] ?? text;
}

function linesOf(text: string): Line[] {
  let head = '';
  return text
    .split('\n')
    .filter(line => line !== '')
    .map(line => {
      const trimmed = line.trim();
      if (HEAD.test(line)) head = trimmed;
      return { head, text: trimmed };
    });
}

function without(lines: readonly Line[], others: readonly Line[]): Line[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(keyOf(line), (left.get(keyOf(line)) ?? 0) + 1);
  return lines.filter(line => {
    const count = left.get(keyOf(line)) ?? 0;
    if (count > 0) left.set(keyOf(line), count - 1);
    return count === 0;
  });
}

function keyOf({ head, text }: Line): string {
  return `${head}\n${text}`;
}

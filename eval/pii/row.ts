/** A value of a corpus, as a line of JSONL has it. */
export interface Row {
  readonly key?: string;
  /** The value, or under the name `text`. */
  readonly value: string;
  /** Whether it holds personal data or a secret; what has no label holds none. */
  readonly label: 'pos' | 'neg';
  /** What it holds, in words of ours (`email`, `card`) or of the corpus (`CREDIT_CARD`); of a negative, what it is. */
  readonly type: string;
  /** Of generated rows: where the value comes from: a vendor, a country, a locale, a form of a negative. */
  readonly source?: string;
  /** Of generated rows: the text that it was put into. */
  readonly template?: string;
}

/** Reads a line of a corpus: `{ key?, value or text, label?: 'pos' | 'neg', type?, source?, template? }`; others are ignored. */
export function parseRow(line: string, where: string): Row {
  let given: Record<string, unknown>;
  try {
    given = JSON.parse(line);
  } catch {
    throw new Error(`${where} is no JSON: ${line.slice(0, 80)}`);
  }
  const value = given.value ?? given.text;
  if (typeof value !== 'string' && typeof value !== 'number')
    throw new Error(`${where} has neither a value nor a text: ${line.slice(0, 80)}`);
  const { key, label = 'neg', type, source, template } = given;
  if (label !== 'pos' && label !== 'neg')
    throw new Error(`${where}: label is ${JSON.stringify(label)}, not "pos" or "neg"`);
  return {
    value: String(value),
    label,
    type: typeof type === 'string' ? type : label === 'neg' ? 'none' : 'any',
    ...(typeof key === 'string' ? { key } : {}),
    ...(typeof source === 'string' ? { source } : {}),
    ...(typeof template === 'string' ? { template } : {}),
  };
}

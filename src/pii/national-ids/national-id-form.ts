/** How one country's number is told from any other text. */
export interface NationalIdForm {
  /** The country's ISO 3166 code, and what the number is called there: `US SSN`. */
  readonly form: string;
  /** Global; the whole match is the number. Digits may be grouped as people write them. */
  readonly pattern: RegExp;
  /** Check digits, dates and areas; the number comes without blanks, dots, dashes, slashes and brackets, in upper case. */
  readonly check: (number: string) => boolean;
  /** Names in a key, or beside the number, that say what it is; without accents. */
  readonly names: readonly string[];
  /** A way to write it that says enough without a name, since its check digits are strong. */
  readonly byItself?: RegExp;
}

/** What any country's tax number is called. */
export const TAX_NUMBER = 'tax id, tax number, tax no, tax identification, tax payer, taxpayer, tin, fiscal number';

/** Splits a list of names: `bsn, sofi nummer`. */
export function named(...lists: readonly string[]): readonly string[] {
  return lists.flatMap(list => list.split(', '));
}

/** So many digits, with at most one blank, dot or dash between any two of them. */
export function digits(from: number, to = from): RegExp {
  return written(String.raw`\d(?:~\d){${from - 1},${to - 1}}`);
}

/** A pattern of a whole number. `~` stands for at most one blank, dot or dash. */
export function written(pattern: string): RegExp {
  const body = pattern.replaceAll('~', '[ .\\u00a0-]?');
  return new RegExp(`(?<![\\w-]|\\d[.,])${body}(?![\\w-]|[.,]\\d)`, 'gi');
}

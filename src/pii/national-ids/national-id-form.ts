/** How one country's number is told from any other text. */
export interface NationalIdForm {
  /** The country and what it calls the number: `US SSN`. */
  readonly form: string;
  /** Global; the whole match is the number. Digits may be grouped as people write them. */
  readonly pattern: RegExp;
  /** Check digits and areas; the number comes without blanks, dots, dashes and slashes, in upper case. */
  readonly check: (number: string) => boolean;
  /** Words of a key, or before the number, that say what it is; several with a blank between follow one another. */
  readonly words: readonly string[];
  /** Its form and check digits alone say enough. */
  readonly byItself?: true;
}

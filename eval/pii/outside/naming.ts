/** What says what a value is: keys in words, and the words of a sentence. */
export interface Named {
  readonly keys: readonly string[];
  readonly words: readonly string[];
}

/** How a half calls what all of its sources have. The halves share no list: keys are learnt as easily as formats. */
export interface Naming {
  readonly phone: Named;
  readonly card: Named;
  readonly iban: Named;
  readonly email: Named;
  readonly fullName: Named;
  readonly firstName: Named;
  readonly lastName: Named;
  readonly birthDate: Named;
  readonly street: Named;
  readonly address: Named;
}

import type { Random } from './random.ts';

/** `customer tax number` as keys are written: `customer_tax_number`, `customerTaxNumber`, ... */
export const KEY_STYLES = {
  snake: (words: string) => words.replaceAll(' ', '_'),
  kebab: (words: string) => words.replaceAll(' ', '-'),
  dotted: (words: string) => words.replaceAll(' ', '.'),
  env: (words: string) => words.replaceAll(' ', '_').toUpperCase(),
  camel: (words: string) => words.replaceAll(/ (.)/g, (_, letter: string) => letter.toUpperCase()),
  pascal: (words: string) => words.replaceAll(/(?:^| )(.)/g, (_, letter: string) => letter.toUpperCase()),
  /** The first word is a namespace: `customer.tax_number`. */
  attribute: (words: string) => words.replace(' ', '.').replaceAll(' ', '_'),
  header: (words: string) =>
    `X-${words.replaceAll(/(?:^| )(.)/g, (_, letter: string) => `-${letter.toUpperCase()}`).slice(1)}`,
} as const;

/** A key in one of the styles. */
export function styled(words: string, random: Random, styles: readonly (keyof typeof KEY_STYLES)[]): string {
  return KEY_STYLES[random.pick(styles)](words);
}

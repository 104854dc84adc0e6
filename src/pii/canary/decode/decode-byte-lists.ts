import { type Decoded, textAndHex } from './decoded.ts';

/** `[97, 110]`, `[97 110]` (Go), `[97,-12]` (Java). */
const DECIMAL = /(?:-?\d{1,3}(?:, ?|[ \n]\s{0,8})){5,}-?\d{1,3}(?!\d)/g;
/** `{0x61, 0x6e}`, `<61 6e>` is in decode-hex. */
const HEX = /(?:0[xX][\dA-Fa-f]{1,2}(?:, ?|[ \n]\s{0,8})){5,}0[xX][\dA-Fa-f]{1,2}/g;
/** `{"0":97,"1":110}`: what JSON.stringify makes of a Uint8Array. */
const KEYED = /(?:"?\d{1,6}"?: ?\d{1,3}, ?){5,}"?\d{1,6}"?: ?\d{1,3}/g;
/** `01100001 01101110` */
const BINARY = /[01][01 ,]{47,}/g;
const NUMBER = /-?\d+/g;

/** Bytes that are listed as numbers, as a Buffer in JSON is. */
export function decodeByteLists(text: string): readonly Decoded[] {
  if (text.length < 11) return [];
  const lists: (readonly number[])[] = [];
  const add = (runs: readonly string[] | null, read: (run: string) => readonly number[]): void => {
    for (const run of runs ?? []) lists.push(read(run));
  };
  add(text.match(DECIMAL), run => (run.match(NUMBER) ?? []).map(Number));
  if (text.includes('0x') || text.includes('0X'))
    add(text.match(HEX), run =>
      (run.match(/[xX][\dA-Fa-f]+/g) ?? []).map(digits => Number.parseInt(digits.slice(1), 16)),
    );
  if (text.includes(':'))
    add(text.match(KEYED), run => (run.match(/: ?\d+/g) ?? []).map(digits => Number(digits.slice(1))));
  if (text.includes('01'))
    add(text.match(BINARY), run => (run.match(/[01]{8}/g) ?? []).map(digits => Number.parseInt(digits, 2)));
  const texts = lists.filter(isBytes).map(list => textAndHex(Buffer.from(list)));
  return texts.length === 0 ? [] : [{ text: texts.join('\n'), step: 'list of bytes' }];
}

function isBytes(list: readonly number[]): boolean {
  return list.every(number => number >= -128 && number <= 255);
}

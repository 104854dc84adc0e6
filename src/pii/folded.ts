const OTHER_LETTERS: Readonly<Record<string, string>> = {
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ß: 'ss',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ı: 'i',
};

/** In lower case and without accents, so that `número`, `Numero` and `NÚMERO` are one word. */
export function folded(word: string): string {
  const lower = word.toLowerCase();
  if (!/[^ -~]/.test(lower)) return lower;
  return lower
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[øæœßłđðı]/g, letter => OTHER_LETTERS[letter] ?? letter)
    .normalize('NFC');
}

/** Shorter pieces hold no value. */
const MIN_UNITS = 6;
/** So many characters of one alphabet in a row have the same high byte. */
const ALIKE = 5;
/** The alphabets from Latin to Hebrew: their high bytes. */
const MAX_HIGH = 5;

/** The pieces of UTF-16 in bytes, of either byte order, that are no ASCII: Latin, Greek, Cyrillic and the like. */
export function utf16In(bytes: Buffer): readonly string[] {
  if (!mayBeUtf16(bytes)) return [];
  return [0, 1].flatMap(offset => [...unitsIn(bytes, offset, 0), ...unitsIn(bytes, offset, 1)]);
}

function mayBeUtf16(bytes: Buffer): boolean {
  for (const first of [0, 1]) {
    let alike = 0;
    for (let at = first; at < bytes.length; at += 2) {
      const byte = bytes[at] ?? 0xff;
      alike = byte <= MAX_HIGH && (alike === 0 || byte === bytes[at - 2]) ? alike + 1 : 0;
      if (alike === ALIKE) return true;
    }
  }
  return false;
}

/** @param high which of two bytes is the higher one */
function unitsIn(bytes: Buffer, offset: number, high: 0 | 1): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (let at = offset; at < bytes.length; at += 2) {
    const unit = ((bytes[at + high] ?? 0xff) << 8) | (bytes[at + 1 - high] ?? 0xff);
    if (isLetterLike(unit)) {
      piece += String.fromCharCode(unit);
      continue;
    }
    if (piece.length >= MIN_UNITS) pieces.push(piece);
    piece = '';
  }
  if (piece.length >= MIN_UNITS) pieces.push(piece);
  return pieces;
}

function isLetterLike(unit: number): boolean {
  return unit >= 0x20 && unit >> 8 <= MAX_HIGH && (unit < 0x7f || unit > 0x9f);
}

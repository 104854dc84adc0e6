/** The words of a key in lower case: `customerPhone_number` and `customer.phone-number` are customer, phone, number. */
export function keyWords(key: string): string[] {
  const words: string[] = [];
  let start = 0;
  for (let at = 0; at < key.length; at++) {
    const code = key.charCodeAt(at);
    if (code >= 128) return foreignWords(key);
    const isBetween = !isLetterOrDigit(code);
    if (!isBetween && !(isUpper(code) && at > start && beginsAtCapital(key, at))) continue;
    if (at > start) words.push(key.slice(start, at).toLowerCase());
    start = isBetween ? at + 1 : at;
  }
  if (key.length > start) words.push(key.slice(start).toLowerCase());
  return words;
}

/** Behind a small letter or a digit, or before a small one: `userId`, `XMLFile`. */
function beginsAtCapital(key: string, at: number): boolean {
  const after = key.charCodeAt(at + 1);
  return !isUpper(key.charCodeAt(at - 1)) || (after >= 97 && after <= 122);
}

function isUpper(code: number): boolean {
  return code >= 65 && code <= 90;
}

function isLetterOrDigit(code: number): boolean {
  return (code >= 48 && code <= 57) || isUpper(code) || (code >= 97 && code <= 122);
}

/** Of keys with letters of other alphabets. */
function foreignWords(key: string): string[] {
  return key
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\d]+/u)
    .filter(Boolean);
}

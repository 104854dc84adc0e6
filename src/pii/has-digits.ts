/** Whether a text has so many digits or more. Most texts have none, so that little else needs to be asked of them. */
export function hasDigits(text: string, min: number): boolean {
  let left = min;
  for (let at = 0; at < text.length && left > 0; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) left--;
  }
  return left === 0;
}

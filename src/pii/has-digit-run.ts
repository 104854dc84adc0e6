/** Whether so many digits follow one another with at most single blanks or dashes between: fewer make no card. */
export function hasDigitRun(text: string, min: number): boolean {
  let digits = 0;
  let isAfterDigit = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const isDigit = code >= 48 && code <= 57;
    if (isDigit) {
      digits += 1;
      if (digits >= min) return true;
    } else if (!isAfterDigit || (code !== 32 && code !== 45 && code !== 0xa0)) {
      digits = 0;
    }
    isAfterDigit = isDigit;
  }
  return false;
}

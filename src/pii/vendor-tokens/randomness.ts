/** So many times the same character is somebody's placeholder or mask: `xxxxxx`, `000000`. */
const LONGEST_REPEAT = 5;
/** What most tokens have at least, in bits a character; words of a language in lower case have more, digits less. */
const MIN_ENTROPY = 2.5;
const REDACTION = /redacted|filtered|masked|removed|hidden|scrubbed|placeholder|sanitized|your[-_]/i;
/** Words with `-`, `_` or `.` between: the name of something. */
const WORDS_ONLY = /^[a-z._-]+$/;
const WORD_BREAK = /[._-]/;

/** Whether the text could have been drawn at random: it is no placeholder, no redaction, and no words. */
export function looksDrawn(text: string, minEntropy: number = MIN_ENTROPY): boolean {
  if (text === '') return true;
  return randomness(text) >= minEntropy && !REDACTION.test(text) && !(WORDS_ONLY.test(text) && WORD_BREAK.test(text));
}

/** Shannon's entropy of the text's characters in bits; 0 where one of them is repeated so often that nobody drew it. */
export function randomness(text: string): number {
  const counts = new Map<number, number>();
  let previous = -1;
  let repeated = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    repeated = code === previous ? repeated + 1 : 1;
    // `A` in base64 is three zero bytes for every four.
    if (repeated > LONGEST_REPEAT && code !== 65) return 0;
    previous = code;
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

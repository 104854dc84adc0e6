/** Control characters, formats (which reorder or hide text), halves of surrogate pairs, line and paragraph separators. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Text in which everything that is not seen as itself is written as an escape, `\u001b`: what somebody sent must do
 * nothing to the terminal that shows it.
 */
export function escapeUnseen(text: string): string {
  return text.replace(UNSEEN, character => {
    const code = (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0');
    return code.length > 4 ? `\\u{${code}}` : `\\u${code}`;
  });
}

/** Whether a token may begin at `index`: not inside a longer word, though `%3D` and an escaped `\n` may stand before it. */
export function beginsToken(text: string, index: number): boolean {
  if (index === 0) return true;
  const before = text.charCodeAt(index - 1);
  if (before === 42) return false;
  if (!isWordCode(before)) return true;
  if (before === 95 || index < 2) return false;
  const second = text.charCodeAt(index - 2);
  if (second === 92) return before === 110 || before === 114 || before === 116;
  return index > 2 && text.charCodeAt(index - 3) === 37 && isHexCode(before) && isHexCode(second);
}

/** Whether a token may end before `index`: no letter, digit or mask goes on there. */
export function endsToken(text: string, index: number): boolean {
  if (index >= text.length) return true;
  const after = text.charCodeAt(index);
  // A mask after what is left of a token: stars, bullets, blocks, an ellipsis.
  if (after === 42 || after === 0x2022 || after === 0x25cf || after === 0x2588 || after === 0x2026) return false;
  if (after === 46 && text.startsWith('...', index)) return false;
  return !isWordCode(after) || after === 95;
}

function isWordCode(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122);
}

function isHexCode(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102);
}

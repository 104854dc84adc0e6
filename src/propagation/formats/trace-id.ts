/** Why digits are no id of this length; undefined when they are one. Ids are lower-case hex, and not all zero. */
export function idProblem(what: string, digits: string, length: 16 | 32): string | undefined {
  if (digits.length !== length) return `${what} has ${digits.length} characters; it takes ${length}`;
  if (/[A-F]/.test(digits) && /^[\da-fA-F]*$/.test(digits))
    return `${what} has upper-case hex digits; it takes lower-case ones`;
  if (!/^[\da-f]*$/.test(digits)) return `${what} has characters that are no hex digits`;
  return /^0*$/.test(digits) ? `${what} is all zeros` : undefined;
}

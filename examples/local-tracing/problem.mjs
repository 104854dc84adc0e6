/** What the user can fix: the command prints its message, without a stack, and ends with code 1. */
export class Problem extends Error {
  name = 'Problem';
}

/**
 * Attributes that a document has in a member of its own, by key: the member's path, such as `http.response.status`. It is
 * empty for an attribute that is in no member.
 */
export type Taken = ReadonlyMap<string, string>;

/** All that was taken. Where several took a key, the first did. */
export function allTaken(...parts: readonly Taken[]): Taken {
  return new Map([...parts].reverse().flatMap(taken => [...taken]));
}

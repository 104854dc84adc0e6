const BEHIND = /^['"`)]{0,2} for (?:key|column) ['"`]?([\w.$-]{1,64})/i;
const ANYWHERE = / for (?:key|column) ['"`]?([\w.$-]{1,64})/gi;
/** As far as the key of the longest table can reach. */
const REACH = 90;
/** An error names few keys. */
const MAX_KEYS = 20;

/** The key that a database's error names behind a value: `Duplicate entry '17' for key 'users.ssn'`. */
export function keyBehind(text: string, end: number): string | undefined {
  return BEHIND.exec(text.slice(end, end + REACH))?.[1];
}

/** All keys that a text names behind values. */
export function keysBehind(text: string): readonly string[] {
  if (!/ for (?:key|column) /i.test(text)) return [];
  const keys = new Set<string>();
  for (const match of text.matchAll(ANYWHERE)) {
    keys.add(match[1] ?? '');
    if (keys.size === MAX_KEYS) break;
  }
  return [...keys];
}

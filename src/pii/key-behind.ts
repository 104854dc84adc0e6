const BEHIND = /^['"`)]{0,2} for (?:key|column) ['"`]?([\w.$-]{1,64})/i;
/** As far as the key of the longest table can reach. */
const REACH = 90;

/** The key that a database's error names behind a value: `Duplicate entry '17' for key 'users.ssn'`. */
export function keyBehind(text: string, end: number): string | undefined {
  return BEHIND.exec(text.slice(end, end + REACH))?.[1];
}

/** What an attribute is called as an annotation: letters, digits and dots stay, each other character is `_`. */
export function annotationKey(key: string): string {
  return key.replace(/[^A-Za-z\d.]/gu, '_');
}

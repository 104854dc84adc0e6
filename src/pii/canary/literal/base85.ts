/** Four bytes as five characters: Adobe's and btoa's, ZeroMQ's Z85, and Python's b85 (RFC 1924). */
export const BASE85: readonly { readonly name: string; readonly characters: string }[] = [
  { name: 'ascii85', characters: Array.from({ length: 85 }, (_, index) => String.fromCharCode(33 + index)).join('') },
  {
    name: 'Z85',
    characters: '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#',
  },
  {
    name: 'base85',
    characters: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~',
  },
];

/** After so many bytes groups begin again. */
export const OFFSETS = [0, 1, 2, 3];

/** The whole groups of bytes that stand behind so many others; what shares a group with something else is left out. */
export function base85Fragment(bytes: Uint8Array, characters: string, offset: number): string {
  const view = Buffer.from(bytes);
  let text = '';
  for (let at = (4 - offset) % 4; at + 4 <= view.length; at += 4) {
    let value = view.readUInt32BE(at);
    let group = '';
    for (let digit = 0; digit < 5; digit++) {
      group = (characters[value % 85] ?? '') + group;
      value = Math.floor(value / 85);
    }
    text += group;
  }
  return text;
}

import { crc32 } from 'node:zlib';
import type { TokenChecksum } from './vendor-token.ts';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** GitHub's and npm's tokens end in the CRC-32 of what stands before, as six digits of base 62. */
export const CRC32_BASE62: TokenChecksum = {
  length: 6,
  of(body) {
    let rest = crc32(body);
    let digits = '';
    for (let place = 0; place < 6; place++) {
      digits = BASE62.charAt(rest % 62) + digits;
      rest = Math.floor(rest / 62);
    }
    return digits;
  },
};

import { crc32 } from 'node:zlib';
import { jwt } from './secret-values.ts';
import type { Source } from './source-types.ts';

/** A token of a vendor, as the vendor's documentation or a public detector describes it. */
export interface VendorToken {
  readonly vendor: string;
  /** A pattern of `Random.fill`. `{crc62}` at the end is the checksum of what stands behind the last `_`, `{jwt}` a JWT. */
  readonly token: string;
  /** The key under which it is configured, in words. */
  readonly key: string;
  /** Whether nothing but the key, or the vendor's name near, says that it is a secret. */
  readonly onlyByKey?: boolean;
}

/** The sources of a table: one for each vendor, with all of its tokens. */
export function vendorSources(tokens: readonly VendorToken[]): Source[] {
  const vendors = [...new Set(tokens.map(({ vendor }) => vendor))];
  return vendors.map(name => ({
    name,
    type: 'vendor-token',
    sample: random => {
      const { token, key, onlyByKey = false } = random.pick(tokens.filter(({ vendor }) => vendor === name));
      return {
        value: withChecksum(random.fill(token).replace('{jwt}', jwt(random, { alg: 'RS256', typ: 'JWT' }, 342))),
        keys: [key],
        words: [key],
        alone: !onlyByKey,
      };
    },
  }));
}

/** GitHub and npm: the last six characters are the CRC32 of the random ones, in base 62. */
function withChecksum(token: string): string {
  if (!token.endsWith('{crc62}')) return token;
  const head = token.slice(0, -'{crc62}'.length);
  return `${head}${base62(crc32(head.slice(head.lastIndexOf('_') + 1))).padStart(6, '0')}`;
}

function base62(number: number): string {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  const rest = alphabet[number % 62] ?? '';
  return number < 62 ? rest : `${base62(Math.floor(number / 62))}${rest}`;
}

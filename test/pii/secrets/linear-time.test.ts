import { describe, expect, test } from 'vitest';
import { SECRET_DETECTORS } from '../../../src/pii/secret-detectors.ts';
import { VENDOR_TOKENS } from '../../../src/pii/vendor-tokens/vendor-tokens.ts';
import { cpuMs } from '../../cpu-ms.ts';

/** What makes a detector look closer, over and over, and never find anything. */
const PIECES = [
  'eyJ.',
  '-eyJ',
  '://@',
  'a://b:c@',
  'Bearer ',
  'Basic ',
  'password=',
  '--password ',
  'mysql -p',
  'curl -u ',
  'cookie: ',
  'sid=a;',
  '?sig=',
  '-----BEGIN RSA PRIVATE KEY-----',
  '"kty""d":"',
  'adobe token ',
  '@tcp(',
  'thin:a/b',
  'identified by ',
  ...VENDOR_TOKENS.flatMap(token =>
    token.type === 'prefixed' ? [token.prefixes[0] ?? '', `-${token.prefixes[0]}a1B2`] : [],
  ),
];
const CONTEXT = { key: 'app.password', words: ['app', 'password'] };
/** Many times what is needed, and a fraction of what a quadratic search takes. */
const LIMIT_MS = 400;

describe('64 KiB that nearly match all along', () => {
  test.each(SECRET_DETECTORS.map(detector => [detector.name, detector] as const))(
    'take no time: %s',
    (_name, detector) => {
      const slow = PIECES.filter(piece => {
        const text = piece.repeat(Math.ceil(65_536 / piece.length));
        const started = cpuMs();
        detector.detect(text, CONTEXT);
        return cpuMs() - started > LIMIT_MS;
      });
      expect(slow).toEqual([]);
    },
  );
});

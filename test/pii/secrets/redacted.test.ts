import { describe, expect, test } from 'vitest';
import { isRedacted } from '../../../src/pii/redacted.ts';

describe('a value that was taken out', () => {
  test.each<[what: string, text: string]>([
    ['stars', '***'],
    ['crosses', 'xxxxxxxx'],
    ['a word', 'REDACTED'],
    ['a word in brackets', '[Filtered]'],
    ['a word with what it was', '[REDACTED:api-key]'],
    ['an element', '<redacted>'],
    ['stars of a URL', '%2A%2A%2A'],
    ['a word of a URL', '%5BREDACTED%5D'],
    ['nothing', ''],
    ['null', 'null'],
    ['a parameter of a statement', '?'],
    ['a numbered one', '$1'],
    ['a named one', ':secret'],
    ['a variable', '$password'],
    ['a placeholder of a template', '{{token}}'],
    ['a prefix with a word', 'sk-ant-api03-REDACTED'],
    ['a prefix with a word in brackets', 'ghp_[Filtered]'],
    ['a prefix with stars', 'ghp_****'],
    ['a prefix alone', 'ghp_'],
    ['the last four', '****1234'],
    ['both ends', 'ghp_…abcd'],
    ['the beginning', 'AKIA...'],
  ])('is known: %s', (_what, text) => {
    expect(isRedacted(text)).toBe(true);
  });

  test.each<[what: string, text: string]>([
    ['a password', 'hunter2'],
    ['one with stars', 'a**b'],
    ['a token', 'ghp_Zx81kQ0'],
    ['a word that begins like one', 'hiddenvalley7'],
    ['a name', 'ada'],
    ['an address', 'ada@example.com'],
    ['a number', '4242 4242 4242 4242'],
    ['a sentence', 'the token was redacted, and then ada@example.com'],
  ])('is told from %s', (_what, text) => {
    expect(isRedacted(text)).toBe(false);
  });
});

import { describe, expect, test } from 'vitest';
import { findPii } from '../../../src/pii/find-pii.ts';
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
    ['SOPS', 'ENC[AES256_GCM,data:p673w3rM,iv:aGVsbG8=,tag:d29ybGQ=,type:str]'],
    ['hiera-eyaml', 'ENC[PKCS7,MIIBygYJKoZIhvcNAQcDoIIBuzCCAbcCAQAx]'],
    ['Jasypt', 'ENC(nrmZtkF7T0kjG/VodDvBw93Ct8EgjCA+)'],
    ['Spring', '{cipher}682bc583f4641835fa2db009355293665d2647dade3375c0'],
    ['sealed secrets', `AgB9${'Kd/TG0De'.repeat(16)}==`],
    ['AWS KMS', `AQICAH${'h4'.repeat(30)}`],
  ])('is known where it is encrypted: %s', (_what, text) => {
    expect(isRedacted(text)).toBe(true);
    expect(findPii({ key: 'spring.datasource.password', value: text })).toEqual([]);
    expect(findPii({ key: 'app.config', value: `password: ${text}\nport: 80` })).toEqual([]);
  });

  test.each([
    'ENC[AES256_GCM,data:p67,type:str] password=hunter2secret',
    '{{resolve:ssm:/db/user}} password=hunter2secret',
    'ENC(nrmZtkF7T0kjG) Bearer Zk3pQ9xR7tLm2VbN8wYc4HsD',
  ])('hides nothing that stands beside it: %s', value => {
    expect(findPii({ key: 'app.note', value })).toHaveLength(1);
  });

  test('is a place in a store', () => {
    const value = 'apiKey: @Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/a/)';
    expect(findPii({ key: 'app.config', value })).toEqual([]);
  });

  test.each<[what: string, text: string]>([
    ['a password in base64 that begins like a sealed one', `AgB9${'Kd/TG0De'.repeat(5)}==`],
    ['a password that begins like a mark', 'ENCounter-4-Xk29'],
    ['a password in braces', '{Xk29slqP0!}7'],
    ['a password with an at sign', '@Micro$oft9.x'],
  ])('is told from %s, under its key', (_what, text) => {
    expect(findPii({ key: 'app.password', value: text })).toHaveLength(1);
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

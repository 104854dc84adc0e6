import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { findPii } from '../../../src/index.ts';
import { COMMAND_LINE } from '../../../src/pii/detectors/command-line.ts';
import { LOGIN_PARAMETER } from '../../../src/pii/detectors/login-parameter.ts';
import { valuesFound } from './found.ts';

const TOKEN = createHash('sha256').update('a login').digest('base64url');

describe('what a login hands over', () => {
  test.each([
    `https://app.example.com/callback?code=${TOKEN}`,
    `https://app.example.com/callback#state=${TOKEN}&x=1`,
    `grant_type=authorization_code&code_verifier=${TOKEN}`,
    `https://files.example.com/a?x-amz-signature=${TOKEN}`,
    `/account/reset-password/${TOKEN}`,
    `https://app.example.com/magic-link/${TOKEN}`,
    `/invite/${TOKEN}/accept`,
  ])('is found: %s', text => {
    expect(valuesFound(LOGIN_PARAMETER, text)).toContain(TOKEN);
  });

  test('32 hex digits are a token where a password is reset, and an id where somebody is invited', () => {
    const hex = '5d41402abc4b2a76b9719d911017c592';
    expect(valuesFound(LOGIN_PARAMETER, `/reset-password/${hex}`)).toEqual([hex]);
    expect(valuesFound(LOGIN_PARAMETER, `/invitations/${hex}`)).toEqual([]);
  });

  test.each([
    '/orders?code=E1042',
    '/shops?state=CA',
    '/jobs?state=running',
    '/jobs?state=awaiting_payment_confirmation_step2',
    '/errors?code=ERR_HTTP2_STREAM_CANCEL_2024_X',
    '/events?code=org.acme.orders.v2.OrderPlaced',
    '/invite/3f2504e0-4f89-11d3-9a0c-0305e82c3301',
    '/invitations/507f1f77bcf86cd799439011',
    '/reset/{token}',
    '/magic-link/<token>',
    '/callback?code=REDACTED&state=***',
    '/verify/step2-check-mailbox-address',
  ])('is not %s', text => {
    expect(valuesFound(LOGIN_PARAMETER, text)).toEqual([]);
  });
});

describe('a command line', () => {
  test.each([
    ['docker login -u ada -p Xk29slqP0! reg.example.com', 'Xk29slqP0!'],
    ['docker  login  -p  Xk29slqP0!', 'Xk29slqP0!'],
    ['["docker","login","-u","ada","-p","Xk29slqP0!"]', 'Xk29slqP0!'],
    ['curl -u ":p4ssw0rd" https://ci.example.com', 'p4ssw0rd'],
    ['curl -uada:hunter2 https://ci.example.com', 'hunter2'],
    ["import --dry-run --ssl-key-password 'w0H1e9GHb^0IZvL' --limit 288", 'w0H1e9GHb^0IZvL'],
    ['app --password  hunter2', 'hunter2'],
  ])('holds a password: %s', (text, value) => {
    expect(valuesFound(COMMAND_LINE, text)).toContain(value);
  });

  test.each([
    'curl -u <user:password> https://t.example.com/x',
    'curl -u ada:[PASSWORD] x',
    'docker login -u ada -p **** reg',
    'docker login -u ada --password-stdin',
    'docker run -p 8080:80 nginx',
    'app --password <your password here>',
    'mysql -u root -p shop',
  ])('holds none: %s', text => {
    expect(valuesFound(COMMAND_LINE, text)).toEqual([]);
  });

  test('may be a list of arguments under any key, at any depth', () => {
    const args = ['app', '--password', 'hunter2'];
    expect(findPii({ key: 'process.command_args', value: args })).toHaveLength(1);
    expect(findPii({ key: 'app.job', value: { spec: { args } } })).toHaveLength(1);
  });
});

test.each([
  '['.repeat(4_000),
  `${'['.repeat(4_000)}${']'.repeat(4_000)}`,
  `${'{"a":'.repeat(4_000)}1${'}'.repeat(4_000)}`,
])('JSON that nests 4,000 deep throws nothing', value => {
  expect(findPii({ key: 'http.request.body', value })).toEqual([]);
});

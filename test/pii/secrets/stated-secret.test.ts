import { describe, expect, test } from 'vitest';
import { STATED_SECRET } from '../../../src/pii/detectors/stated-secret.ts';
import { valuesFound } from './found.ts';

const HASH = 'a1b2c3d4'.repeat(8);

describe('a statement that says a password', () => {
  test.each([
    'AUTH s3cretPw9',
    'auth s3cretPw9',
    'AUTH "s3cretPw9"',
    'AUTH ada s3cretPw9',
    'HELLO 3 AUTH default s3cretPw9',
    'hello 3 auth default s3cretPw9 setname x',
    'CONFIG SET requirepass s3cretPw9',
    'config set masterauth "s3cretPw9"',
    'ACL SETUSER ada on >s3cretPw9 ~* +@all',
    'MULTI\nAUTH s3cretPw9\nEXEC',
    '"AUTH" "default" "s3cretPw9"',
    '*2\r\n$4\r\nAUTH\r\n$9\r\ns3cretPw9\r\n',
    'db.auth("ada", "s3cretPw9")',
    'CREATE USER ada IDENTIFIED BY s3cretPw9',
    "CREATE USER 'ada'@'%' IDENTIFIED WITH mysql_native_password BY 's3cretPw9'",
    'ALTER USER ada IDENTIFIED BY "s3cretPw9"',
    "SET PASSWORD FOR 'ada'@'localhost' = PASSWORD('s3cretPw9')",
    "SET PASSWORD = 's3cretPw9'",
    "ALTER ROLE ada WITH PASSWORD 's3cretPw9'",
    "CREATE ROLE ada LOGIN PASSWORD 's3cretPw9'",
    "CREATE LOGIN ada WITH PASSWORD = N's3cretPw9'",
    "INSERT INTO users (id, password) VALUES (1, crypt('s3cretPw9', gen_salt('bf')))",
    'machine git.example.com\nlogin ci\npassword s3cretPw9',
  ])('is found: %s', text => {
    expect(valuesFound(STATED_SECRET, text, 'db.query.text')).toEqual(['s3cretPw9']);
  });

  test.each([
    [`ACL SETUSER ada #${HASH}`, HASH],
    ['{"saslStart":1,"mechanism":"PLAIN","payload":"AGFkYQBzM2NyZXQ="}', 'AGFkYQBzM2NyZXQ='],
    ['{"saslContinue":1,"payload":{"$binary":{"base64":"AGFkYQBzM2NyZXQ=","subType":"00"}}}', 'AGFkYQBzM2NyZXQ='],
    ['{ saslStart: 1, payload: BinData(0,"biwsbj1hZGEscj1hYmM=") }', 'biwsbj1hZGEscj1hYmM='],
  ])('is found where it is a hash or a payload: %s', (text, value) => {
    expect(valuesFound(STATED_SECRET, text, 'db.query.text')).toEqual([value]);
  });

  test.each([
    'AUTH ?',
    'auth ? ?',
    'AUTH default ****',
    'AUTH [1 other arguments]',
    'AUTH $1',
    'HELLO 3 AUTH ? ?',
    'HELLO 3',
    'CONFIG SET requirepass ?',
    'CONFIG GET requirepass',
    'ACL SETUSER ada on >? ~*',
    'ACL SETUSER ada on >*** ~*',
    '{"saslStart":1,"mechanism":"PLAIN","payload":"?"}',
    'CREATE USER ada IDENTIFIED BY ?',
    "CREATE USER ada IDENTIFIED BY '****'",
    'CREATE USER ada IDENTIFIED EXTERNALLY',
    'ALTER ROLE ada WITH PASSWORD $1',
    'ALTER USER ada PASSWORD EXPIRE',
    'SET PASSWORD FOR ada = PASSWORD(?)',
    "SET PASSWORD FOR 'ada'@'db' = '<redacted>'",
    'SELECT * FROM auth WHERE id = 12',
  ])('is quiet about %s', text => {
    expect(valuesFound(STATED_SECRET, text, 'db.query.text')).toEqual([]);
  });

  test.each(['AUTH LOGIN', 'AUTH PLAIN AGFkYQ', 'auth failed', 'Auth service started', 'auth token expired'])(
    'is quiet about a sentence: %s',
    text => {
      expect(valuesFound(STATED_SECRET, text, 'body')).toEqual([]);
    },
  );
});

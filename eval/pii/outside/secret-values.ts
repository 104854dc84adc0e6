import type { Random } from './random.ts';
import type { Form, Pair, Sample, Source } from './source-types.ts';

const NAMES = [
  'orchid',
  'Falcon',
  'winter',
  'Harbor',
  'copper',
  'Meadow',
  'thunder',
  'Biscuit',
  'lagoon',
  'Pepper',
  'quartz',
];

/** A password as people and generators choose them. */
export function password(random: Random): string {
  const forms = [
    () => `${random.pick(NAMES)}${random.pick(['!', '#', '-', '_', '.'])}${random.int(10, 9999)}`,
    () => `${random.pick(NAMES)}-${random.pick(NAMES)}-${random.pick(NAMES)}-${random.int(1, 99)}`,
    () => random.chars('alnum', random.int(10, 24)),
    () => `${random.chars('alnum', 9)}${random.pick(['$', '*', '!', '^', '~'])}${random.chars('alnum', 5)}`,
    () => `P4ss${random.pick(NAMES)}${random.int(1, 99)}!`,
  ];
  return random.pick(forms)();
}

/** A password that needs no quoting in a URL, a shell or SQL. */
export function plainPassword(random: Random): string {
  return password(random).replace(/[^\w.-]/g, 'x');
}

export const user = (random: Random): string =>
  random.pick(['svc_orders', 'app', 'reporting', 'etl-user', 'root', 'admin', 'billing_rw']);

export const host = (random: Random): string =>
  random.pick([
    'db-1.internal',
    '10.2.3.4',
    'pg.prod.svc.cluster.local',
    'cache-0',
    'mq.eu-west-1.acme.cloud',
    'localhost',
  ]);

export function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

export function jwt(random: Random, header: Readonly<Record<string, string>>, signature: number): string {
  const part = (json: object): string => Buffer.from(JSON.stringify(json)).toString('base64url');
  const claims = { sub: random.digits(10), iat: 1_700_000_000 + random.int(0, 9e6), jti: random.uuid() };
  return `${part(header)}.${part(claims)}.${random.chars('url', signature)}`;
}

/** How the bodies of keys begin: their DER, or OpenSSH's magic, says what follows. */
const KEY_STARTS: Readonly<Record<string, string>> = {
  'RSA PRIVATE KEY': 'MIIEowIBAAKCAQEA',
  'PRIVATE KEY': 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQD',
  'ENCRYPTED PRIVATE KEY': 'MIIFHDBOBgkqhkiG9w0BBQ0wQTApBgkqhkiG9w0BBQwwHAQI',
  'EC PRIVATE KEY': 'MHcCAQEEI',
  'OPENSSH PRIVATE KEY': 'b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtz',
};

/** A key between its two lines: `RSA PRIVATE KEY`, ... */
export function pem(random: Random, label: string, lines: number, head = ''): string {
  const start = head.startsWith('Proc-Type') ? '' : (KEY_STARTS[label] ?? '');
  const body = `${start}${random.chars('b64', lines * 64 - start.length)}`.replace(/.{64}(?!$)/g, '$&\n');
  return `-----BEGIN ${label}-----\n${head}${body}\n-----END ${label}-----`;
}

/** A form whose rows hold a credential. */
export function credential(name: string, pair: (random: Random) => Pair, type = 'credential'): Form {
  return { name, type, pair };
}

/** Passwords under keys of one sort. */
export function passwordSource(name: string, keys: readonly string[]): Source {
  return {
    name,
    type: 'password',
    sample: (random): Sample => ({ value: password(random), keys, words: [], alone: false }),
  };
}

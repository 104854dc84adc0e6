import { TracewrightError } from '../../errors.ts';

/** The environment variable that holds the key, where the policy names no other. */
const DEFAULT_KEY_ENV = 'TRACEWRIGHT_FINGERPRINT_KEY';
/** POSIX (Base Definitions, section 8.1), and lower case, which systems take too. */
const ENV_NAME = /^[A-Za-z_]\w{0,127}$/;
/** A name of that length has several words; a key has digits, and no underscores. */
const LOOKS_LIKE_KEY = /^(?=.*\d)[A-Za-z\d]{20,}$/;
/** Fields that one would expect to hold the key. */
const KEY_FIELDS = /^(?:fingerprint|hmac)[-_]?(?:key|secret|salt)$/i;

const ADVICE = `The key of fingerprints never stands in a policy: put it into an environment variable, ${DEFAULT_KEY_ENV} or the one that fingerprintKeyEnv names.`;

/** The error for an invalid name. It does not show the value, which may be the key itself. */
export const NOT_A_NAME = `is not the name of an environment variable, such as "${DEFAULT_KEY_ENV}". ${ADVICE}`;

/** @throws {TracewrightError} INVALID_POLICY where the policy has a field for the key itself */
export function refuseKey(policy: object): void {
  const field = Object.keys(policy).find(isKeyField);
  if (field !== undefined) throw new TracewrightError('INVALID_POLICY', keyFieldText(field));
}

/** Whether a policy's field is meant to hold the key itself. */
export function isKeyField(field: string): boolean {
  return KEY_FIELDS.test(field);
}

export function keyFieldText(field: string): string {
  return `policy has no option "${field}". ${ADVICE}`;
}

/**
 * The name of the environment variable that holds the key.
 *
 * @throws {TracewrightError} INVALID_POLICY, without the value: it may be the key
 */
export function checkKeyName(given: unknown): string {
  if (given === undefined) return DEFAULT_KEY_ENV;
  if (typeof given !== 'string' || !ENV_NAME.test(given) || LOOKS_LIKE_KEY.test(given))
    throw new TracewrightError('INVALID_POLICY', `policy.fingerprintKeyEnv ${NOT_A_NAME}`);
  return given;
}

/** The key; undefined where the variable is not set, or empty, as CI gives secrets to forks. */
export function fingerprintKey(name: string): string | undefined {
  const key = process.env[name]?.trim();
  return key === '' ? undefined : key;
}

import { headerValues, trimBlanks } from './carrier.ts';
import type { Carrier, Refusal } from './format.ts';

/** An entry of W3C baggage: its value decoded, its properties as they came. */
export interface BaggageEntry {
  readonly key: string;
  readonly value: string;
  readonly properties: readonly string[];
}

/** So much has to be handed on whole. */
export const BAGGAGE_LIMITS = { members: 64, bytes: 8_192 } as const;

/** RFC 7230's token. */
const TOKEN = /^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/;
/** baggage-octet: printable ASCII without blank, `"`, `,`, `;` and `\`. */
const VALUE = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*$/;

/**
 * Writes a `baggage` header. Values are percent-encoded.
 *
 * @throws {RangeError} for a key that no header can carry
 * @see https://www.w3.org/TR/baggage/#header-content
 */
export function formatBaggage(entries: Readonly<Record<string, string>>): string {
  return Object.entries(entries)
    .map(([key, value]) => {
      if (!TOKEN.test(key)) throw new RangeError(`the key ${JSON.stringify(key)} is no token`);
      return `${key}=${encodeURIComponent(value)}`;
    })
    .join(',');
}

/** The entries of a carrier's baggage; members that break the rules are left out, each with its reason. */
export function extractBaggage(carrier: Carrier): {
  readonly entries: readonly BaggageEntry[];
  readonly refused: readonly Refusal[];
} {
  const values = headerValues(carrier, 'baggage');
  const entries: BaggageEntry[] = [];
  const refused: Refusal[] = [];
  for (const member of values.join(',').split(',')) {
    const text = trimBlanks(member);
    if (text === '') continue;
    const entry = parseMember(text);
    if (typeof entry === 'string') refused.push({ header: 'baggage', value: text, reason: entry });
    else entries.push(entry);
  }
  return { entries, refused };
}

function parseMember(text: string): BaggageEntry | string {
  const [pair = '', ...properties] = text.split(';').map(trimBlanks);
  const at = pair.indexOf('=');
  if (at === -1) return 'the member has no "="';
  const key = trimBlanks(pair.slice(0, at));
  const value = trimBlanks(pair.slice(at + 1));
  if (!TOKEN.test(key)) return 'the key is empty, or has characters that are not allowed';
  if (!VALUE.test(value)) return 'the value has characters that have to be percent-encoded';
  return { key, value: decode(value), properties };
}

/** Bytes that are no UTF-8 become U+FFFD, and a `%` that begins no byte stays as it is. */
function decode(value: string): string {
  const bytes = value.replace(/%([\da-fA-F]{2})/g, (_match, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

import type { PiiDetector } from '../detector.ts';
import { NAMED, SAYS } from './telling-words.ts';
import { HAS, type TextFacts } from './text-facts.ts';

/** What must be there before a detector can find anything. Everything that is given must hold. */
export interface Gate {
  /** The text's characters at least, and its digits. */
  readonly length?: number;
  readonly digits?: number;
  /** Facts of the text, all of them. */
  readonly all?: number;
  /** Facts of the text and of its keys: one of either is enough. */
  readonly some?: { readonly text?: number; readonly keys?: number };
}

/**
 * The gates of the detectors, by their names. A detector that has none looks through every text. A gate may be too wide,
 * which costs time; one that is too narrow hides what its detector would find. `test/pii/gates` compares both.
 */
const GATES: ReadonlyMap<string, Gate> = new Map<string, Gate>(
  Object.entries({
    'private-key': { length: 40, some: { text: SAYS.privateKey } },
    'vendor-token': { length: 12, some: { text: SAYS.vendor, keys: NAMED.vendorSecret } },
    jwt: { some: { text: SAYS.jwt } },
    'signed-url': { all: HAS.equals },
    authorization: { some: { text: SAYS.scheme, keys: NAMED.authorization } },
    'url-userinfo': { all: HAS.at | HAS.colon },
    cookie: { all: HAS.equals, some: { text: SAYS.cookie, keys: NAMED.cookie } },
    'command-line': { all: HAS.dash },
    'password-by-key': { some: { text: HAS.blank, keys: NAMED.secret } },
    'sensitive-attribute': { some: { keys: NAMED.sensitive } },
    email: { some: { text: HAS.at | HAS.percent | HAS.ampersand } },
    iban: { length: 15, all: HAS.accountStart },
    'payment-card': { digits: 12 },
    'national-id': { digits: 4, some: { text: SAYS.nationalId | HAS.idShape, keys: NAMED.nationalId } },
    phone: { digits: 7, some: { text: HAS.plus | SAYS.phone, keys: NAMED.phone } },
    'birth-date': { digits: 4, some: { text: SAYS.birth, keys: NAMED.birth } },
    'geo-location': { digits: 4, all: HAS.dot, some: { keys: NAMED.place } },
    'person-name': { length: 2, some: { keys: NAMED.name } },
  }),
);

export interface GatedDetector {
  readonly detector: PiiDetector;
  readonly gate: Gate | undefined;
}

const known = new WeakMap<readonly PiiDetector[], readonly GatedDetector[]>();

/** Detectors with their gates. A policy's own have none: its detectors cannot have the names of those here. */
export function gated(detectors: readonly PiiDetector[]): readonly GatedDetector[] {
  const before = known.get(detectors);
  if (before !== undefined) return before;
  const all = detectors.map(detector => ({ detector, gate: GATES.get(detector.name) }));
  known.set(detectors, all);
  return all;
}

/** Whether the detector could find anything in a text of so many characters, with these facts, under keys with those. */
export function isOpen(
  { length = 0, digits = 0, all = 0, some }: Gate,
  of: number,
  text: TextFacts,
  keys: number,
): boolean {
  if (of < length || text.digits < digits || (text.facts & all) !== all) return false;
  return some === undefined || (text.facts & (some.text ?? 0)) !== 0 || (keys & (some.keys ?? 0)) !== 0;
}

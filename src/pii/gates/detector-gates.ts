import type { PiiDetector } from '../detector.ts';
import { NAMED, SAYS } from './telling-words.ts';
import { digitsOf, HAS } from './text-facts.ts';

/** What must be there before a detector can find anything. */
export interface Gate {
  /** The text's characters at least, and its digits, at most {@link MOST_DIGITS}. */
  readonly length: number;
  readonly digits: number;
  /** Facts of the text, all of them. */
  readonly all: number;
  /** Facts of the text, and of its keys: one of either is enough. */
  readonly text: number;
  readonly keys: number;
}

/** A gate that asks for this; for all that is not said it stands open. */
function gate(asks: Partial<Gate>): Gate {
  const isEither = asks.text !== undefined || asks.keys !== undefined;
  return { length: 0, digits: 0, all: 0, keys: 0, text: isEither ? 0 : HAS.anything, ...asks };
}

/**
 * The gates of the detectors, by their names. A detector that has none looks through every text. A gate may be too wide,
 * which costs time; one that is too narrow hides what its detector would find. `test/pii/gates` compares both.
 */
const GATES: ReadonlyMap<string, Gate> = new Map([
  ['private-key', gate({ length: 40, text: SAYS.privateKey })],
  ['vendor-token', gate({ length: 12, text: SAYS.vendor, keys: NAMED.vendorSecret })],
  ['jwt', gate({ text: SAYS.jwt })],
  ['signed-url', gate({ all: HAS.equals })],
  ['authorization', gate({ text: SAYS.scheme, keys: NAMED.authorization })],
  ['url-userinfo', gate({ all: HAS.at | HAS.colon })],
  ['cookie', gate({ all: HAS.equals, text: SAYS.cookie, keys: NAMED.cookie })],
  ['command-line', gate({ text: HAS.option | SAYS.statement })],
  ['stated-secret', gate({ text: SAYS.statement })],
  ['login-parameter', gate({ length: 20, text: SAYS.login })],
  ['password-by-key', gate({ keys: NAMED.secret })],
  ['sensitive-attribute', gate({ keys: NAMED.sensitive })],
  ['gen-ai-content', gate({ keys: NAMED.genAi })],
  ['email', gate({ text: HAS.at | HAS.encoded })],
  ['iban', gate({ length: 15, all: HAS.accountStart })],
  ['payment-card', gate({ digits: 12, text: HAS.digitRun | HAS.noLetter })],
  ['card-code', gate({ digits: 3, text: SAYS.cardCode, keys: NAMED.cardCode })],
  ['national-id', gate({ digits: 2, text: SAYS.nationalId | HAS.personsNumber | HAS.foreign, keys: NAMED.nationalId })],
  ['phone', gate({ digits: 7, text: HAS.plus | HAS.foreign | SAYS.phone, keys: NAMED.phone })],
  ['birth-date', gate({ digits: 4, text: SAYS.birth, keys: NAMED.birth })],
  ['geo-location', gate({ digits: 4, all: HAS.dot, keys: NAMED.place })],
  ['postal-address', gate({ length: 3, keys: NAMED.address })],
  ['person-name', gate({ keys: NAMED.name })],
]);

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

/** Whether the detector could find anything in a text of that length, with these facts, under keys with those. */
export function isOpen(
  { length, digits, all, text, keys }: Gate,
  of: number,
  facts: number,
  keyFacts: number,
): boolean {
  return (
    of >= length &&
    digitsOf(facts) >= digits &&
    (facts & all) === all &&
    ((facts & text) !== 0 || (keyFacts & keys) !== 0)
  );
}

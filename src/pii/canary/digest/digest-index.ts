import type { CanaryValue } from '../contents.ts';
import { hexRuns } from '../decode/decode-hex.ts';
import type { Needle } from '../needle.ts';
import { type DigestBytes, digestsOf, doubleDigestsOf, hmacsOf, shortBlakes } from './algorithms.ts';
import { namedUuidsOf, uuidsOfDigest } from './digest-uuids.ts';
import { type DigestedForm, digestedFormsOf } from './digested-forms.ts';

/** A key for HMAC, as the service under test has it. */
export type HmacKey = string | Uint8Array;

/** A digest of a value. */
interface Digest {
  readonly entry: number;
  readonly hex: string;
  readonly base64: string;
  /** `sha256`, `sha256 of its lower case`, `HMAC-sha256`. */
  readonly name: string;
}

export interface DigestHit {
  readonly entry: number;
  readonly name: string;
}

/** A digest of which less is left says too little. */
const MIN_HEX = 16;
/** So many characters of base64 hold as many bits, but for two. */
const MIN_BASE64 = 11;
const HEX_RUN = /[\dA-Fa-f]{16,}/g;
const UUID = /[\dA-Fa-f]{8}-[\dA-Fa-f]{4}-[\dA-Fa-f]{4}-[\dA-Fa-f]{4}-[\dA-Fa-f]{12}/g;
const SPACED_HEX = /(?:[\dA-Fa-f]{2}[ :.,-]{1,2}){3}[\dA-Fa-f]{2}/;
const BASE64_RUN = /[A-Za-z\d+/_-]{11,}/g;
/** What stands before it in a run may look the same: so many characters, or up to a sign that may be a separator. */
const MAX_LEAD = 16;
const SEPARATOR = /[+/]/g;
const RAW_LENGTHS = new Set([16, 20, 28, 32, 48, 64]);

/** Digests of values, looked up by their beginnings and, in hex, by their ends. */
export class DigestIndex {
  readonly #byHex = new Map<string, Digest>();
  readonly #byTail = new Map<string, Digest>();
  readonly #byBase64 = new Map<string, Digest>();

  constructor(values: readonly CanaryValue[], needles: readonly Needle[], hmacKeys: readonly HmacKey[]) {
    for (const [entry, { value }] of values.entries()) {
      const parts = needles.filter(needle => needle.entry === entry && !needle.isReversed);
      for (const form of digestedFormsOf(value, parts)) this.#add(entry, form, hmacKeys);
    }
  }

  find(text: string): DigestHit[] {
    const hits: DigestHit[] = [];
    const note = (digest: Digest | undefined, how = ''): void => {
      if (digest !== undefined) hits.push({ entry: digest.entry, name: `${digest.name}${how}` });
    };
    if (RAW_LENGTHS.has(text.length)) note(this.#rawDigest(text), ', its bytes');
    if (text.length < MIN_BASE64) return hits;
    for (const run of text.match(BASE64_RUN) ?? []) note(this.#inBase64(run), ' in base64');
    if (text.length < MIN_HEX) return hits;
    for (const run of text.match(HEX_RUN) ?? []) note(this.#inHex(run.toLowerCase()));
    if (text.includes('-'))
      for (const uuid of text.match(UUID) ?? [])
        note(this.#inHex(uuid.replaceAll('-', '').toLowerCase()), ' as a UUID');
    if (hits.length === 0 && SPACED_HEX.test(text))
      for (const run of hexRuns(text)) note(this.#inHex(run.toLowerCase()), ', its bytes apart');
    return hits;
  }

  #add(entry: number, { text, note, isMain }: DigestedForm, hmacKeys: readonly HmacKey[]): void {
    const plain = digestsOf(text);
    const made = [...plain, ...hmacKeys.flatMap(key => hmacsOf(text, key)), ...namedUuidsOf(text)];
    const rare = isMain ? [...shortBlakes(text), ...doubleDigestsOf(text)] : [];
    for (const one of [...made, ...rare, ...plain.flatMap(uuidsOfDigest)]) this.#put(entry, one, note);
  }

  #put(entry: number, { bytes, name }: DigestBytes, note: string): void {
    const digest = { entry, hex: bytes.toString('hex'), base64: bytes.toString('base64'), name: `${name}${note}` };
    const short = digest.hex.slice(0, MIN_HEX);
    if (this.#byHex.has(short)) return;
    this.#byHex.set(short, digest);
    this.#byTail.set(digest.hex.slice(-MIN_HEX), digest);
    this.#byBase64.set(digest.base64.slice(0, MIN_BASE64 - 1), digest);
  }

  #inHex(run: string): Digest | undefined {
    const last = Math.min(run.length - MIN_HEX, MAX_LEAD);
    for (let at = 0; at <= last; at++) {
      const found = this.#byHex.get(run.slice(at, at + MIN_HEX));
      if (found !== undefined) return found;
    }
    return this.#byTail.get(run.slice(-MIN_HEX));
  }

  #inBase64(given: string): Digest | undefined {
    const run = given.replace(/-/g, '+').replace(/_/g, '/');
    for (let at = 0; at <= Math.min(run.length - MIN_BASE64, MAX_LEAD); at++) {
      const found = this.#base64At(run, at);
      if (found !== undefined) return found;
    }
    if (run.length <= MAX_LEAD + MIN_BASE64) return undefined;
    for (const { index } of run.matchAll(SEPARATOR)) {
      const found = this.#base64At(run, index + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #base64At(run: string, at: number): Digest | undefined {
    const found = this.#byBase64.get(run.slice(at, at + MIN_BASE64 - 1));
    // Of the last character only the bits that a cut one keeps are the digest's.
    return found !== undefined && isCloseTo(found.base64, run.slice(at, at + MIN_BASE64)) ? found : undefined;
  }

  #rawDigest(text: string): Digest | undefined {
    const hex = Buffer.from(text, 'latin1').toString('hex');
    const found = this.#byHex.get(hex.slice(0, MIN_HEX));
    return found?.hex === hex ? found : undefined;
  }
}

function isCloseTo(digest: string, run: string): boolean {
  const [a, b] = [Buffer.from(digest.slice(0, MIN_BASE64), 'base64'), Buffer.from(run, 'base64')];
  return a.equals(b);
}

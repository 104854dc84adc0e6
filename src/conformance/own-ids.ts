import { randomBytes } from 'node:crypto';
import type { RawHeader } from './conformance-case.ts';

/** The part of the W3C trace id in the cases that differs from request to request. */
export const OWN_PART = '42f84a3c9d5e6f70';
/** That part, and the one of the X-Ray Root. */
const STANDING = [OWN_PART, 'ef01234567891234'] as const;

/**
 * Gives each request trace ids of its own. The cases are written with the same ids throughout; on the wire a part of each
 * is replaced, so that an id that comes back with the calls of another request is known to be shared.
 */
export interface OwnIds {
  /** The headers of a case with this request's ids. */
  toWire(headers: readonly RawHeader[]): readonly RawHeader[];
  /** Headers that came back, with the ids that the cases are written with. */
  fromWire(headers: readonly RawHeader[]): readonly RawHeader[];
  /** A sentence of a case about its ids, with this request's ids. */
  inWords(text: string): string;
  /** Whether a header carries an id of this request. */
  isIn(value: string): boolean;
}

export function ownIds(): OwnIds {
  const own = STANDING.map(() => randomBytes(8).toString('hex'));
  const replace = (text: string, from: readonly string[], to: readonly string[]): string =>
    from.reduce((replaced, part, index) => replaced.replaceAll(part, to[index] ?? part), text);
  const mapped = (headers: readonly RawHeader[], from: readonly string[], to: readonly string[]): RawHeader[] =>
    headers.map(([name, value]) => [name, replace(value, from, to)]);
  return {
    toWire: headers => mapped(headers, STANDING, own),
    fromWire: headers => mapped(headers, own, STANDING),
    inWords: text => replace(text, STANDING, own),
    isIn: value => own.some(part => value.includes(part)),
  };
}

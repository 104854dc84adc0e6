import { isPlainObject, kindOf } from '../../misuse.ts';
import { isCarrying } from '../../propagation/carrying-headers.ts';
import { contextLike } from '../../propagation/context-forms.ts';
import { type HeaderEntry, headerEntries } from './header-entries.ts';
import { type HeaderPlace, headerPlaces, isMembers } from './header-places.ts';
import { headerTexts } from './header-texts.ts';

/** A header with its values as texts. */
export type ReadHeader = readonly [name: string, values: readonly string[]];

/** How deep trace headers are looked for in a value that cannot be read. */
const MAX_DEPTH = 4;
const SHOWN = 6;

/**
 * The headers of a message, or why they cannot be read. That a message has no headers is evidence, so it is only
 * said of a message whose kind is known.
 */
export function messageHeaders(given: unknown): readonly ReadHeader[] | string {
  const batch = batchOf(given);
  if (batch !== undefined)
    return batch.length === 1
      ? messageHeaders(batch[0])
      : `takes a message; received an object with ${batch.length} messages in it. Record each of them.`;
  if (typeof given !== 'object' || given === null)
    return `takes a message, an object with headers; received ${whatIs(given)}.`;
  if (Array.isArray(given) && given.some(one => isMembers(one) && headerPlaces(one).length > 0))
    return `takes a message, not ${kindOf(given)} messages. Record each of them.`;
  const inner = isMembers(given) && isMembers(given.message) ? [given.message] : [];
  const places = [...inner, given].flatMap(one => (isMembers(one) ? headerPlaces(one) : []));
  if (places.length > 0) return readPlaces(places);
  const direct = inner.length > 0 && isHeaderMap(inner[0]) ? inner[0] : given;
  const isCollection = Array.isArray(given) ? given.length > 0 : !isPlainObject(given);
  return isCollection || isHeaderMap(direct)
    ? readPlaces([{ where: 'the message', collection: direct }])
    : unknownShape(given);
}

/** What Lambda and the SDKs give: `Records` of SQS and SNS, `records` by partition of Kafka, `Messages` of SQS. */
function batchOf(given: unknown): readonly unknown[] | undefined {
  if (!isMembers(given)) return undefined;
  const { Records, records, Messages } = given;
  const batch = [Records, Messages, records].find(one => Array.isArray(one) || isPlainObject(one));
  if (batch === undefined) return undefined;
  return Array.isArray(batch) ? batch : Object.values(batch as object).flat();
}

/** The headers themselves: they are numbered, or one carries a context by its name or by the form of its value. */
function isHeaderMap(given: unknown): boolean {
  if (!isPlainObject(given)) return false;
  const entries = Object.entries(given);
  if (entries.length > 0 && entries.every(([name, value]) => /^\d+$/.test(name) && isMembers(value))) return true;
  return entries.some(([name, value]) => {
    if (isCarrying(name)) return true;
    const like = typeof value === 'string' ? contextLike(value) : undefined;
    return like !== undefined && !like.weak && like.text === value;
  });
}

/** Of a header in several places, the first counts. */
function readPlaces(places: readonly HeaderPlace[]): readonly ReadHeader[] | string {
  const found = new Map<string, ReadHeader>();
  for (const { where, collection } of places) {
    if (collection === undefined || collection === null) continue;
    const entries = headerEntries(collection);
    if (entries === undefined) return unreadable(where, collection);
    const read = readEntries(where, entries);
    if (typeof read === 'string') return read;
    for (const [name, values] of read) {
      const key = name.toLowerCase();
      if (!found.has(key)) found.set(key, [name, values]);
    }
  }
  return [...found.values()];
}

function readEntries(where: string, entries: readonly HeaderEntry[]): readonly ReadHeader[] | string {
  const read = new Map<string, string[]>();
  let known = entries.length === 0;
  for (const [name, value] of entries) {
    const texts = headerTexts(value);
    if (texts === undefined) {
      if (isCarrying(name) || hasTraceHeader(value)) return unreadable(`${where}, header "${name}"`, value);
      known ||= Array.isArray(value) || value instanceof Date;
      continue;
    }
    known = true;
    const values = read.get(name.toLowerCase()) ?? [];
    values.push(...texts);
    read.set(name.toLowerCase(), values);
  }
  return known
    ? [...read]
    : `cannot read ${where}: none of its members (${namesOf(entries)}) has a value of text or bytes.`;
}

/** Whether a value that cannot be read has trace headers in it. */
function hasTraceHeader(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return contextLike(value)?.weak === false;
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return false;
  return Object.entries(value).some(([name, one]) => isCarrying(name) || hasTraceHeader(one, depth + 1));
}

function unreadable(where: string, value: unknown): string {
  const members = isMembers(value) ? Object.keys(value).map(key => [key] as const) : [];
  const of = members.length === 0 ? '' : ` with the members ${namesOf(members)}`;
  return `cannot read ${where}: it is ${whatIs(value)}${of}. ${KNOWN}`;
}

/** Without the text itself: headers may hold secrets. */
function whatIs(value: unknown): string {
  return typeof value === 'string' ? `a string of ${value.length} characters` : kindOf(value);
}

function unknownShape(given: object): string {
  if ('ReceiptHandle' in given || 'receiptHandle' in given)
    return "found no attributes in the SQS message. Receive it with MessageAttributeNames: ['All'], else SQS leaves them out.";
  const keys = Object.keys(given);
  const what = keys.length === 0 ? kindOf(given) : `an object with the members ${namesOf(keys.map(key => [key]))}`;
  return `found no headers in the message; received ${what}. ${KNOWN}`;
}

const KNOWN =
  'Pass an object with `headers` as a plain object, a Map or an array of pairs; for a message without headers: { headers: {} }.';

function namesOf(entries: readonly (readonly [string, ...unknown[]])[]): string {
  const names = entries.slice(0, SHOWN).map(([name]) => name.slice(0, 40));
  return entries.length > SHOWN ? `${names.join(', ')}, ...` : names.join(', ');
}

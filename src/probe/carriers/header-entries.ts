import { types } from 'node:util';
import { isPlainObject } from '../../misuse.ts';
import { isCarrying } from '../../propagation/carrying-headers.ts';
import { bytesOf } from './header-texts.ts';

/** A header as its client holds it: the value is not read yet. */
export type HeaderEntry = readonly [name: string, value: unknown];

/** Members that hold a header's name and its value, in the spellings that clients use. */
const NAMED_MEMBERS = [
  ['key', 'value'],
  ['name', 'value'],
  ['Key', 'Value'],
  ['Name', 'Value'],
] as const;

/** The headers in a collection of headers; undefined when its shape is not known. An empty collection has none. */
export function headerEntries(collection: unknown): readonly HeaderEntry[] | undefined {
  if (typeof collection !== 'object' || collection === null) return undefined;
  if (Array.isArray(collection)) return listEntries(collection);
  if (bytesOf(collection) !== undefined) return undefined;
  if (types.isMap(collection)) return pairEntries([...collection]);
  const iterated = iteratedEntries(collection) ?? methodEntries(collection);
  return iterated ?? memberEntries(collection as Readonly<Record<string, unknown>>);
}

/** WHATWG Headers and NATS's MsgHdrs give pairs when they are iterated. */
function iteratedEntries(collection: object): readonly HeaderEntry[] | undefined {
  if (typeof (collection as Partial<Iterable<unknown>>)[Symbol.iterator] !== 'function') return undefined;
  return listEntries([...(collection as Iterable<unknown>)]);
}

interface Keyed {
  readonly get?: (key: string) => unknown;
  readonly values?: (key: string) => unknown;
  readonly getMap?: () => object;
  readonly keys?: () => Iterable<unknown>;
}

/** grpc-js' Metadata has `getMap()` and `get(key)`; others have `keys()` and `get(key)`. */
function methodEntries(collection: object): readonly HeaderEntry[] | undefined {
  const { get, getMap, keys } = collection as Keyed;
  if (typeof get !== 'function') return undefined;
  const names =
    typeof getMap === 'function'
      ? Object.keys(getMap.call(collection))
      : typeof keys === 'function'
        ? [...keys.call(collection)]
        : undefined;
  if (names === undefined || !names.every(name => typeof name === 'string')) return undefined;
  return names.map(name => [name, get.call(collection, name)]);
}

/** An object whose members are the headers, or one of a class of which only members that carry a context are known. */
function memberEntries(members: Readonly<Record<string, unknown>>): readonly HeaderEntry[] | undefined {
  const entries = Object.entries(members);
  if (entries.length > 0 && entries.every(([key]) => /^\d+$/.test(key))) return listEntries(Object.values(members));
  return isPlainObject(members) || entries.some(([name]) => isCarrying(name)) ? entries : undefined;
}

/** A list of pairs, of objects that name key and value, of objects with the headers as members, or name by value. */
function listEntries(list: readonly unknown[]): readonly HeaderEntry[] | undefined {
  if (list.length === 0) return [];
  const pairs = pairEntries(list);
  if (pairs !== undefined) return pairs;
  if (list.every(isText)) return list.length % 2 === 0 ? flatEntries(list) : undefined;
  if (!list.every(isPlainOrNamed)) return undefined;
  const entries = list.map(one => namedEntry(one) ?? Object.entries(one));
  return entries.flatMap(one => (isEntry(one) ? [one] : one));
}

function pairEntries(list: readonly unknown[]): readonly HeaderEntry[] | undefined {
  const pairs = list.map(pairEntry);
  return pairs.every(pair => pair !== undefined) ? pairs : undefined;
}

function pairEntry(pair: unknown): HeaderEntry | undefined {
  if (!Array.isArray(pair) || pair.length !== 2) return undefined;
  const name = nameOf(pair[0]);
  return name === undefined ? undefined : [name, pair[1]];
}

/** Name, value, name, value: Node's `rawHeaders`. */
function flatEntries(list: readonly unknown[]): readonly HeaderEntry[] {
  return list.flatMap((name, index) => (index % 2 === 0 ? [[nameOf(name) ?? '', list[index + 1]] as const] : []));
}

function namedEntry(one: Readonly<Record<string, unknown>>): HeaderEntry | undefined {
  for (const [key, value] of NAMED_MEMBERS) {
    const name = nameOf(one[key]);
    if (name !== undefined && value in one) return [name, one[value]];
  }
  return undefined;
}

function isEntry(one: HeaderEntry | readonly HeaderEntry[]): one is HeaderEntry {
  return typeof one[0] === 'string';
}

function isPlainOrNamed(one: unknown): one is Readonly<Record<string, unknown>> {
  if (typeof one !== 'object' || one === null || Array.isArray(one)) return false;
  return isPlainObject(one) || namedEntry(one as Readonly<Record<string, unknown>>) !== undefined;
}

/** A name as text or as bytes. */
function nameOf(name: unknown): string | undefined {
  return typeof name === 'string' ? name : Array.isArray(name) ? undefined : bytesOf(name)?.toString('utf8');
}

function isText(value: unknown): value is string | Uint8Array {
  return typeof value === 'string' || ArrayBuffer.isView(value);
}

import { createRequire } from 'node:module';
import { isPlainObject } from '../../misuse.ts';
import type { ActiveProcessor } from './active-processor.ts';

/** A span exporter, as far as it matters here. */
export interface AnyExporter {
  export(spans: unknown, done: unknown): void;
  /** Of an exporter that keeps the spans in memory. */
  readonly getFinishedSpans?: unknown;
}

/** More objects than these are not looked at: processors are small. */
const MAX_OBJECTS = 5_000;
const PROCESSORS = ['SimpleSpanProcessor', 'BatchSpanProcessor'] as const;

/**
 * The exporters behind a span processor. If an exporter has another one in it, as one that changes spans before it sends
 * them does, only the inner one is given: it gets what is sent.
 */
export function findExporters(active: ActiveProcessor): readonly AnyExporter[] {
  const found = new Set<AnyExporter>();
  const seen = new Set<object>();
  for (const start of [active, ...hiddenProcessors(active)]) collect(start, found, seen);
  return [...found];
}

/** Adds the exporters that this object leads to; returns whether it leads to one. */
function collect(value: object, found: Set<AnyExporter>, seen: Set<object>): boolean {
  if (seen.has(value)) return isExporter(value);
  if (seen.size >= MAX_OBJECTS) return false;
  seen.add(value);
  let leads = false;
  for (const held of heldBy(value)) leads = collect(held, found, seen) || leads;
  if (leads || !isExporter(value)) return leads;
  found.add(value);
  return true;
}

/** What the fields of an object hold of the pipeline. Getters are not called, and nothing else is followed. */
function heldBy(value: object): object[] {
  const held =
    value instanceof Map || value instanceof Set
      ? [...value.values()]
      : Reflect.ownKeys(value).map(key => Reflect.getOwnPropertyDescriptor(value, key)?.value as unknown);
  return held.filter(isOfPipeline);
}

function isOfPipeline(value: unknown): value is object {
  if (!isObject(value)) return false;
  const isCollection = Array.isArray(value) || value instanceof Map || value instanceof Set || isPlainObject(value);
  return isCollection || isExporter(value) || isProcessor(value);
}

function isProcessor(value: object): boolean {
  const { onStart, onEnd } = value as Record<string, unknown>;
  return typeof onStart === 'function' && typeof onEnd === 'function';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isExporter(value: object): value is AnyExporter {
  const { export: send, shutdown, onEnd } = value as Record<string, unknown>;
  return typeof send === 'function' && typeof shutdown === 'function' && onEnd === undefined;
}

/**
 * The SDK's processors that a processor of the user keeps in a private field (`#next`). They show themselves when they are
 * told to flush: for the moment of the call, `forceFlush` of their classes notes on which object it was called.
 */
function hiddenProcessors(active: ActiveProcessor): readonly object[] {
  const noted = new Set<object>();
  const undo = processorPrototypes().map(prototype => {
    const { forceFlush } = prototype;
    prototype.forceFlush = function (this: object): unknown {
      noted.add(this);
      return Promise.resolve();
    };
    return () => {
      prototype.forceFlush = forceFlush;
    };
  });
  try {
    // What a processor of the user does about its own flush is its affair.
    Promise.resolve(active.forceFlush()).catch(() => {});
  } catch {
    // The same, when it is not asynchronous.
  } finally {
    for (const each of undo) each();
  }
  return [...noted];
}

interface Flushing {
  forceFlush: (this: object) => unknown;
}

/** The prototypes with `forceFlush` of the processors in every copy of the SDK that is loaded. */
function processorPrototypes(): readonly Flushing[] {
  const prototypes = new Set<Flushing>();
  for (const loaded of Object.values(createRequire(import.meta.url).cache)) {
    const exported: unknown = loaded?.exports;
    if (!isObject(exported)) continue;
    for (const name of PROCESSORS) {
      const made: unknown = Reflect.getOwnPropertyDescriptor(exported, name) && Reflect.get(exported, name);
      if (typeof made === 'function') addOwner(made.prototype as object | undefined, prototypes);
    }
  }
  return [...prototypes];
}

/** Classes of the SDK inherit `forceFlush` from one another. */
function addOwner(prototype: object | null | undefined, prototypes: Set<Flushing>): void {
  for (let at = prototype; at !== null && at !== undefined; at = Object.getPrototypeOf(at) as object | null) {
    if (Object.hasOwn(at, 'forceFlush')) {
      prototypes.add(at as Flushing);
      return;
    }
  }
}

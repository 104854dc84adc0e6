import { contentText } from './content-text.ts';
import type { ExportPlaceOf } from './export-place.ts';
import type { SpanData } from './span-data.ts';
import { resourceKey, resourcesOfWholeMilliseconds } from './whole-milliseconds.ts';

/** Longer chains of parents are walked no further to find out whether a span is below another that began with it. */
const MAX_STEPS = 1_000;

/**
 * The order of the spans of one trace, as their places in `spans`: by start. Of those with the same start, an ancestor
 * comes before its descendants, and others are in the order of their ends. Where an SDK cuts starts to the millisecond,
 * the order of export tells who ended first, if it is known.
 *
 * Everything that shows spans of a trace in an order has this one: `spans`, `roots`, `children`, the printed tree.
 */
export function orderInTrace(spans: readonly SpanData[], placeOf: ExportPlaceOf = () => undefined): number[] {
  const order = Array.from(spans, (_, index) => index);
  const of = (index: number) => spans[index] as SpanData;
  order.sort((a, b) => byTimes(of(a), of(b)));
  let ties: Ties | undefined;
  for (let from = 0, to = 1; from < order.length; from = to++) {
    const start = of(order[from] as number).startTimeUnixNano;
    while (to < order.length && of(order[to] as number).startTimeUnixNano === start) to++;
    if (to - from === 1) continue;
    ties ??= new Ties(spans, order, placeOf);
    const sorted = ties.sorted(order.slice(from, to));
    for (const [index, span] of sorted.entries()) order[from + index] = span;
  }
  return order;
}

/**
 * Earlier first; then the one that ended first; then by id, and of two that share it by what they hold: the order of
 * arrival decides nothing.
 */
export function byTimes(a: SpanData, b: SpanData): number {
  if (a.startTimeUnixNano !== b.startTimeUnixNano) return a.startTimeUnixNano < b.startTimeUnixNano ? -1 : 1;
  if (a.endTimeUnixNano !== b.endTimeUnixNano) return a.endTimeUnixNano < b.endTimeUnixNano ? -1 : 1;
  if (a.spanId !== b.spanId) return a.spanId < b.spanId ? -1 : 1;
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  const [textA, textB] = [contentText(a), contentText(b)];
  return textA < textB ? -1 : textA > textB ? 1 : 0;
}

/** Puts spans in order that began together; these are given and returned as places in all spans of the trace. */
class Ties {
  readonly #spans: readonly SpanData[];
  readonly #placeOf: ExportPlaceOf;
  readonly #indexById = new Map<string, number>();
  readonly #wholeMilliseconds: ReadonlySet<string>;

  /** @param order by times: of two spans with one id the earlier one is the parent of others */
  constructor(spans: readonly SpanData[], order: readonly number[], placeOf: ExportPlaceOf) {
    this.#spans = spans;
    this.#placeOf = placeOf;
    this.#wholeMilliseconds = resourcesOfWholeMilliseconds(spans);
    for (let at = order.length - 1; at >= 0; at--) {
      const index = order[at] as number;
      this.#indexById.set((spans[index] as SpanData).spanId, index);
    }
  }

  /** Walks down from those that have none of the others above them; without recursion: a chain can be 10,000 deep. */
  sorted(tied: readonly number[]): number[] {
    const among = new Set(tied);
    const below = new Map<number, number[]>();
    const tops: number[] = [];
    for (const index of tied) {
      const above = this.#nearestAbove(index, among);
      if (above === undefined) tops.push(index);
      else {
        const others = below.get(above);
        if (others === undefined) below.set(above, [index]);
        else others.push(index);
      }
    }
    const sorted: number[] = [];
    const done = new Set<number>();
    const walk = (from: readonly number[]) => {
      const stack: number[] = [];
      const push = (some: readonly number[]) => {
        const ordered = this.#byEnd(some);
        for (let at = ordered.length - 1; at >= 0; at--) stack.push(ordered[at] as number);
      };
      push(from);
      for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
        if (done.has(index)) continue;
        done.add(index);
        sorted.push(index);
        const next = below.get(index);
        if (next !== undefined) push(next);
      }
    };
    walk(tops);
    // What is left goes in circles: it is cut above the first.
    for (const index of tied) if (!done.has(index)) walk([index]);
    return sorted;
  }

  #nearestAbove(index: number, among: ReadonlySet<number>): number | undefined {
    let at = index;
    for (let steps = 0; steps < MAX_STEPS; steps++) {
      const parent = this.#indexById.get(this.#spans[at]?.parentSpanId ?? '');
      if (parent === undefined || parent === index) return undefined;
      if (among.has(parent)) return parent;
      at = parent;
    }
    return undefined;
  }

  /** In the order of their ends, which these have; spans of one exporter in the order in which it sent them. */
  #byEnd(tied: readonly number[]): number[] {
    if (tied.length === 1 || this.#wholeMilliseconds.size === 0) return [...tied];
    const streamOf = (index: number) => {
      const key = resourceKey((this.#spans[index] as SpanData).resource);
      const stream = this.#placeOf(index)?.stream;
      return stream === undefined || !this.#wholeMilliseconds.has(key) ? undefined : `${stream} ${key}`;
    };
    const groupOf = (index: number) => {
      const place = this.#placeOf(index);
      return place === undefined ? undefined : `${place.request} ${place.group}`;
    };
    const requestOf = (index: number) => this.#placeOf(index)?.request ?? 0;
    const placeIn = (index: number) => this.#placeOf(index)?.at ?? 0;
    return rearranged(tied, streamOf, ofStream => {
      const byRequest = ofStream.toSorted((a, b) => requestOf(a) - requestOf(b));
      return rearranged(byRequest, groupOf, ofGroup => ofGroup.toSorted((a, b) => placeIn(a) - placeIn(b)));
    });
  }
}

/** Puts the elements of each key in another order, into the places that they had together. */
function rearranged(
  list: readonly number[],
  keyOf: (element: number) => string | undefined,
  arrange: (elements: readonly number[]) => readonly number[],
): number[] {
  const places = new Map<string, number[]>();
  for (const [place, element] of list.entries()) {
    const key = keyOf(element);
    if (key === undefined) continue;
    const others = places.get(key);
    if (others === undefined) places.set(key, [place]);
    else others.push(place);
  }
  const result = [...list];
  for (const own of places.values()) {
    const arranged = arrange(own.map(place => list[place] as number));
    for (const [index, place] of own.entries()) result[place] = arranged[index] as number;
  }
  return result;
}

import { isStartKnown } from '../model/span-times.ts';
import type { Span } from '../model/trace.ts';
import { MILLISECOND } from '../model/whole-milliseconds.ts';
import { beganBefore, hasCutTimes } from './happens-before.ts';

type Fits = (child: Span) => boolean;

/** Whether it is known of all of these children, which are in the order of their trace, which began before which. */
export function isOrderKnown(children: readonly Span[]): boolean {
  return children.every((child, index) => {
    const before = children[index - 1];
    return before === undefined || beganBefore(before, child) === true;
  });
}

/**
 * A child for each node so that they began in the order of the nodes.
 *
 * The first child that fits leaves most to those that follow, so none is tried twice.
 */
export function placesInOrder(nodes: readonly Fits[], children: readonly Span[]): Span[] | undefined {
  const placed: Span[] = [];
  let next = 0;
  for (const fits of nodes) {
    const last = placed.at(-1);
    while (next < children.length && !(follows(last, children[next]) && fits(children[next] as Span))) next++;
    const child = children[next++];
    if (child === undefined) return undefined;
    placed.push(child);
  }
  return placed;
}

function follows(last: Span | undefined, child: Span | undefined): boolean {
  return last === undefined || (child !== undefined && beganBefore(last, child) === true);
}

/**
 * Whether nothing that is known speaks against children in the order of the nodes: no node has only children that began
 * after all those of a later node.
 */
export function mayBeInOrder(nodes: readonly Fits[], children: readonly Span[]): boolean {
  let earliest: bigint | undefined;
  for (const fits of nodes) {
    const fitting = children.filter(fits);
    if (fitting.length === 0) return false;
    const areKnown = fitting.every(isStartKnown);
    const latest = fitting.reduce((max, child) => maximum(max, latestStart(child)), 0n);
    if (areKnown && earliest !== undefined && latest < earliest) return false;
    if (!areKnown) continue;
    const first = fitting.reduce((min, { startTimeUnixNano }) => minimum(min, startTimeUnixNano), latest);
    earliest = earliest === undefined ? first : maximum(earliest, first);
  }
  return true;
}

function latestStart(span: Span): bigint {
  return span.startTimeUnixNano + (hasCutTimes(span) ? MILLISECOND - 1n : 0n);
}

function maximum(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function minimum(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

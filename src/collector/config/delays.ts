import { expandVariables, type Variables } from '../../config-file/expand-variables.ts';
import { isPlainObject } from '../../misuse.ts';
import { parseDuration } from './duration.ts';
import { isDefined, mapAt, type Pipeline, pipelinesOf, typeOf } from './pipelines.ts';

/** A component of a pipeline that holds spans back. */
export interface Delay {
  /** `processors.batch.timeout` */
  readonly of: string;
  readonly ms: number;
}

/** The tail sampler decides once a second about the traces that are due. */
const DECISION_TICK_MS = 1_000;

/**
 * What holds spans back on the slowest way through the traces pipelines of a configuration, and for how long at most. Pipelines that a connector
 * joins add up.
 */
export function delaysOf(data: unknown, variables: Variables): readonly Delay[] {
  const traces = pipelinesOf(data).filter(({ signal }) => signal === 'traces');
  const slowestTo = (pipeline: Pipeline, after: readonly Pipeline[]): readonly Delay[] => {
    const before = traces
      .filter(each => each !== pipeline && !after.includes(each))
      .filter(each => each.exporters.some(id => isDefined(data, 'connectors', id) && pipeline.receivers.includes(id)))
      .map(each => slowestTo(each, [...after, pipeline]));
    return [...slowest(before), ...ownDelays(data, pipeline, variables)];
  };
  return slowest(traces.map(pipeline => slowestTo(pipeline, [])));
}

/** Milliseconds in all. */
export function totalMs(delays: readonly Delay[]): number {
  return delays.reduce((sum, { ms }) => sum + ms, 0);
}

function slowest(ways: readonly (readonly Delay[])[]): readonly Delay[] {
  return ways.reduce((most, way) => (totalMs(way) > totalMs(most) ? way : most), []);
}

function ownDelays(data: unknown, pipeline: Pipeline, variables: Variables): readonly Delay[] {
  const processors = pipeline.processors.flatMap(id => processorDelay(data, id, variables));
  const exporters = pipeline.exporters.flatMap(id => [exporterDelay(data, id, variables)]);
  return [...processors, ...slowest(exporters)].filter(({ ms }) => ms > 0);
}

function processorDelay(data: unknown, id: string, variables: Variables): readonly Delay[] {
  const settings = mapAt(data, ['processors', id]);
  const of = (key: string, defaultMs: number, moreMs = 0): readonly Delay[] => [
    { of: `processors.${id}.${key}`, ms: durationOf(settings[key], defaultMs, variables) + moreMs },
  ];
  switch (typeOf(id)) {
    case 'batch':
      return of('timeout', 200);
    case 'tail_sampling':
      return of('decision_wait', 30_000, DECISION_TICK_MS);
    case 'groupbytrace':
      return of('wait_duration', 1_000);
    default:
      return [];
  }
}

/** `sending_queue.batch` of the exporters, and `batcher` as it was called before. */
function exporterDelay(data: unknown, id: string, variables: Variables): readonly Delay[] {
  const settings = mapAt(data, ['exporters', id]);
  const queue = settings.sending_queue;
  const ways: readonly (readonly [string, unknown])[] = [
    ['sending_queue.batch', isPlainObject(queue) && queue.enabled !== false ? queue.batch : undefined],
    ['batcher', settings.batcher],
  ];
  return ways.flatMap(([key, batch]) => {
    if (!isPlainObject(batch) || batch.enabled === false) return [];
    return [{ of: `exporters.${id}.${key}.flush_timeout`, ms: durationOf(batch.flush_timeout, 200, variables) }];
  });
}

/** What the collector would refuse counts as the default: it will say so itself. */
function durationOf(given: unknown, defaultMs: number, variables: Variables): number {
  const value = typeof given === 'string' ? expandVariables(given, variables, () => {}) : given;
  return parseDuration(value) ?? defaultMs;
}

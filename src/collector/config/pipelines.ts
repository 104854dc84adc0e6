import { isPlainObject } from '../../misuse.ts';

/** The sections of a configuration that define components. */
export type Section = 'receivers' | 'processors' | 'exporters' | 'connectors' | 'extensions';

/** A pipeline, as `service.pipelines` has it. */
export interface Pipeline {
  /** `traces`, `traces/orders`. */
  readonly id: string;
  readonly signal: string;
  readonly receivers: readonly string[];
  readonly processors: readonly string[];
  readonly exporters: readonly string[];
}

/** The type of a component by its id: `otlp` of `otlp/orders`. */
export function typeOf(id: string): string {
  return id.replace(/\/.*$/s, '').trim();
}

/** All pipelines, in the order of the configuration. */
export function pipelinesOf(data: unknown): readonly Pipeline[] {
  return Object.entries(mapAt(data, ['service', 'pipelines'])).map(([id, given]) => {
    const pipeline = isPlainObject(given) ? given : {};
    return {
      id,
      signal: typeOf(id),
      receivers: idsOf(pipeline.receivers),
      processors: idsOf(pipeline.processors),
      exporters: idsOf(pipeline.exporters),
    };
  });
}

/** The mapping at a place; an empty one where there is none. */
export function mapAt(data: unknown, steps: readonly string[]): Readonly<Record<string, unknown>> {
  let at: unknown = data;
  for (const step of steps) at = isPlainObject(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  return isPlainObject(at) ? at : {};
}

/** Whether a section defines a component, with or without settings. */
export function isDefined(data: unknown, section: Section, id: string): boolean {
  return Object.hasOwn(mapAt(data, [section]), id);
}

function idsOf(given: unknown): readonly string[] {
  return Array.isArray(given) ? given.filter(id => typeof id === 'string') : [];
}

import type { Reading } from '../query/verdict.ts';
import type { XRaySegment, XRayValue } from './segment.ts';

const METADATA = 'aws.xray.metadata.';

type Values = { readonly [key: string]: XRayValue };

/**
 * Metadata by an attribute's key, as it is in the namespace `default`; by `aws.xray.metadata.<namespace>`, for all of a
 * namespace; or by `<namespace>.<key>`.
 */
export function metadataAt({ metadata = {} }: XRaySegment, key: string): Reading {
  const inDefault = ownValue(valuesOf(metadata.default), key);
  if (inDefault !== undefined) return inDefault;
  if (key.startsWith(METADATA)) return ownValue(metadata, key.slice(METADATA.length));
  for (const [namespace, values] of Object.entries(metadata)) {
    const reading = key.startsWith(`${namespace}.`)
      ? ownValue(valuesOf(values), key.slice(namespace.length + 1))
      : undefined;
    if (reading !== undefined) return reading;
  }
  return undefined;
}

/** All metadata by its key: of the namespace `default` by the attribute's, of others by `<namespace>.<key>`. */
export function metadataKeys({ metadata = {} }: XRaySegment): Values {
  return Object.fromEntries(
    Object.entries(metadata).flatMap(([namespace, values]) =>
      Object.entries(valuesOf(values)).map(([key, value]) => [
        namespace === 'default' ? key : `${namespace}.${key}`,
        value,
      ]),
    ),
  );
}

function ownValue(values: Values, key: string): Reading {
  return Object.hasOwn(values, key) ? { value: values[key] } : undefined;
}

function valuesOf(values: XRayValue | undefined): Values {
  return typeof values === 'object' && values !== null && !Array.isArray(values) ? (values as Values) : {};
}

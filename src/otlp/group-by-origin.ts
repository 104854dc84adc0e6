import type { Resource, Scope, SpanData } from '../model/span-data.ts';

/** Spans of one scope, as a `ScopeSpans` holds them. */
export interface ScopeGroup {
  readonly scope: Scope;
  readonly spans: SpanData[];
}

/** Spans of one resource, as a `ResourceSpans` holds them. The scopes are by key. */
export interface ResourceGroup {
  readonly resource: Resource;
  readonly scopes: Map<string, ScopeGroup>;
}

/**
 * Groups spans by resource and scope, in the order of first appearance.
 *
 * @param keyOf equal for two resources, or two scopes, exactly if their contents are equal
 * @returns the resources by key
 */
export function groupByOrigin(
  spans: Iterable<SpanData>,
  keyOf: { readonly resource: (resource: Resource) => string; readonly scope: (scope: Scope) => string },
): ReadonlyMap<string, ResourceGroup> {
  const known = new Map<object, string>();
  const once = <Shared extends object>(shared: Shared, key: (shared: Shared) => string): string => {
    const found = known.get(shared) ?? key(shared);
    known.set(shared, found);
    return found;
  };
  const groups = new Map<string, ResourceGroup>();
  for (const span of spans) {
    const { resource, scope } = span;
    const { scopes } = entry(groups, once(resource, keyOf.resource), () => ({ resource, scopes: new Map() }));
    entry<ScopeGroup>(scopes, once(scope, keyOf.scope), () => ({ scope, spans: [] })).spans.push(span);
  }
  return groups;
}

function entry<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

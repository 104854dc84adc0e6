import type { Signal } from './signal.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** Members of a request in JSON that have the name that protobuf's text has for them, so that nothing reads them. */
export interface MisnamedMembers {
  /** The first of them, in a sentence. */
  readonly reason: string;
  /** What they hold, as requests in JSON with the ids and the services only. */
  readonly requests: readonly MisnamedRequest[];
}

interface MisnamedRequest {
  readonly signal: 'traces' | 'logs';
  readonly body: Buffer;
}

/** The three lists that lead from a request to its spans or log records, in JSON and in protobuf's text. */
interface Names {
  readonly resources: Name;
  readonly scopes: Name;
  readonly items: Name;
}

type Name = readonly [json: string, text: string];

const NAMES: Readonly<Record<MisnamedRequest['signal'], Names>> = {
  traces: {
    resources: ['resourceSpans', 'resource_spans'],
    scopes: ['scopeSpans', 'scope_spans'],
    // The same in both.
    items: ['spans', ''],
  },
  logs: {
    resources: ['resourceLogs', 'resource_logs'],
    scopes: ['scopeLogs', 'scope_logs'],
    items: ['logRecords', 'log_records'],
  },
};

/** How each of them ends, as a key of JSON. */
const ENDINGS = ['_spans"', '_logs"', '_records"'];

/**
 * Finds `resource_spans`, `scope_spans`, `resource_logs`, `scope_logs` and `log_records` where JSON has these lists in
 * camelCase. OTLP has receivers ignore names that they don't know, so a list of that name is dropped without a word.
 *
 * @returns undefined when there is none, or all of them are empty
 * @see https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export function misnamedMembers(asked: Signal, body: Uint8Array): MisnamedMembers | undefined {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (!ENDINGS.some(ending => bytes.includes(ending))) return undefined;
  let request: unknown;
  try {
    request = JSON.parse(bytes.toString('utf8').replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
  let reason: string | undefined;
  const requests: MisnamedRequest[] = [];
  for (const signal of asked === 'logs' ? (['logs', 'traces'] as const) : (['traces', 'logs'] as const)) {
    const search = new Search(NAMES[signal]);
    const resources = search.misnamedIn(request);
    if (search.reason === undefined) continue;
    reason ??= search.reason;
    requests.push({ signal, body: Buffer.from(JSON.stringify({ [NAMES[signal].resources[0]]: resources })) });
  }
  return reason === undefined ? undefined : { reason, requests };
}

/** Walks the lists of one signal, and copies of them what stands under a misnamed one. */
class Search {
  /** The first misnamed list, in a sentence. */
  reason: string | undefined;
  readonly #names: Names;

  constructor(names: Names) {
    this.#names = names;
  }

  misnamedIn(request: unknown): JsonObject[] {
    const { resources, scopes, items } = this.#names;
    return this.#lists(request, resources, 'the request', false, (resource, isInMisnamed) => {
      const lists = this.#lists(resource, scopes, `an element of ${resources[0]}`, isInMisnamed, (scope, isInside) => {
        const held = this.#lists(scope, items, `an element of ${scopes[0]}`, isInside, (item, isLost) =>
          isLost ? [idsOf(item)] : [],
        );
        return held.length === 0 ? [] : [{ [items[0]]: held }];
      });
      return lists.length === 0 ? [] : [{ resource: serviceIn(resource), [scopes[0]]: lists }];
    });
  }

  /** What `take` gives for the elements of a list under its right name and under the misnamed one. */
  #lists(
    object: unknown,
    [json, text]: Name,
    place: string,
    isInMisnamed: boolean,
    take: (element: unknown, isInMisnamed: boolean) => JsonObject[],
  ): JsonObject[] {
    if (!isObject(object)) return [];
    const right = listOf(object[json]).flatMap(element => take(element, isInMisnamed));
    const misnamed = text === '' || isEmpty(object[text]) ? undefined : object[text];
    if (misnamed === undefined) return right;
    this.reason ??= `${place} has the unknown member "${text}". Did you mean "${json}"?`;
    return [...right, ...listOf(misnamed).flatMap(element => take(element, true))];
  }
}

/** The ids of a span or log record, under either name. */
function idsOf(item: unknown): JsonObject {
  if (!isObject(item)) return {};
  const { traceId = item.trace_id, spanId = item.span_id } = item;
  return {
    ...(typeof traceId === 'string' ? { traceId } : {}),
    ...(typeof spanId === 'string' ? { spanId } : {}),
  };
}

/** A resource with its service's name only. */
function serviceIn(resourceItems: unknown): JsonObject {
  const resource = isObject(resourceItems) ? resourceItems.resource : undefined;
  const attributes = isObject(resource) ? listOf(resource.attributes) : [];
  for (const attribute of attributes) {
    if (!isObject(attribute) || attribute.key !== 'service.name' || !isObject(attribute.value)) continue;
    const { stringValue = attribute.value.string_value } = attribute.value;
    if (typeof stringValue === 'string') return { attributes: [{ key: 'service.name', value: { stringValue } }] };
  }
  return {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

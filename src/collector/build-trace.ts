import { TracewrightError } from '../errors.ts';
import { checkOptions, kindOf } from '../misuse.ts';
import type { Attributes } from '../model/attributes.ts';
import type { Resource, Scope, SpanData } from '../model/span-data.ts';
import { Trace } from '../model/trace.ts';
import { dateNow } from '../real-time.ts';
import { traceVerbs } from '../receiver/trace-verbs.ts';
import { checkAttributes } from './check-attributes.ts';
import { checkId, checkTree, statusOf } from './check-tree.ts';
import { endOf, type Laid, layOut } from './lay-out.ts';
import { type IdSource, idSource } from './span-ids.ts';
import type { BuildTraceOptions, TraceTree } from './trace-tree.ts';

/** `sendTraces` waits for the end of a trace that takes no longer. */
export const SHORT_MS = 1_000;

const OPTIONS: readonly (keyof BuildTraceOptions)[] = ['traceId', 'parent', 'startTime', 'seed'];
/** Sampled, and it is known that the parent is not remote: bits 0 and 8 of the flags. */
const LOCAL_PARENT = 0x101;
const REMOTE_PARENT = 0x301;

const SCOPE: Scope = {
  name: 'tracewright',
  version: '',
  attributes: {},
  droppedAttributesCount: 0,
  schemaUrl: '',
};

/**
 * Makes up a trace, to send it with `sendTraces` through a collector, or to try matchers on.
 *
 * Ids are fresh. A trace that takes up to one second starts now, and `sendTraces` waits until it has ended; a longer one
 * ends now. So its spans look like those of a service that exports at once. Give `startTime` for any other time.
 *
 * @param tree a span with its children, or several roots
 * @throws {TracewrightError} UNKNOWN_OPTION, UNKNOWN_KIND, INVALID_OPTION with the path of what is wrong
 * @example
 * const trace = buildTrace({
 *   name: 'POST /checkout',
 *   service: 'shop',
 *   kind: 'SERVER',
 *   children: [{ name: 'SELECT orders', kind: 'CLIENT', attributes: { 'db.system.name': 'postgresql' } }],
 * });
 * await sendTraces(collector, trace);
 * @example
 * // As part of a capture
 * const trace = await receiver.capture(parent => sendTraces(collector, buildTrace({ name: 'job' }, { parent })));
 */
export function buildTrace(tree: TraceTree | readonly TraceTree[], options: BuildTraceOptions = {}): Trace {
  const roots = checkedRoots(tree);
  const { parent, startTime, seed } = checkedOptions(options);
  const nextId = idSource(seed);
  const traceId = options.traceId ?? parent?.traceId ?? nextId(16);
  const laid = layOut(roots);
  const build = new TraceBuild(traceId, nextId, firstMoment(startTime, endOf(laid)));
  for (const [index, root] of laid.entries()) {
    build.add(root, Array.isArray(tree) ? `[${index}]` : 'the tree', parent?.spanId, undefined);
  }
  return new Trace({
    traceId,
    spans: build.spans,
    verbs: traceVerbs,
    sentSpanIds: new Set(parent === undefined ? [] : [parent.spanId]),
  });
}

function checkedRoots(tree: unknown): readonly TraceTree[] {
  if (!Array.isArray(tree)) {
    checkTree(tree, 'the tree');
    return [tree];
  }
  const roots: readonly unknown[] = tree;
  if (roots.length === 0) throw invalid('takes a span with its children, or an array of them; received an empty array');
  return roots.map((root, index) => {
    checkTree(root, `[${index}]`);
    return root;
  });
}

function checkedOptions(options: BuildTraceOptions): BuildTraceOptions {
  // The context of a capture has getters, and reading its headers would count as sending them.
  const { parent, ...others } = options ?? {};
  checkOptions(others, OPTIONS, 'buildTrace()');
  const { traceId, startTime, seed } = others;
  if (traceId !== undefined) checkId(traceId, 16, 'option traceId');
  if (seed !== undefined && typeof seed !== 'string' && !Number.isFinite(seed)) {
    throw invalid(`option seed is ${kindOf(seed)}; it takes a number or text`);
  }
  const isTime = typeof startTime === 'number' || Object.prototype.toString.call(startTime) === '[object Date]';
  if (startTime !== undefined && !(isTime && Number(startTime) >= 0)) {
    throw invalid(`option startTime is ${kindOf(startTime)}; it takes a Date, or milliseconds since the epoch`);
  }
  if (parent === undefined) {
    if (Object.hasOwn(options ?? {}, 'parent')) throw invalid('option parent is undefined: leave it out');
    return others;
  }
  if (typeof parent !== 'object' || parent === null) {
    throw invalid(`option parent is ${kindOf(parent)}; it takes the context of a capture, or a span`);
  }
  const { traceId: parentTraceId, spanId } = parent;
  checkId(parentTraceId, 16, 'option parent.traceId');
  checkId(spanId, 8, 'option parent.spanId');
  if (traceId !== undefined && traceId !== parentTraceId) {
    throw invalid('options traceId and parent name different traces');
  }
  return { ...others, parent: { traceId: parentTraceId, spanId } };
}

/** In nanoseconds since the epoch. */
function firstMoment(startTime: Date | number | undefined, totalMs: number): bigint {
  const nowMs = dateNow();
  const startMs = startTime === undefined ? (totalMs <= SHORT_MS ? nowMs : nowMs - totalMs) : Number(startTime);
  return nanoseconds(startMs);
}

function nanoseconds(ms: number): bigint {
  const whole = Math.floor(ms);
  return BigInt(whole) * 1_000_000n + BigInt(Math.round((ms - whole) * 1e6));
}

interface Above {
  readonly service: string;
  readonly spanId: string;
  readonly resource: Resource;
  readonly traceState: string;
}

class TraceBuild {
  readonly spans: SpanData[] = [];
  readonly #traceId: string;
  readonly #nextId: IdSource;
  readonly #first: bigint;
  readonly #ids = new Set<string>();

  constructor(traceId: string, nextId: IdSource, first: bigint) {
    this.#traceId = traceId;
    this.#nextId = nextId;
    this.#first = first;
  }

  /** Adds a span, and then its children. */
  add(
    { tree, start, end, children }: Laid,
    path: string,
    parentId: string | undefined,
    above: Above | undefined,
  ): void {
    const service = tree.service ?? above?.service ?? 'unknown_service';
    const isSameService = service === above?.service;
    const spanId = this.#id(tree.spanId, path);
    const resource = isSameService && tree.resource === undefined ? above.resource : resourceOf(service, tree, path);
    const traceState = tree.traceState ?? above?.traceState ?? '';
    const isRemote = parentId !== undefined && !isSameService;
    this.spans.push({
      traceId: this.#traceId,
      spanId,
      parentSpanId: parentId,
      traceState,
      flags: isRemote ? REMOTE_PARENT : LOCAL_PARENT,
      name: tree.name,
      kind: tree.kind ?? 'INTERNAL',
      startTimeUnixNano: this.#at(start),
      endTimeUnixNano: this.#at(end),
      attributes: attributesOf(tree.attributes, `${path}.attributes`),
      droppedAttributesCount: 0,
      events: (tree.events ?? []).map(({ name, attributes, offsetMs = 0 }, index) => ({
        name,
        timeUnixNano: this.#at(start + offsetMs),
        attributes: attributesOf(attributes, `${path}.events[${index}].attributes`),
        droppedAttributesCount: 0,
      })),
      droppedEventsCount: 0,
      links: (tree.links ?? []).map(({ traceId, spanId: linked, traceState: state, attributes }, index) => ({
        traceId,
        spanId: linked,
        traceState: state ?? '',
        attributes: attributesOf(attributes, `${path}.links[${index}].attributes`),
        droppedAttributesCount: 0,
        flags: LOCAL_PARENT,
      })),
      droppedLinksCount: 0,
      status: statusOf(tree.status, `${path}.status`),
      resource,
      scope: SCOPE,
    });
    for (const [index, child] of children.entries()) {
      this.add(child, `${path}.children[${index}]`, spanId, { service, spanId, resource, traceState });
    }
  }

  #id(given: string | undefined, path: string): string {
    const id = given ?? this.#nextId(8);
    if (this.#ids.has(id)) throw invalid(`${path}.spanId is "${id}", the id of another span of this trace`);
    this.#ids.add(id);
    return id;
  }

  #at(ms: number): bigint {
    return this.#first + nanoseconds(ms);
  }
}

function resourceOf(service: string, { resource }: TraceTree, path: string): Resource {
  const attributes = { 'service.name': service, ...attributesOf(resource, `${path}.resource`) };
  return { attributes, droppedAttributesCount: 0, entityRefs: [], schemaUrl: '' };
}

function attributesOf(given: Attributes | undefined, path: string): Attributes {
  return given === undefined ? {} : checkAttributes(given, path);
}

function invalid(problem: string): TracewrightError {
  return new TracewrightError('INVALID_OPTION', `buildTrace() ${problem}.`);
}

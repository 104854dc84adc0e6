import type { Attributes } from '../model/attributes.ts';
import { contentText } from '../model/content-text.ts';
import type { Loss } from '../model/loss.ts';
import { type Exemplar, Metric, type MetricData } from '../model/metric.ts';
import { steadyMs } from './clock.ts';
import { LossLog, type LostRequest, lossesIn } from './loss-log.ts';

/** What one request holds of a metric. */
export interface SentMetric extends Omit<MetricData, 'dataPoints' | 'attributeSets' | 'exemplars' | 'omitted'> {
  readonly points: readonly { readonly attributes: Attributes; readonly exemplars: readonly Exemplar[] }[];
}

/** As many sets as an SDK makes of one metric by default; a service that has more has them told as missing. */
const MAX_SETS = 2_000;
const MAX_EXEMPLARS = 1_000;
/** In all, counted in characters of what is kept. */
export const MAX_METRIC_CHARACTERS = 32 * 1024 * 1024;

interface Held extends Pick<MetricData, 'name' | 'unit' | 'type' | 'metadata' | 'resource' | 'scope' | 'description'> {
  readonly sets: Map<string, Attributes>;
  readonly exemplars: Map<string, Exemplar>;
  /** The filtered attributes of the exemplars: most exemplars differ in their ids and times alone. */
  readonly filtered: Set<string>;
  dataPoints: number;
  omitted: number;
}

/** The metrics of one receiver: of each what is distinct in its data points, since exports repeat one another. */
export class MetricStore {
  readonly #held = new Map<string, Held>();
  readonly #losses = new LossLog();
  #characters = 0;
  #clearedMs = 0;
  #isFull = false;

  /** Those that came since the start, or since `clear()`. */
  get metrics(): Metric[] {
    return Array.from(this.#held.values(), ({ sets, exemplars, filtered: _, ...held }) => {
      return new Metric({ ...held, attributeSets: [...sets.values()], exemplars: [...exemplars.values()] });
    });
  }

  /** What is not stored of all metrics that were sent since then. */
  get losses(): readonly Loss[] {
    const scope = { traceId: undefined, sinceMs: this.#clearedMs, concernsTrace: () => false };
    return lossesIn(this.#losses.view(), scope);
  }

  /** Tells whether this is the first time since then that a metric was not kept, for want of room. */
  add(metrics: readonly SentMetric[]): boolean {
    const wasFull = this.#isFull;
    for (const metric of metrics) this.#add(metric);
    return this.#isFull && !wasFull;
  }

  lose(request: LostRequest): void {
    this.#losses.note(request, steadyMs(), () => false);
  }

  /** A request with this body has been accepted: it may have been lost before. */
  accepted(body: Uint8Array): void {
    this.#losses.accepted(body);
  }

  clear(): void {
    this.#held.clear();
    this.#losses.clear();
    this.#characters = 0;
    this.#isFull = false;
    this.#clearedMs = steadyMs();
  }

  #add({ points, ...metric }: SentMetric): void {
    const { name, unit, type, description, metadata, resource, scope } = metric;
    const id = contentText([name, unit, type, description, metadata, resource, scope]);
    let held = this.#held.get(id);
    if (held === undefined) {
      if (!this.#hasRoom(id)) {
        this.#isFull = true;
        return;
      }
      held = { ...metric, sets: new Map(), exemplars: new Map(), filtered: new Set(), dataPoints: 0, omitted: 0 };
      this.#held.set(id, held);
    }
    for (const { attributes, exemplars } of points) {
      held.dataPoints += 1;
      if (!this.#keep(held.sets, contentText(attributes), attributes, MAX_SETS)) held.omitted += 1;
      for (const exemplar of exemplars) this.#keepExemplar(held, exemplar);
    }
  }

  #keepExemplar(held: Held, exemplar: Exemplar): void {
    const filtered = contentText(exemplar.filteredAttributes);
    const id = `${exemplar.traceId} ${exemplar.spanId} ${filtered}`;
    if (this.#keep(held.exemplars, id, exemplar, MAX_EXEMPLARS)) held.filtered.add(filtered);
    else if (!held.filtered.has(filtered)) held.omitted += 1;
  }

  /** Whether it is kept now. */
  #keep<Item>(items: Map<string, Item>, id: string, item: Item, max: number): boolean {
    if (items.has(id)) return true;
    if (items.size >= max || !this.#hasRoom(id)) return false;
    items.set(id, item);
    return true;
  }

  /** Takes the room that something needs, where there is some. */
  #hasRoom(id: string): boolean {
    if (this.#characters + id.length > MAX_METRIC_CHARACTERS) return false;
    this.#characters += id.length;
    return true;
  }
}

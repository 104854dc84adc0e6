import type { SpanOrigin } from '../model/packed-spans.ts';
import { Postings } from './postings.ts';
import { SpanIdIndex } from './span-id-index.ts';
import { indexOf, type SpanRows } from './span-rows.ts';

const NONE = new Postings();

/** What the indexes are of: a SpanTable. */
export interface Indexed {
  readonly rows: SpanRows;
  readonly origins: readonly SpanOrigin[];
  /** When a span began, in milliseconds since the epoch. */
  beganMs(row: number): number;
}

/**
 * Ways from a value to the rows that have it. Each is built by the first query that needs it, and takes in what came
 * since by every later one: receiving spans costs nothing more, and what nobody asks for is not there.
 */
export class SpanIndexes {
  readonly #table: Indexed;
  readonly #byName: Postings[] = [];
  readonly #byService = new Map<string, Postings>();
  /** The same postings, by origin. */
  readonly #byOrigin: Postings[] = [];
  #named = 0;
  #originated = 0;
  #byId: SpanIdIndex | undefined;

  constructor(table: Indexed) {
    this.#table = table;
  }

  /** The rows of a span id, in the order of arrival. */
  ofSpanId(high: number, low: number): number[] {
    this.#byId ??= new SpanIdIndex(this.#table.rows);
    return this.#byId.find(high, low);
  }

  /** The rows of a name, by its number. */
  ofName(number: number): Postings {
    const { rows } = this.#table;
    const byName = this.#byName;
    for (; this.#named < rows.size; this.#named++) {
      const page = rows.page(this.#named);
      const at = indexOf(this.#named);
      const name = page.nameOf[at] as number;
      const postings = byName[name] ?? new Postings();
      byName[name] = postings;
      postings.add(this.#named, this.#table.beganMs(this.#named));
    }
    return byName[number] ?? NONE;
  }

  /** The rows of every service, by its name. */
  services(): ReadonlyMap<string, Postings> {
    const { rows } = this.#table;
    const byOrigin = this.#byOrigin;
    for (; this.#originated < rows.size; this.#originated++) {
      const page = rows.page(this.#originated);
      const at = indexOf(this.#originated);
      const origin = page.originOf[at] as number;
      let postings = byOrigin[origin];
      if (postings === undefined) {
        postings = this.#postingsOf(this.#table.origins[origin]?.service ?? '');
        byOrigin[origin] = postings;
      }
      postings.add(this.#originated, this.#table.beganMs(this.#originated));
    }
    return this.#byService;
  }

  #postingsOf(service: string): Postings {
    const known = this.#byService.get(service);
    if (known !== undefined) return known;
    const postings = new Postings();
    this.#byService.set(service, postings);
    return postings;
  }
}

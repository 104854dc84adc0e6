const NONE: ReadonlyMap<string, number> = new Map();

/** Which traces have spans with links into which others. */
export class TraceLinks {
  readonly #from = new Map<string, Map<string, number>>();
  readonly #to = new Map<string, Map<string, number>>();

  /** `rows`: how many rows there were when the link was noted. */
  note(from: string, to: string, rows: number): void {
    if (from === to) return;
    put(this.#to, from, to, rows);
    put(this.#from, to, from, rows);
  }

  /** The traces that link into this one, as it was when there were this many rows. */
  into(traceId: string, rows: number = Number.POSITIVE_INFINITY): string[] {
    const links = this.#from.get(traceId) ?? NONE;
    return [...links].filter(([, notedAt]) => notedAt <= rows).map(([from]) => from);
  }

  hasInto(traceId: string): boolean {
    return this.#from.has(traceId);
  }

  hasOutOf(traceId: string): boolean {
    return this.#to.has(traceId);
  }

  /** The traces that this one links to. */
  outOf(traceId: string): string[] {
    return [...(this.#to.get(traceId) ?? NONE).keys()];
  }
}

function put(maps: Map<string, Map<string, number>>, key: string, value: string, rows: number): void {
  const map = maps.get(key);
  if (map === undefined) maps.set(key, new Map([[value, rows]]));
  else if (!map.has(value)) map.set(value, rows);
}

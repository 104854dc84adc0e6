const NONE: ReadonlySet<string> = new Set();

/** Which traces have spans with links into which others. */
export class TraceLinks {
  readonly #from = new Map<string, Set<string>>();
  readonly #to = new Map<string, Set<string>>();

  note(from: string, to: string): void {
    if (from === to) return;
    addTo(this.#to, from, to);
    addTo(this.#from, to, from);
  }

  /** The traces that link into this one. */
  into(traceId: string): ReadonlySet<string> {
    return this.#from.get(traceId) ?? NONE;
  }

  /** The traces that this one links to. */
  outOf(traceId: string): ReadonlySet<string> {
    return this.#to.get(traceId) ?? NONE;
  }
}

function addTo(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([value]));
  else set.add(value);
}

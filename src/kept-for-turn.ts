/**
 * A map that is emptied when the code that runs now has run: with the next microtask. For what is looked up again and
 * again within one scan or one text, and must not outlive it, since it holds values.
 */
export class KeptForTurn<Key, Value> {
  readonly #map = new Map<Key, Value>();

  get size(): number {
    return this.#map.size;
  }

  get(key: Key): Value | undefined {
    return this.#map.get(key);
  }

  set(key: Key, value: Value): void {
    // A promise: fake timers can replace queueMicrotask, and then it waits for the test to advance them.
    if (this.#map.size === 0) void Promise.resolve().then(() => this.#map.clear());
    this.#map.set(key, value);
  }

  clear(): void {
    this.#map.clear();
  }
}

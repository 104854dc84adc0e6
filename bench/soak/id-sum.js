/** Adds up span ids, as 32-bit halves, so that two sides can tell whether they mean the same spans. */
export class IdSum {
  count = 0;
  #high = 0;
  #low = 0;

  add(high, low) {
    this.count++;
    this.#high = (this.#high + high) >>> 0;
    this.#low = (this.#low + low) >>> 0;
  }

  toString() {
    return `${this.count} spans, sum ${this.#high.toString(16)}:${this.#low.toString(16)}`;
  }
}

import { IdSum } from './id-sum.js';

/** What the receiver acknowledged, and every outcome that was not right. */
export class Ledger {
  requests = 0;
  wrong = new Map();
  #stats = { received: 0, spans: 0, duplicates: 0, rejectedSpans: 0 };
  #held = new IdSum();

  /** A batch that was acknowledged, for the first time or again. */
  acknowledged({ taken, rejected }, again) {
    this.#stats.received += taken.length + rejected;
    this.#stats.rejectedSpans += rejected;
    this.#stats[again ? 'duplicates' : 'spans'] += taken.length;
    if (!again) for (const [high, low] of taken) this.#held.add(high, low);
  }

  wentWrong(what) {
    this.wrong.set(what, (this.wrong.get(what) ?? 0) + 1);
  }

  /** Compares with the receiver's own account, which it begins anew each time; its counts go on. */
  compare({ stats, held }) {
    if (stats.received !== stats.spans + stats.duplicates + stats.rejectedSpans) {
      this.wentWrong(`stats do not add up: ${JSON.stringify(stats)}`);
    }
    for (const [name, acknowledged] of Object.entries(this.#stats)) {
      if (stats[name] !== acknowledged) this.wentWrong(`stats.${name} is ${stats[name]}, acknowledged ${acknowledged}`);
    }
    if (held !== String(this.#held)) this.wentWrong(`held ${held}; acknowledged ${this.#held}`);
    this.#held = new IdSum();
  }
}

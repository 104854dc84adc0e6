import { Canary } from './canary-base.ts';
import type { CanaryValue } from './contents.ts';

/** A canary of one value that the test has from elsewhere; more can be tracked beside it. */
export class SingleCanary extends Canary {
  readonly #label: string;

  constructor(label: string, value: string | number | bigint) {
    super();
    this.#label = label;
    this.track(label, value).sent();
  }

  protected override get canaryName(): string {
    return this.#label;
  }

  protected override get isPerson(): boolean {
    return false;
  }

  protected override get ownValues(): readonly CanaryValue[] {
    return [];
  }

  toJSON(): string {
    return this.toString();
  }
}

import type { ConfigFault } from '../../config-file/config-kind.ts';
import { type ConfigSteps, configPath, stepsAtStart } from '../../config-file/config-path.ts';
import { TracewrightError } from '../../errors.ts';
import { suggestion } from '../../misuse.ts';

/** Everything that is wrong with a policy, in its order. */
export class PolicyFaults {
  readonly all: ConfigFault[] = [];

  /** @param said what is wrong with the value: `is null; it takes an object.` */
  add(steps: ConfigSteps, said: string): void {
    this.all.push({ steps, ofKey: false, text: `${configPath('policy', steps)} ${said}` });
  }

  /** Notes every member that there should not be, with the nearest valid name. */
  unknownKeys(given: object, valid: readonly string[], steps: ConfigSteps): void {
    for (const key of Object.keys(given)) {
      if (valid.includes(key)) continue;
      const text = `${configPath('policy', steps)} has no option "${key}".${suggestion(key, valid)}`;
      this.all.push({ steps: [...steps, key], ofKey: true, text });
    }
  }

  /** What `make` gives; undefined, and a fault, where it throws. Its errors begin with the path of what they are about. */
  attempt<Made>(make: () => Made): Made | undefined {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof TracewrightError)) throw error;
      // Criteria are a part of the policy here: `policy.attributes.a.required: criteria.kind`.
      const text = error.message.replace(/^\w+: /, '').replace(': criteria', '');
      this.all.push({ steps: stepsAtStart('policy', text), ofKey: false, text });
      return undefined;
    }
  }
}

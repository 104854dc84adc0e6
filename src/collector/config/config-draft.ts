import type * as Yaml from 'yaml';
import type { CollectorConfig, Steps } from '../../config-file/collector-config.ts';
import { loadLibrary } from '../../load-library.ts';
import { isPlainObject } from '../../misuse.ts';

/**
 * A copy of a configuration to be changed: what is not touched keeps its text, with comments and quotes. What is changed
 * is noted, in words.
 */
export class ConfigDraft {
  readonly #document: Yaml.Document;
  readonly #changes: string[] = [];
  readonly #yaml = loadLibrary<typeof Yaml>('yaml');

  constructor({ text, data, hasAliases }: CollectorConfig) {
    // What an alias stands for may be changed in one of its places only.
    this.#document = hasAliases ? new this.#yaml.Document(data) : this.#yaml.parseDocument(text, { merge: true });
  }

  get changes(): readonly string[] {
    return this.#changes;
  }

  /** What stands there, as plain data. */
  get(steps: Steps): unknown {
    const value: unknown = this.#document.getIn(steps);
    return this.#yaml.isCollection(value) ? value.toJS(this.#document) : value;
  }

  /** Sets a value, and what leads to it; notes it unless it is the same. */
  set(steps: Steps, value: unknown): void {
    const before = this.get(steps);
    if (JSON.stringify(before) === JSON.stringify(value)) return;
    this.#open(steps.slice(0, -1));
    this.#document.setIn(steps, this.#document.createNode(value, { defaultStringType: 'QUOTE_DOUBLE' } as object));
    this.note(
      steps,
      before === undefined || before === null ? `set to ${shown(value)}` : `${shown(before)} -> ${shown(value)}`,
    );
  }

  /** Takes a value away, and notes that. */
  remove(steps: Steps, why: string): void {
    if (!this.#document.hasIn(steps)) return;
    this.#document.deleteIn(steps);
    this.note(steps, `removed (${why})`);
  }

  note(steps: Steps, what: string): void {
    this.#changes.push(`${steps.join('.')}: ${what}`);
  }

  toString(): string {
    return this.#document.toString({
      lineWidth: 0,
      flowCollectionPadding: false,
      defaultStringType: 'QUOTE_DOUBLE',
      defaultKeyType: 'PLAIN',
    });
  }

  /** Makes mappings of what has no contents yet, such as `grpc:` with nothing after it. */
  #open(steps: Steps): void {
    for (let length = 1; length <= steps.length; length++) {
      const above = steps.slice(0, length);
      if (!isPlainObject(this.get(above))) this.#document.setIn(above, this.#document.createNode({}));
    }
  }
}

/** A secret in a header is not among what is changed; an endpoint can hold a password. */
function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.replace(/\/\/[^@/\s]*@/g, '//***@');
}

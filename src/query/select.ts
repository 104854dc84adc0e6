import { TracewrightError } from '../errors.ts';
import { kindOf } from '../misuse.ts';
import { SELECTOR_BRAND, type Selector } from '../model/criteria.ts';
import { selectorLeaves } from './compile-selector.ts';

/**
 * Criteria as a selector, for what a span must be and where it must stand. Goes wherever criteria go.
 *
 * A compound is `span` with conditions in brackets and pseudo-classes after it:
 * - `[key]` the field or attribute is there; `[key = value]`, `!=` another value; `~=` contains, `^=` begins with,
 *   `$=` ends with a text; `<`, `<=`, `>`, `>=` a number. What is absent meets no condition: that is `:not([key])`.
 * - Keys: `name`, `kind`, `service`, `status`, `status.message`, `operation`, `traceId`, `spanId`, `parentSpanId`,
 *   `traceState`, `flags`, `duration` (milliseconds), `event` (the name of one), `scope`, `scope.version`,
 *   `resource.<key>`; anything else is an attribute, and `attributes.<key>` or a key in quotes always is.
 * - Values: text in quotes or a bare word, numbers, `true`, `false`.
 * - `:first` and `:last` of all that match so far, by start time; `:nth-child(n)` among the children of its parent, by
 *   start time (`odd`, `even` and `2n+1` too); `:not(...)`; `:has(...)`, which begins at the span: `:has(> span[...])`.
 *
 * Between compounds stand: a blank, for a descendant; `>`, for a child; `~>`, for a span that links to the one before
 * it, as a consumer does to its producer. Commas separate alternatives.
 *
 * @throws {TracewrightError} INVALID_SELECTOR, UNKNOWN_KIND, UNKNOWN_STATUS or UNKNOWN_OPERATION, with the column.
 * @example
 * trace.get(select('span[service="orders" name~="charge"] > span[kind="CLIENT"]'));
 * expect(trace).toHaveSpan(select('span[kind=PRODUCER] ~> span[service=mailer]'));
 * expect(trace).not.toHaveSpan(select('span[operation=database duration>100]:not([db.query.text])'));
 */
export function select(selector: string): Selector {
  if (typeof selector !== 'string') {
    throw new TracewrightError(
      'INVALID_SELECTOR',
      `select() takes a selector as a string; received ${kindOf(selector)}.`,
    );
  }
  const made = new SelectorText(selector);
  // What is wrong with it is said here, where it was written.
  selectorLeaves(made);
  return made;
}

class SelectorText implements Selector {
  readonly selector: string;

  constructor(selector: string) {
    this.selector = selector;
    Object.freeze(this);
  }

  get [SELECTOR_BRAND](): true {
    return true;
  }

  toString(): string {
    return `select(${JSON.stringify(this.selector)})`;
  }
}

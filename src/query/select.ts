import { TracewrightError } from '../errors.ts';
import { kindOf } from '../misuse.ts';
import { SELECTOR_BRAND, type Selector } from '../model/criteria.ts';
import { selectorLeaves } from './compile-selector.ts';

/**
 * Criteria as a selector, for what a span must be and where it must stand. Goes wherever criteria go.
 *
 * ```text
 * selector     path ("," path)*                     any of them
 * path         compound (combinator compound)*      the last compound is the span that is meant
 * combinator   " "                                  a descendant of the one before
 *              ">"                                  a child of it
 *              "~>"                                 a span that links to it, as a consumer does to its producer
 * compound     ("span" | "*") brackets* pseudo*     `span` can be left out before a bracket or a pseudo-class
 * brackets     "[" condition ("," | " ") ... "]"    all of them hold
 * condition    key                                  it is there
 *              key "=" value, key "!=" value        this value; another value
 *              key "~=" text, "^=" text, "$=" text  contains, begins with, ends with
 *              key "<" number, "<=", ">", ">="
 * pseudo       ":first" | ":last"                   of all that match so far, by start time
 *              ":nth-child(" n | odd | even | 2n+1 ")"   its place among the children of its parent, from 1 on
 *              ":not(" selector ")"                 it does not match
 *              ":has(" [combinator] path ")"        from it the combinator leads to a match; a blank when none is written
 * ```
 *
 * - Keys: `name`, `kind`, `service`, `status`, `status.message`, `operation`, `traceId`, `spanId`, `parentSpanId`,
 *   `traceState`, `flags`, `duration` (milliseconds), `event` (the name of one), `scope`, `scope.version`,
 *   `resource.<key>`; anything else is an attribute, and `attributes.<key>` or a key in quotes always is.
 * - Values: text in single or double quotes, where a backslash takes the next character as it is, or a bare word;
 *   numbers; `true`, `false`. 42 is a number and "42" is text.
 * - What is absent meets no condition, `!=` neither: that is `:not([key])`. Of several events or operations `!=` asks
 *   that none is the one. An attribute under its old or stable name is never taken for absent.
 * - Nothing is said to be absent where it may be missing: in a trace with orphans, or where data was dropped, `:not`
 *   holds only for what no missing span or attribute could change.
 * - Bounds: 10,000 characters, 100 combinators, `:not` and `:has` 30 deep.
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

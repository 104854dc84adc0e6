import type { ProblemCode } from '../model/problem.ts';

/** A problem in the making: it has a field, relative to the message that is being read, and no span yet. */
export interface Finding {
  /** A path: `name`, `["k"]`, or empty for the message itself. */
  field: string;
  /** What the field should have been. */
  readonly rule: string;
  readonly code?: ProblemCode;
}

/** Listed of one span, resource or scope; more are counted only, so that a hostile body cannot fill the memory. */
const MAX_FINDINGS = 100;

/**
 * What was found wrong since the last `take`.
 *
 * Paths grow from the inside out: whoever reads a nested message notes `size` before, and puts its own name before
 * the new ones after. So a message without problems pays nothing for paths.
 */
export class Findings {
  #list: Finding[] = [];
  #unlisted = 0;

  get size(): number {
    return this.#list.length;
  }

  add(field: string, rule: string, code?: ProblemCode): void {
    if (this.isFull) this.#unlisted++;
    else this.#list.push(code === undefined ? { field, rule } : { field, rule, code });
  }

  /** Whether more are counted only, so that nobody need word them. */
  get isFull(): boolean {
    return this.#list.length >= MAX_FINDINGS;
  }

  /** Whether something is wrong with this very field. */
  has(field: string): boolean {
    return this.#list.some(finding => finding.field === field);
  }

  /** Puts `prefix` before the field of every finding from index `mark` on. */
  within(mark: number, prefix: string): void {
    for (let index = mark; index < this.#list.length; index++) {
      const finding = this.#list[index];
      if (finding !== undefined) finding.field = joinPath(prefix, finding.field);
    }
  }

  /** The findings since the last `take`. */
  take(): readonly Finding[] {
    if (this.#list.length === 0) return [];
    const list = this.#list;
    if (this.#unlisted > 0) {
      list.push({ field: '', rule: `has at most ${MAX_FINDINGS} problems (${this.#unlisted} more are not listed)` });
    }
    this.#list = [];
    this.#unlisted = 0;
    return list;
  }
}

function joinPath(prefix: string, field: string): string {
  return field === '' || prefix === '' || field.startsWith('[') ? prefix + field : `${prefix}.${field}`;
}

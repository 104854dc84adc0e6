import { rememberRegistered, standInFrontOf } from './foreign-matcher.ts';
import * as matchers from './index.ts';

/** As much of a runner's `expect` as the entries need. */
export interface ExtendableExpect {
  extend(matchers: Record<string, unknown>): unknown;
  getState(): { readonly currentTestName?: string | undefined };
}

/**
 * Registers every matcher.
 *
 * jest-dom's `toHaveAttribute` and ours work side by side, whichever is registered first: ours stays in front, and
 * hands on what is no span.
 */
export function register(expect: ExtendableExpect): void {
  rememberRegistered('toHaveAttribute');
  const extend = expect.extend;
  extend.call(expect, { ...matchers });
  expect.extend = function (this: unknown, added: Record<string, unknown>) {
    const { toHaveAttribute, ...others } = added;
    if (typeof toHaveAttribute !== 'function') return extend.call(expect, added);
    standInFrontOf('toHaveAttribute', toHaveAttribute);
    return extend.call(expect, others);
  };
}

import { expect } from 'vitest';
import { toLeak } from '../../../matchers/to-leak.ts';
import type { Canary } from '../../../src/pii/canary/canary-base.ts';
import type { LeakOptions } from '../../../src/pii/canary/leak-options.ts';

interface LeakAssertion {
  toLeak(canary: Canary | readonly Canary[], options?: LeakOptions): void;
  readonly not: LeakAssertion;
}

expect.extend({ toLeak });

/** `expect` with this one matcher. */
export function expectThat(subject: unknown): LeakAssertion {
  return expect(subject) as unknown as LeakAssertion;
}

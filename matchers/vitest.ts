import { beforeEach, expect } from 'vitest';
import { register } from './register.ts';
import type { TracewrightMatchers } from './types.ts';

register(expect, beforeEach);

declare global {
  namespace Chai {
    interface Assertion extends TracewrightMatchers<void> {}
  }
}

declare module 'vitest' {
  interface AsymmetricMatchersContaining extends TracewrightMatchers<unknown> {}
}

import { OPEN } from './open/sources.ts';
import type { Half, HalfSources } from './source-types.ts';

/** The halves that are here. The held one is merged for the final run. */
export const HALVES: Readonly<Partial<Record<Half, HalfSources>>> = { open: OPEN };

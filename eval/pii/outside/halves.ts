import { HELD } from './held/sources.ts';
import { OPEN } from './open/sources.ts';
import type { Half, HalfSources } from './source-types.ts';

/** The halves that are here. Detectors are changed with the open one; the held one is for the final run. */
export const HALVES: Readonly<Partial<Record<Half, HalfSources>>> = { open: OPEN, held: HELD };

import type { PiiDetector } from './detector.ts';

/** All detectors, those first that say most. */
export const DETECTORS: readonly PiiDetector[] = [];

import type { PiiDetector } from './detector.ts';
import { PERSON_DETECTORS } from './person-detectors.ts';
import { SECRET_DETECTORS } from './secret-detectors.ts';

/** All detectors, those first that say most. */
export const DETECTORS: readonly PiiDetector[] = [...SECRET_DETECTORS, ...PERSON_DETECTORS];

import { b3, b3multi } from './b3.ts';
import type { PropagationFormat } from './format.ts';
import { w3c } from './w3c.ts';
import { xray } from './xray.ts';

/** The formats by their names. */
export const FORMATS = { w3c, xray, b3, b3multi } as const satisfies Record<string, PropagationFormat>;
export type FormatName = keyof typeof FORMATS;

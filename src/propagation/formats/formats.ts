import { b3, b3multi } from './b3.ts';
import type { PropagationFormat } from './format.ts';
import { w3c } from './w3c.ts';
import { alb, xray } from './xray.ts';

/** The formats that services read, by their names. */
export const FORMATS = { w3c, xray, b3, b3multi } as const satisfies Record<string, PropagationFormat>;
export type FormatName = keyof typeof FORMATS;

/** The formats that a context can be sent in, by their names. */
export const SENT_FORMATS = { ...FORMATS, alb } as const satisfies Record<string, PropagationFormat>;
export type SentFormatName = keyof typeof SENT_FORMATS;

import type { Crossing } from '../model/crossing.ts';
import { FOREIGN_HEADERS } from './carrying-headers.ts';
import type { PropagatedContext, Refusal } from './formats/format.ts';
import { FORMATS, type FormatName } from './formats/formats.ts';

/** What the headers of a crossing say. */
export interface ReadCrossing {
  readonly crossing: Crossing;
  /** The contexts that it carried, by format; b3 in one header and in several count as two. */
  readonly contexts: readonly { readonly format: FormatName; readonly context: PropagatedContext }[];
  readonly refused: readonly Refusal[];
  /** Other tracing systems whose headers it carried. */
  readonly systems: readonly string[];
}

/** The single header of b3 is read by `b3multi` too, and the other way round: each format is asked for its own alone. */
const OWN_HEADERS: Readonly<Record<FormatName, (name: string) => boolean>> = {
  w3c: name => name === 'traceparent' || name === 'tracestate',
  xray: name => name === 'x-amzn-trace-id',
  b3: name => name === 'b3',
  b3multi: name => name.startsWith('x-b3-'),
};

export function readCrossing(crossing: Crossing): ReadCrossing {
  const contexts: { format: FormatName; context: PropagatedContext }[] = [];
  const refused: Refusal[] = [];
  for (const [format, { extract }] of Object.entries(FORMATS) as [FormatName, (typeof FORMATS)[FormatName]][]) {
    const own = Object.entries(crossing.headers).filter(([name]) => OWN_HEADERS[format](name));
    const extraction = extract(Object.fromEntries(own));
    if (extraction.kind === 'context') contexts.push({ format, context: extraction.context });
    if (extraction.kind !== 'absent') refused.push(...extraction.refused);
  }
  const systems = Object.keys(crossing.headers).flatMap(name => FOREIGN_HEADERS[name] ?? []);
  return { crossing, contexts, refused, systems: [...new Set(systems)] };
}

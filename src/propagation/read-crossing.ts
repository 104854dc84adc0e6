import type { Crossing } from '../model/crossing.ts';
import { FOREIGN_HEADERS } from './carrying-headers.ts';
import { contextLike } from './context-forms.ts';
import type { PropagatedContext, Refusal } from './formats/format.ts';
import { FORMATS, type FormatName } from './formats/formats.ts';
import { type LoneDecision, loneDecision } from './lone-decision.ts';

/** What the headers of a crossing say. */
export interface ReadCrossing {
  readonly crossing: Crossing;
  /** The contexts that it carried, by format; b3 in one header and in several count as two. */
  readonly contexts: readonly { readonly format: FormatName; readonly context: PropagatedContext }[];
  readonly refused: readonly Refusal[];
  /** Other tracing systems whose headers it carried. */
  readonly systems: readonly string[];
  /** Values in other headers that have the form of a trace context. */
  readonly lookalikes: readonly Lookalike[];
  /** A sampling decision without ids, when nothing else was carried. */
  readonly decision: LoneDecision | undefined;
}

/** A header of no known format whose value has the form of a trace context. */
export interface Lookalike {
  readonly header: string;
  /** The header that usually has this form. */
  readonly form: string;
  /** Undefined when the ids in it are not those of a trace. */
  readonly context: PropagatedContext | undefined;
  /** An id alone: it says something only when it is the id of a trace that is known. */
  readonly weak: boolean;
}

/** The single header of b3 is read by `b3multi` too, and the other way round: each format is asked for its own alone. */
const OWN_HEADERS: Readonly<Record<FormatName, (name: string) => boolean>> = {
  w3c: name => name === 'traceparent' || name === 'tracestate',
  xray: name => name === 'x-amzn-trace-id',
  b3: name => name === 'b3',
  b3multi: name => name.startsWith('x-b3-'),
};

/** Reads the headers of a crossing: by their names, and where a name is not known by the form of the value. */
export function readCrossing(crossing: Crossing): ReadCrossing {
  const contexts: { format: FormatName; context: PropagatedContext }[] = [];
  const refused: Refusal[] = [];
  for (const [format, { extract }] of Object.entries(FORMATS) as [FormatName, (typeof FORMATS)[FormatName]][]) {
    const own = Object.entries(crossing.headers).filter(([name]) => OWN_HEADERS[format](name));
    const extraction = extract(Object.fromEntries(own));
    if (extraction.kind === 'context') contexts.push({ format, context: extraction.context });
    if (extraction.kind !== 'absent') refused.push(...extraction.refused);
  }
  const systems = [...new Set(Object.keys(crossing.headers).flatMap(name => FOREIGN_HEADERS[name] ?? []))];
  const lookalikes = lookalikesIn(crossing);
  const hasIds = contexts.length > 0 || lookalikes.length > 0 || systems.some(system => system !== 'Datadog');
  const decision = hasIds ? undefined : loneDecision(crossing.headers);
  if (decision !== undefined && refused.length === 0) {
    refused.push({ ...decision, reason: 'it holds a sampling decision alone, and no ids' });
  }
  return { crossing, contexts, refused, systems, lookalikes, decision };
}

/** Baggage and tracestate hold values of the application's own: what looks like a context there was not meant as one. */
function lookalikesIn({ headers }: Crossing): readonly Lookalike[] {
  return Object.entries(headers).flatMap(([header, values]) => {
    if (header === 'baggage' || Object.values(OWN_HEADERS).some(isOwn => isOwn(header))) return [];
    return values.flatMap(value => {
      const like = contextLike(value);
      return like === undefined ? [] : [{ header, form: like.form, context: like.context, weak: like.weak }];
    });
  });
}

import type { Crossing } from '../model/crossing.ts';
import { headerValues, trimBlanks } from './formats/carrier.ts';

/** A sampling decision that was sent without ids. */
export interface LoneDecision {
  readonly header: string;
  readonly value: string;
  readonly sampled: boolean;
}

interface DecisionHeader {
  readonly header: string;
  /** Undefined for a value that is no decision without ids. */
  readonly read: (value: string) => boolean | undefined;
  /** Headers that carry the ids of this format: with one of them the decision is not alone. */
  readonly ids: readonly string[];
}

const B3_IDS = ['X-B3-TraceId', 'X-B3-SpanId'];

/**
 * Headers that carry a decision without ids: the sender does not sample, and has no ids to hand on.
 *
 * @see https://github.com/openzipkin/b3-propagation#sampling-state
 */
const DECISIONS: readonly DecisionHeader[] = [
  { header: 'b3', read: ofWords(['1', 'd', 'true'], ['0', 'false']), ids: B3_IDS },
  { header: 'X-B3-Sampled', read: ofWords(['1', 'true'], ['0', 'false']), ids: B3_IDS },
  { header: 'X-B3-Flags', read: ofWords(['1'], []), ids: B3_IDS },
  { header: 'X-Amzn-Trace-Id', read: ofXray, ids: [] },
  {
    header: 'X-Datadog-Sampling-Priority',
    read: ofWords(['1', '2'], ['0', '-1']),
    ids: ['X-Datadog-Trace-Id', 'X-Datadog-Parent-Id', 'traceparent'],
  },
];

/** The decision in the headers of a crossing that carried no ids. */
export function loneDecision(headers: Crossing['headers']): LoneDecision | undefined {
  for (const { header, read, ids } of DECISIONS) {
    const [value, ...others] = headerValues(headers, header).map(trimBlanks);
    if (value === undefined || others.length > 0) continue;
    const sampled = read(value);
    if (sampled !== undefined && ids.every(id => headerValues(headers, id).length === 0))
      return { header, value, sampled };
  }
  return undefined;
}

function ofWords(yes: readonly string[], no: readonly string[]): DecisionHeader['read'] {
  return value => {
    const word = value.toLowerCase();
    return yes.includes(word) ? true : no.includes(word) ? false : undefined;
  };
}

/** `Sampled=0`, also with other fields, but without Root. */
function ofXray(value: string): boolean | undefined {
  const fields = value.split(';').map(trimBlanks);
  if (fields.some(field => /^(?:root|parent) *=/i.test(field))) return undefined;
  const decision = fields.map(field => /^sampled *= *([01])$/i.exec(field)?.[1]).find(digit => digit !== undefined);
  return decision === undefined ? undefined : decision === '1';
}

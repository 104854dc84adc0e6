import type { Hint, Renamed } from '../query/verdict.ts';
import { durationText } from './duration-text.ts';
import { fieldName } from './field-text.ts';
import { plain, quote, shortId } from './quote.ts';
import { spanLabel, spanName } from './span-label.ts';
import { valueText } from './value-text.ts';

/** Hints as lines, each begun with `Hint:`. */
export function hintLines(hints: readonly Hint[]): string[] {
  return [...new Set(hints.map(hint => `Hint: ${hintText(hint)}`))];
}

function hintText(hint: Hint): string {
  switch (hint.kind) {
    case 'only-field':
      return `only the ${fieldName(hint.field)} differs.`;
    case 'letter-case':
      return `the ${fieldName(hint.field)} differs in upper and lower case only.`;
    case 'renamed':
      return renamedText(hint.renamed);
    case 'value-type':
      return `the ${fieldName(hint.field)} is ${typed(hint.actual)}, not ${typed(hint.expected)}.`;
    case 'attribute-nearby':
      return `the attribute is on its ${hint.relation}, ${spanLabel(hint.span)}.`;
    case 'attribute-place':
      return hint.place === 'resource'
        ? `the attribute is on its resource: toHaveResourceAttribute, or the criterion resource, looks there.`
        : `the attribute is on the span itself: toHaveAttribute looks there.`;
    case 'route-id':
      return `${quote(hint.actual, 60)} has an id where the route is expected: it was named after the path, not the route.`;
    case 'after-parent': {
      const late = Number(hint.span.startTimeUnixNano - hint.parent.endTimeUnixNano) / 1e6;
      return `${spanName(hint.span)} began ${durationText(late)} after its parent ${spanName(hint.parent)} had ended.`;
    }
    case 'near-service':
      return `no span is of service ${quote(hint.wanted, 60)}. Did you mean ${quote(hint.nearest, 60)}?`;
    case 'in-linked':
      return `a matching span is in trace ${shortId(hint.span.traceId)}, which links into this one: judge [trace, ...trace.linked].`;
    case 'unsampled':
      return `unsampled upstream: ${spanLabel(hint.span)} has the flag "not sampled", so what it called recorded nothing.`;
    case 'in-stray': {
      const { span, shared } = hint;
      const where = `${spanName(span)} of ${plain(span.service, 40)}, in trace ${shortId(span.traceId)}`;
      const shade = shared ? ' Captures ran side by side, so that trace may belong to another.' : '';
      return `a matching span did arrive, but in a trace of its own: ${where}. The context was lost on the way to it.${shade}`;
    }
  }
}

/** Says which of two attribute names is the old one. */
export function renamedText({ wanted, found, foundIs }: Renamed): string {
  const [old, stable] = foundIs === 'old' ? [found, wanted] : [wanted, found];
  return `${old} is the name of the old semantic conventions; ${stable} is the stable one.`;
}

function typed(value: unknown): string {
  return `the ${typeof value} ${valueText(value)}`;
}

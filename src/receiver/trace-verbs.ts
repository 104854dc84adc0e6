import type { TraceVerbs } from '../model/trace.ts';
import { filterSpans, findSpan, getSpan } from '../query/verbs.ts';
import { getSpanTexts } from '../report/get-span-text.ts';
import { traceText } from '../report/trace-text.ts';

/** What the traces of a receiver can do: query/ finds, report/ words it. */
export const traceVerbs: TraceVerbs = {
  get: (spans, criteria) => getSpan(spans, criteria, getSpanTexts, 'get()'),
  find: (spans, criteria) => findSpan(spans, criteria, 'find()'),
  filter: (spans, criteria) => filterSpans(spans, criteria, 'filter()'),
  text: trace => traceText(trace),
};

import { TracewrightError } from '../errors.ts';
import { checkOptions, kindOf } from '../misuse.ts';
import { showLogRecordsAs } from '../model/log-record.ts';
import { SHOWN_LOSSES } from '../model/loss.ts';
import { showMetricsAs } from '../model/metric.ts';
import { SHOWN_PROBLEMS } from '../model/problem.ts';
import { showSpansAs, showTracesAs, type TraceVerbs } from '../model/trace.ts';
import { SHOWN_UNENDED_SPANS } from '../model/unended-span.ts';
import { filterSpans, findSpan, getSpan } from '../query/verbs.ts';
import { getSpanTexts } from '../report/get-span-text.ts';
import { logTreeText } from '../report/logs/log-tree.ts';
import { shownLosses, shownProblems, shownUnendedSpans } from '../report/shown-facts.ts';
import { shownLogRecords, shownMetrics, shownSpans, shownTraces } from '../report/shown-texts.ts';
import { traceText } from '../report/trace-text.ts';

// Whatever makes spans and traces imports these verbs: from then on, serialisers and runners print them masked.
showTracesAs(shownTraces);
showSpansAs(shownSpans);
showLogRecordsAs(shownLogRecords);
showMetricsAs(shownMetrics);
SHOWN_PROBLEMS.showAs(shownProblems);
SHOWN_LOSSES.showAs(shownLosses);
SHOWN_UNENDED_SPANS.showAs(shownUnendedSpans);

/** What the traces of a receiver can do: query/ finds, report/ words it. */
export const traceVerbs: TraceVerbs = {
  get: (spans, criteria) => getSpan(spans, criteria, getSpanTexts, 'get()'),
  find: (spans, criteria) => findSpan(spans, criteria, 'find()'),
  filter: (spans, criteria) => filterSpans(spans, criteria, 'filter()'),
  text: (trace, options) => {
    checkOptions(options, ['logs'], 'print()');
    const { logs = false } = options ?? {};
    if (typeof logs !== 'boolean') {
      throw new TracewrightError('INVALID_OPTION', `print() option logs is ${kindOf(logs)}; it takes true or false.`);
    }
    return logs ? logTreeText(trace) : traceText(trace);
  },
};

import type { Metric } from '../model/metric.ts';
import type { Span } from '../model/trace.ts';
import type { Gaps } from '../query/gaps.ts';
import { lateLine, latenessAdvice } from './lateness-text.ts';
import { lossLines, lossSummary } from './loss-text.ts';
import { plain, quote, shortId } from './quote.ts';
import { atMost, count, list } from './rows.ts';
import { spanLabel } from './span-label.ts';
import { unendedText } from './unended-text.ts';

const MAX_GAPS = 5;
/** How to say that what was lost is expected. */
export const HOW_TO_ACCEPT =
  "(If you expect this, pass { rejected: 'allow' } to capture(), settled() or waitForTrace().)";

/** What is missing, a line each: which parents of which spans, what was dropped, what was still under way. */
export function gapLines(gaps: Gaps): string[] {
  const { orphans, unsettled, unended, dropped, losses, cutRecords = [], cutMetrics = [] } = gaps;
  const byParent = new Map<string, Span[]>();
  for (const span of withoutUnended(orphans, unended)) {
    const siblings = byParent.get(span.parentSpanId ?? '');
    if (siblings === undefined) byParent.set(span.parentSpanId ?? '', [span]);
    else siblings.push(span);
  }
  const parents = Array.from(byParent, ([parentId, [first, ...others]]) => {
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    return first === undefined ? '' : `the parent ${shortId(parentId)} of ${spanLabel(first)}${more}`;
  });
  const late = unsettled.map(lateLine);
  const advice = latenessAdvice(unsettled);
  const lost = dropped.map(({ span, what, count: number }) => {
    const noun = number === 1 ? what.replace(/s$/, '') : what;
    return `${number.toLocaleString('en-US')} ${noun} of ${spanLabel(span)}, dropped by its SDK`;
  });
  const cut = cutRecords.map(({ service, droppedAttributesCount }) => {
    return `${count(droppedAttributesCount, 'attribute')} of a log record of ${plain(service, 60)}, dropped by its SDK`;
  });
  const open = unended.map(unendedText);
  const accept = losses.every(({ signal }) => signal === 'metrics') ? [] : [HOW_TO_ACCEPT];
  return [
    ...atMost(lossLines(losses), MAX_GAPS, 'line'),
    ...accept,
    ...atMost(late, MAX_GAPS, 'trace'),
    ...advice,
    ...atMost(open, MAX_GAPS, 'span'),
    ...atMost(parents, MAX_GAPS, 'parent'),
    ...atMost(lost, MAX_GAPS, 'span'),
    ...atMost(cut, MAX_GAPS, 'record'),
    ...atMost(cutMetrics.map(cutMetricText), MAX_GAPS, 'metric'),
  ];
}

function cutMetricText({ name, service, omitted }: Metric): string {
  const whose = `the metric ${quote(name, 80)} of ${plain(service, 60)}`;
  if (omitted === 0) return `attributes of the resource or scope of ${whose}, dropped by its SDK`;
  return `${omitted.toLocaleString('en-US')} of the attribute sets and exemplars of ${whose}, over what a receiver keeps`;
}

/** Orphans whose parent never arrived for another reason than that it never ended. */
function withoutUnended(orphans: Gaps['orphans'], unended: Gaps['unended']): Gaps['orphans'] {
  const open = new Set(unended.map(({ spanId }) => spanId));
  return orphans.filter(({ parentSpanId }) => parentSpanId === undefined || !open.has(parentSpanId));
}

/** `2 parents never arrived`: what is missing in a few words. */
export function gapSummary(gaps: Gaps): string {
  const { orphans, unsettled, unended, dropped, losses, cutRecords = [], cutMetrics = [] } = gaps;
  const parents = new Set(withoutUnended(orphans, unended).map(({ parentSpanId }) => parentSpanId)).size;
  const parts: string[] = lossSummary(losses);
  if (unsettled.some(({ lateness }) => lateness === undefined)) parts.push('spans were still arriving');
  else if (unsettled.length > 0) parts.push('more spans may still come');
  if (unended.length > 0) parts.push(`${count(unended.length, 'span')} never ended`);
  if (parents > 0) parts.push(`${count(parents, 'parent span')} never arrived`);
  if (dropped.length > 0) parts.push(`${count(new Set(dropped.map(({ span }) => span)).size, 'span')} lost data`);
  if (cutRecords.length > 0) parts.push(`${count(cutRecords.length, 'log record')} lost attributes`);
  if (cutMetrics.length > 0) parts.push(`${count(cutMetrics.length, 'metric')} lost data`);
  return list(parts);
}

/** `did not arrive whole (2 parent spans never arrived)`; what was lost only may be part of the trace. */
export function notWholeText(gaps: Gaps): string {
  return `${arrivedText(gaps)} (${gapSummary(gaps)})`;
}

/** `did not arrive whole`, or where that is not certain, `may not have arrived whole`. */
export function arrivedText({ orphans, unsettled, unended, dropped, cutRecords = [] }: Gaps): string {
  const late = unsettled.filter(({ lateness }) => lateness === undefined);
  const isCertain = orphans.length + late.length + unended.length + dropped.length + cutRecords.length > 0;
  return isCertain ? 'did not arrive whole' : 'may not have arrived whole';
}

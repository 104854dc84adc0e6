import type { SampleVerdict } from '../../sampling/verdict.ts';
import { page, type Style } from '../page.ts';
import { alignRows, count, type Row, wrapped } from '../rows.ts';
import { doubtText, measuredRows } from './measured-text.ts';
import { percent } from './percent.ts';

/** Why `toSample`, or its negation, does not hold. */
export function sampleText(verdict: SampleVerdict, style: Style): string {
  const { report, claim, needed, doubt } = verdict;
  const { negated, palette } = style;
  const { ratio, margin, confidence } = claim;
  const what = `${percent(ratio)} of the requests sampled, within ${percent(margin)}, with a confidence of ${percent(confidence)}`;
  const rows: Row[] = [['Expected:', palette.expected(negated ? `not ${what}` : what)], ...measuredRows(report)];
  const isTooFew = doubt === 'too-few';
  const told = doubt === undefined || isTooFew || doubt === 'too-short' ? undefined : doubtText(doubt, report);
  if (told === undefined) rows.push(['Interval:', ...intervalLines(verdict)]);
  if (told !== undefined && told.lines.length > 0) rows.push(['Missing:', ...told.lines]);
  const least = percent(Math.max(0, ratio - margin));
  const most = percent(Math.min(1, ratio + margin));
  const head = isTooFew
    ? wrapped(
        `INCOMPLETE: ${count(report.requests, 'request')} ${report.requests === 1 ? 'is' : 'are'} too few to tell ${percent(ratio)} from ${[...new Set([least, most])].filter(text => text !== percent(ratio)).join(' or ')} with a confidence of ${percent(confidence)}. It needs ${count(needed, 'request')}.`,
      )
    : told === undefined
      ? []
      : wrapped(`INCOMPLETE: ${told.head}.`);
  const fix = isTooFew
    ? `Fix: measureSampling(receiver, { requests: ${needed.toLocaleString('en-US').replaceAll(',', '_')}, ... }). Fewer do with a wider margin or a lower confidence.`
    : (told?.fix ?? '');
  const hints = fix === '' ? [] : wrapped(fix);
  return page([head, alignRows(rows)], { traces: [], marks: new Map() }, hints, style);
}

function intervalLines({ interval, claim, outcome }: SampleVerdict): string[] {
  const { low, high } = interval;
  const { ratio, margin } = claim;
  const range = `${percent(low)} to ${percent(high)}`;
  if (outcome === 'incomplete') return [range];
  if (outcome === 'fail')
    return [
      `${range}, which excludes ${percent(ratio)}`,
      ...(low < ratio + margin && high > ratio - margin
        ? [
            `(It reaches beyond ${percent(margin)}: more requests would tell whether the deviation is within the margin.)`,
          ]
        : []),
    ];
  return low <= ratio && ratio <= high
    ? [`${range}, which holds ${percent(ratio)}`]
    : [`${range}, which lies within the margin`];
}

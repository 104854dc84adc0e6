import type { RateVerdict } from '../../sampling/verdict.ts';
import { page, type Style } from '../page.ts';
import { alignRows, count, type Row, wrapped } from '../rows.ts';
import { doubtText, measuredRows } from './measured-text.ts';

/** Why `toSampleAtMost`, or its negation, does not hold. */
export function rateText(verdict: RateVerdict, style: Style): string {
  const { report, perSecond, excess, doubt, neededMs, neededRequests } = verdict;
  const { negated, palette } = style;
  const limit = `${perSecond.toLocaleString('en-US')} sampled ${perSecond === 1 ? 'request' : 'requests'} a second`;
  const rows: Row[] = [
    ['Expected:', palette.expected(`${negated ? 'more than' : 'at most'} ${limit}`)],
    ...measuredRows(report),
  ];
  if (excess !== undefined) {
    const span = `${Math.round(excess.lengthMs).toLocaleString('en-US')} ms from ${new Date(excess.startMs).toISOString().slice(11, 23)}`;
    rows.push([
      'Too many:',
      palette.received(`${excess.sampled.toLocaleString('en-US')} sampled in ${span}`),
      `At this limit, a limiter can pass ${excess.allowed.toLocaleString('en-US')} in such a time.`,
    ]);
  } else if (doubt === undefined) {
    rows.push(['Too many:', 'none, in any span of time']);
  }
  const told =
    doubt === undefined || doubt === 'too-short' || doubt === 'too-few' ? undefined : doubtText(doubt, report);
  if (told !== undefined && told.lines.length > 0) rows.push(['Missing:', ...told.lines]);
  const needs = `${count(neededRequests, 'request')} in ${neededMs.toLocaleString('en-US')} ms`;
  const head =
    doubt === 'too-short'
      ? wrapped(
          `INCOMPLETE: the measurement is too short to tell whether the limit is kept: ${count(report.requests, 'request')} in ${Math.round(report.durationMs).toLocaleString('en-US')} ms. It needs at least ${needs}, since a limiter may pass two seconds' worth at once.`,
        )
      : told === undefined
        ? []
        : wrapped(`INCOMPLETE: ${told.head}.`);
  const fix = doubt === 'too-short' ? paceFix(verdict) : (told?.fix ?? '');
  return page([head, alignRows(rows)], { traces: [], marks: new Map() }, fix === '' ? [] : wrapped(fix), style);
}

/** The same pace, or the least that is enough, for long enough. */
function paceFix({ report, neededMs, neededRequests }: RateVerdict): string {
  const least = Math.ceil((neededRequests * 1_000) / neededMs);
  const pace = Math.max(least, Math.min(100, Math.round(report.requestsPerSecond)));
  const requests = Math.ceil((pace * (neededMs + 1_000)) / 1_000);
  return `Fix: measureSampling(receiver, { requests: ${inCode(requests)}, requestsPerSecond: ${inCode(pace)}, ... }).`;
}

function inCode(number: number): string {
  return number.toLocaleString('en-US').replaceAll(',', '_');
}

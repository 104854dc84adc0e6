import type { Crossing } from '../../model/crossing.ts';
import type { Span } from '../../model/trace.ts';
import type { ConsistencyVerdict, Inconsistency } from '../../sampling/consistency/inconsistency.ts';
import { gapLines, gapSummary } from '../gaps-text.ts';
import { page, type Style } from '../page.ts';
import { plain, quote, shortId } from '../quote.ts';
import { alignRows, count, type Row } from '../rows.ts';
import { spanLabel } from '../span-label.ts';

const MAX_SHOWN = 5;

/** Why `toBeSampledConsistently`, or its negation, does not hold. */
export function consistencyText(verdict: ConsistencyVerdict, style: Style): string {
  const { traces, found, doubtful, strangers, gaps, outcome } = verdict;
  const { negated, palette } = style;
  const what = traces.length === 1 ? 'the trace' : count(traces.length, 'trace');
  const expected = negated
    ? `${what} to be sampled by some services only`
    : `${what} to be sampled by all services or by none`;
  const rows: Row[] = [['Expected:', palette.expected(expected)]];
  const shown = [...found, ...doubtful];
  if (shown.length > 0) rows.push(['Received:', ...boundedLines(shown).map(palette.received)]);
  if (strangers.length > 0) rows.push(['No parent:', ...strangerLines(strangers).map(palette.received)]);
  const missing = gapLines(gaps);
  if (missing.length > 0) rows.push(['Missing:', ...missing]);
  if (rows.length === 1)
    rows.push(['Received:', palette.received('nothing that shows that services decided differently')]);
  const marks = new Map<Span, string>();
  for (const fact of shown) if (!marks.has(fact.span)) marks.set(fact.span, MARKS[fact.kind]);
  for (const span of strangers) marks.set(span, 'its parent never arrived');
  const wrong = traces.filter(({ spans }) => spans.some(span => marks.has(span)));
  const trees = wrong.length === 0 ? traces.slice(0, 1) : wrong;
  const head = outcome === 'incomplete' ? [`INCOMPLETE: ${unknownText(verdict)}.`] : [];
  const hidden = traces.length - trees.length;
  return page([head, alignRows(rows)], { traces: trees, marks, hidden }, hintsOf(found), style);
}

function unknownText({ doubtful, strangers, gaps }: ConsistencyVerdict): string {
  const parts = [
    ...(strangers.length > 0
      ? [`the parent of ${count(strangers.length, 'span')} never arrived, and nothing shows which service it is of`]
      : []),
    ...(doubtful.length > 0 ? ['spans seem to be missing, and may not have arrived yet'] : []),
  ];
  const summary = gapSummary(gaps);
  if (parts.length === 0) return `nothing inconsistent arrived, but ${summary}`;
  return summary === '' ? parts.join('; ') : `${parts.join('; ')} (${summary})`;
}

function boundedLines(facts: readonly Inconsistency[]): string[] {
  const lines = facts.slice(0, MAX_SHOWN).flatMap(factLines);
  return facts.length > MAX_SHOWN
    ? [...lines, `... and ${count(facts.length - MAX_SHOWN, 'more')}`.replace(/mores?$/, 'more')]
    : lines;
}

function strangerLines(strangers: readonly Span[]): string[] {
  const lines = strangers.slice(0, MAX_SHOWN).map(span => `${shortId(span.parentSpanId ?? '')}, of ${spanLabel(span)}`);
  return strangers.length > MAX_SHOWN ? [...lines, `... and ${strangers.length - MAX_SHOWN} more`] : lines;
}

const MARKS: Readonly<Record<Inconsistency['kind'], string>> = {
  'recorded-unsampled': 'recorded in spite of the flag',
  'handed-on-unsampled': 'handed on as not sampled',
  'flag-missing': 'its flags say not sampled',
  'parent-missing': 'its parent was not recorded',
  'callee-missing': 'what it called was not recorded',
  'below-threshold': 'its threshold rejects it',
  'threshold-raised': 'raises the threshold',
  'randomness-changed': 'changes the randomness',
  malformed: 'malformed tracestate',
};

function factLines(fact: Inconsistency): string[] {
  const label = spanLabel(fact.span);
  switch (fact.kind) {
    case 'recorded-unsampled': {
      const by = fact.crossing === undefined ? 'the context that the capture sent' : seen(fact.crossing);
      return [`${label} was recorded, though its caller handed the trace on as not sampled (${by})`];
    }
    case 'handed-on-unsampled':
      return [`${label} was recorded, but handed the trace on as not sampled (${seen(fact.crossing)})`];
    case 'flag-missing':
      return [`${label} was exported with the flag "not sampled" (flags 0x${fact.span.flags.toString(16)})`];
    case 'parent-missing':
      return [
        `${label} was recorded, and its parent ${shortId(fact.span.parentSpanId ?? '')} was not.`,
        `In another trace ${plain(fact.caller, 40)} makes this call, and is recorded.`,
      ];
    case 'callee-missing':
      return [
        `${label} was recorded, and ${plain(fact.callee, 40)}, which it called, was not.`,
        `In trace ${shortId(fact.elsewhere.traceId)} the same call has ${spanLabel(fact.elsewhere)}.`,
      ];
    case 'below-threshold': {
      const source = fact.isExplicit ? 'rv' : 'the end of the trace id';
      return [
        `${label} has the threshold ${fact.threshold}, which rejects the randomness ${fact.randomness} (${source})`,
      ];
    }
    case 'threshold-raised':
      return [`${label} has the threshold ${fact.threshold}, above that of its parent, ${fact.parent}`];
    case 'randomness-changed':
      return [
        `${label} has ${fact.randomness === undefined ? 'no randomness (rv)' : `the randomness ${fact.randomness}`}; its parent has ${fact.parent}`,
      ];
    case 'malformed':
      return [
        `${label} has ${fact.key}:${quote(fact.value, 40)} in its tracestate; ${fact.key} takes ${fact.key === 'th' ? '1 to 14' : '14'} lower-case hex digits`,
      ];
  }
}

/** `seen by the probe at 127.0.0.1:43119`. */
function seen({ witness }: Crossing): string {
  return `seen by ${plain(witness, 80)}`;
}

function hintsOf(found: readonly Inconsistency[]): string[] {
  const kinds = new Set(found.map(({ kind }) => kind));
  const asks = kinds.has('recorded-unsampled') || kinds.has('parent-missing') || kinds.has('callee-missing');
  return asks
    ? [
        'Hint: a parent-based sampler decides as its caller did (OTEL_TRACES_SAMPLER=parentbased_always_on or parentbased_traceidratio).',
      ]
    : [];
}

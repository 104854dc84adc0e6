import type { LogRecord } from '../../model/log-record.ts';
import type { Span, Trace } from '../../model/trace.ts';
import { numberMarks } from '../../pii/masking/marks.ts';
import { count } from '../rows.ts';
import { drawnTree, traceHeader } from '../tree-text.ts';
import { recordLabel } from './record-line.ts';

/** A trace as its tree, with the log records of each span below it; at the end those of no span that arrived. */
export function logTreeText(trace: Trace): string {
  const bySpan = new Map<Span | undefined, LogRecord[]>();
  for (const record of trace.logs) {
    const { traceId, spanId } = record;
    const span = traceId === undefined || spanId === undefined ? undefined : trace.linkTarget({ traceId, spanId });
    const alike = bySpan.get(span);
    if (alike === undefined) bySpan.set(span, [record]);
    else alike.push(record);
  }
  const lines = drawnTree(trace).flatMap(({ span, line, indent }) => [
    line,
    ...inOrder(bySpan.get(span)).map(record => `${indent}  ${recordLabel(record)}`),
  ]);
  const rest = inOrder(bySpan.get(undefined));
  const of = rest.length === 0 ? [] : ['', `${count(rest.length, 'log record')} of no span that arrived:`];
  const all = [
    `${traceHeader(trace)}, ${count(trace.logs.length, 'log record')}`,
    ...lines,
    ...of,
    ...rest.map(record => `  ${recordLabel(record)}`),
  ];
  return numberMarks(all.join('\n'));
}

/** By time, as far as they have one; others stay where they came. */
function inOrder(records: readonly LogRecord[] = []): readonly LogRecord[] {
  const timeOf = ({ timeUnixNano, observedTimeUnixNano }: LogRecord) => timeUnixNano || observedTimeUnixNano;
  return [...records].sort((a, b) => (timeOf(a) < timeOf(b) ? -1 : timeOf(a) > timeOf(b) ? 1 : 0));
}

import type { SnapshotVerdict } from '../query/verdict.ts';
import { changedLines } from './changed-lines.ts';
import { gapLines, notWholeText } from './gaps-text.ts';
import { page, type Style } from './page.ts';
import { plain } from './quote.ts';
import { alignRows, atMost, type Row } from './rows.ts';

const MAX_DIFFERENCE = 34;
const MAX_PLACES = 4;
const MAX_PLACE = 160;
const NO_TREES = { traces: [], marks: new Map() };

/** Why `toMatchTraceSnapshot` does not hold. */
export function snapshotFailureText(verdict: SnapshotVerdict, style: Style): string {
  switch (verdict.outcome) {
    case 'pass':
      return '';
    case 'incomplete':
      return incompleteText(verdict, style);
    case 'fail':
      return verdict.stored === undefined ? notStoredText(verdict, style) : differsText(verdict, style);
  }
}

function incompleteText({ traces, gaps }: SnapshotVerdict & { outcome: 'incomplete' }, style: Style): string {
  const what = traces.length === 1 ? 'the trace' : 'one of the traces';
  const head = `INCOMPLETE: ${what} ${notWholeText(gaps)}: nothing was compared, nothing stored.`;
  const holed = [
    ...gaps.unsettled,
    ...traces.filter(({ unended }) => unended.length > 0),
    ...[...gaps.orphans, ...gaps.dropped.map(({ span }) => span)].map(({ trace }) => trace),
  ];
  const marks = new Map(gaps.orphans.map(span => [span, 'cut off here']));
  for (const { span } of gaps.dropped) marks.set(span, 'lost data');
  const hints =
    gaps.orphans.length > 0
      ? ["Hint: where parents are out of sight by design, capture with { orphans: 'allow' }."]
      : [];
  const facts = alignRows([['Missing:', ...gapLines(gaps)]]);
  return page([[head], facts], { traces: [...new Set(holed)], marks }, hints, style);
}

function notStoredText({ received }: SnapshotVerdict & { outcome: 'fail' }, style: Style): string {
  const head = 'No snapshot of this name is stored, and here none is written: in CI, runners only compare.';
  const shown = cut(received.split('\n'));
  const hint = 'Hint: run the test once where it is not CI, or with -u, read what was stored, and commit it.';
  return page([[head], ['Received:', ...shown.map(line => style.palette.received(line))]], NO_TREES, [hint], style);
}

function differsText(
  { stored = '', received, difference }: SnapshotVerdict & { outcome: 'fail' },
  style: Style,
): string {
  const { changed, onlyStored, onlyReceived, keys } = changedLines(stored, received);
  const places: readonly Row[] = [
    ['Changed:', ...atMost(changed, MAX_PLACES, 'span').map(one => plain(one, MAX_PLACE))],
    ['Gone:', ...atMost(onlyStored, MAX_PLACES, 'span').map(one => style.palette.expected(plain(one, MAX_PLACE)))],
    ['New:', ...atMost(onlyReceived, MAX_PLACES, 'span').map(one => style.palette.received(plain(one, MAX_PLACE)))],
  ];
  const shown = places.filter(([, ...lines]) => lines.length > 0);
  const moved = shown.length === 0 ? ['The same spans hang together in another way.'] : alignRows(shown);
  const [key] = keys;
  const mask = key === undefined ? [] : [`Hint: if it differs from run to run, mask it: ${maskCall(key)}.`];
  const hints = ['Hint: if the change is meant, run again with -u to store it.', ...mask];
  const lead = 'The trace has another structure than the one that is stored.';
  return page([[lead], moved, cut(difference().split('\n'))], NO_TREES, hints, style);
}

/** A key that stands in quotes in the snapshot stands in the same ones in code. */
function maskCall(key: string): string {
  return `toMatchTraceSnapshot({ mask: [${key.startsWith('"') ? key : `"${key}"`}] })`;
}

function cut(lines: readonly string[]): readonly string[] {
  if (lines.length <= MAX_DIFFERENCE) return lines;
  return [...lines.slice(0, MAX_DIFFERENCE - 1), `... ${lines.length - MAX_DIFFERENCE + 1} more lines`];
}

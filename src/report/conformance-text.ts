import type { RawHeader } from '../conformance/conformance-case.ts';
import type { ConformanceFinding, ConformanceResult, ConformanceVerdict, Unusable } from '../conformance/verdict.ts';
import type { Style } from './page.ts';
import { plain, quote } from './quote.ts';
import { count, wrapped } from './rows.ts';

/** However many cases fail, the text has 60 lines at most: these, and the runner's hint line. */
const MAX_LINES = 56;

/** Why `toHonorTraceContext` does not hold: each case that fails, and what is known, or not asked for. */
export function conformanceText(verdict: ConformanceVerdict, style: Style): string {
  const { unusable, results } = verdict;
  if (unusable !== undefined) return unusableLines(verdict, unusable).join('\n');
  const counting = results.filter(({ counts, known }) => counts && known === undefined);
  const failing = counting.filter(({ outcome }) => outcome === 'fail');
  const notRun = results.filter(
    ({ counts, known, outcome }) => outcome === 'not-run' && (counts || known !== undefined),
  );
  const mended = results.filter(({ known, outcome }) => known !== undefined && outcome === 'pass');
  const known = results.filter(result => result.known !== undefined && result.outcome === 'fail');
  const beside = results.filter(
    ({ counts, known: reason, outcome }) => !counts && reason === undefined && outcome === 'fail',
  );
  const after = [
    ...notRunLines(notRun, verdict),
    ...listLines(mended, 'Known to fail, and passing now', () => 'take it off the list'),
    ...listLines(known, 'Known to fail', ({ known: reason }) => reason ?? ''),
    ...listLines(beside, 'Not asked for, and failing', ({ case: { level, strict } }) =>
      level === 2 ? 'level: 2' : strict ? 'strict: true' : '',
    ),
  ];
  const head = [
    `Expected the service to keep the rules of its headers:  ${verdict.url}`,
    failing.length === 0
      ? `${count(counting.filter(({ outcome }) => outcome === 'pass').length, 'case')} passed.`
      : `${failing.length} of ${count(counting.length, 'case')} ${failing.length === 1 ? 'fails' : 'fail'}:`,
  ];
  const room = MAX_LINES - head.length - Math.min(after.length, 24);
  const lines = [...head, ...failingLines(failing, room, style), ...after];
  return (
    lines.length <= MAX_LINES
      ? lines
      : [...lines.slice(0, MAX_LINES - 1), `... ${lines.length - MAX_LINES + 1} more lines`]
  ).join('\n');
}

/** Whole as far as there is room; the others by their names. */
function failingLines(failing: readonly ConformanceResult[], room: number, style: Style): string[] {
  const lines: string[] = [];
  for (const [index, result] of failing.entries()) {
    const block = ['', ...resultLines(result, style)];
    const rest = failing.slice(index);
    const folded = wrapped(`... and ${rest.map(({ case: { id } }) => id).join(', ')}`);
    const isLast = rest.length === 1;
    if (lines.length + block.length + (isLast ? 0 : folded.length + 1) > room) return [...lines, '', ...folded];
    lines.push(...block);
  }
  return lines;
}

function resultLines({ case: { id, rule, requests }, findings }: ConformanceResult, { palette }: Style): string[] {
  const [first] = findings;
  if (first === undefined) return [id];
  const of = requests.length === 1 ? '' : `  (${findings.length} of ${requests.length} requests)`;
  return [
    `${id}${of}`,
    `  ${rule}`,
    ...headerLines('sent', first.sent),
    ...callLines(first),
    `  ${palette.received(plain(first.problem, 300))}`,
  ];
}

function headerLines(label: string, headers: readonly RawHeader[]): string[] {
  const lines = headers.slice(0, 5).map(([name, value]) => `${plain(name, 40)}: ${shown(value)}`);
  if (headers.length > 5) lines.push(`... and ${headers.length - 5} more`);
  if (lines.length === 0) lines.push('no header that carries a context');
  return lines.map((line, index) => `  ${(index === 0 ? label : '').padEnd(10)}${line}`);
}

/** Of several calls the first few say enough. */
function callLines({ calls }: ConformanceFinding): string[] {
  if (calls.length === 0) return ['  came back nothing'];
  return calls.slice(0, 3).flatMap(headers => headerLines('came back', headers));
}

/** A value with blanks at its ends is quoted, for they matter. */
function shown(value: string): string {
  return /^\s|\s$|^$/.test(value) ? quote(value, 100) : plain(value, 100);
}

function notRunLines(notRun: readonly ConformanceResult[], { timeoutMs }: ConformanceVerdict): string[] {
  if (notRun.length === 0) return [];
  return [
    '',
    `${count(notRun.length, 'case')} had no time: the whole run took ${timeoutMs.toLocaleString('en-US')} ms. Give it more: { timeout: ${timeoutMs * 4} }.`,
  ];
}

function listLines(
  results: readonly ConformanceResult[],
  title: string,
  note: (result: ConformanceResult) => string,
): string[] {
  if (results.length === 0) return [];
  const width = Math.max(...results.map(({ case: { id } }) => id.length));
  return [
    '',
    `${title}:`,
    ...results.map(result => `  ${result.case.id.padEnd(width)}  ${plain(note(result), 120)}`.trimEnd()),
  ];
}

function unusableLines({ url }: ConformanceVerdict, { problem, status, body }: Unusable): string[] {
  return [
    `Expected the service to keep the rules of its headers:  ${url}`,
    `It could not be asked: ${plain(problem, 300)}.`,
    ...(status === undefined ? [] : ['', `It answered with status ${status}: ${quote(body, 200)}`]),
    '',
    'The endpoint gets a POST with a JSON body of the calls that it is to make, each a POST with its `arguments` as body,',
    'and answers once they are made:',
    '',
    '  [{ "url": "http://127.0.0.1:43121/...", "arguments": [] }]',
    '',
    "This is the contract of W3C's own test suite. Give the endpoint's path: toHonorTraceContext({ path: '/test' }).",
  ];
}

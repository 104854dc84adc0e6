import type { RawHeader } from '../conformance/conformance-case.ts';
import type {
  ConformanceVerdict,
  TraceContextCase,
  TraceContextFinding,
  TraceContextReport,
  Unusable,
} from '../conformance/verdict.ts';
import type { Style } from './page.ts';
import { plain, quote } from './quote.ts';
import { count, wrapped } from './rows.ts';

/** However many cases fail, the text has 60 lines at most: these, and the runner's hint line. */
const MAX_LINES = 56;

/** Why `toHonorTraceContext` fails: each case that fails, then the known cases and those that do not count. */
export function conformanceText(verdict: ConformanceVerdict, style: Style): string {
  const { report, outcome } = verdict;
  if (report.unusable !== undefined) return unusableLines(report, report.unusable).join('\n');
  if (style.negated && outcome === 'pass') return honouredLines(verdict).join('\n');
  const counting = report.cases.filter(({ id, counts }) => counts && !verdict.known.has(id));
  const failing = counting.filter(one => one.outcome === 'fail');
  const after = afterLines(verdict);
  const head = [
    `Expected the service to ${style.negated ? 'break a rule' : 'follow the rules'} for trace context headers:  ${report.url}`,
    failing.length === 0
      ? `${count(counting.filter(one => one.outcome === 'pass').length, 'case')} passed.`
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

function honouredLines(verdict: ConformanceVerdict): string[] {
  const { cases, url } = verdict.report;
  const passed = cases.filter(({ counts, outcome }) => counts && outcome === 'pass');
  return [
    `Expected the service to break a rule for trace context headers:  ${url}`,
    `It follows them all: ${count(passed.length, 'case')} passed.`,
    ...afterLines(verdict),
  ];
}

/** The cases that had no time, those that are known, and those that fail and do not count. */
function afterLines({ report, known }: ConformanceVerdict): string[] {
  const isKnown = ({ id }: TraceContextCase): boolean => known.has(id);
  const { cases } = report;
  const reasonOf = ({ id }: TraceContextCase): string => known.get(id) ?? '';
  return [
    ...notRunLines(
      cases.filter(one => one.outcome === 'not-run' && (one.counts || isKnown(one))),
      report,
    ),
    ...listLines(
      cases.filter(one => isKnown(one) && one.outcome === 'pass'),
      'Known to fail, but passing now',
      () => 'remove it from the list',
    ),
    ...listLines(
      cases.filter(one => isKnown(one) && one.outcome === 'fail'),
      'Known to fail',
      reasonOf,
    ),
    ...listLines(
      cases.filter(one => !one.counts && !isKnown(one) && one.outcome === 'fail'),
      'Failing, but not counted',
      ({ level, strict }) => `counts with ${level > report.level ? 'level: 2' : strict ? 'strict: true' : ''}`,
    ),
  ];
}

/** Whole as far as there is room; the others by their names. */
function failingLines(failing: readonly TraceContextCase[], room: number, style: Style): string[] {
  const lines: string[] = [];
  for (const [index, result] of failing.entries()) {
    const block = ['', ...resultLines(result, style)];
    const rest = failing.slice(index);
    const folded = wrapped(`... and ${rest.map(({ id }) => id).join(', ')}`);
    const isLast = rest.length === 1;
    if (lines.length + block.length + (isLast ? 0 : folded.length + 1) > room) return [...lines, '', ...folded];
    lines.push(...block);
  }
  return lines;
}

function resultLines({ id, rule, requests, findings }: TraceContextCase, { palette }: Style): string[] {
  const [first] = findings;
  if (first === undefined) return [id];
  const of = requests === 1 ? '' : `  (${findings.length} of ${requests} requests)`;
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
function callLines({ received }: TraceContextFinding): string[] {
  if (received.length === 0) return ['  received  nothing'];
  return received.slice(0, 3).flatMap(headers => headerLines('received', headers));
}

/** A value with blanks at its ends is quoted, for they matter. */
function shown(value: string): string {
  return /^\s|\s$|^$/.test(value) ? quote(value, 100) : plain(value, 100);
}

function notRunLines(notRun: readonly TraceContextCase[], { timeout }: TraceContextReport): string[] {
  if (notRun.length === 0) return [];
  return [
    '',
    `${count(notRun.length, 'case')} had no time: the whole check may take ${timeout.toLocaleString('en-US')} ms.`,
    `Fix: give it more time, checkTraceContext(service, { timeout: ${timeout * 4} }), or send several requests at once, { concurrency: 4 }.`,
  ];
}

function listLines(
  results: readonly TraceContextCase[],
  title: string,
  note: (one: TraceContextCase) => string,
): string[] {
  if (results.length === 0) return [];
  const width = Math.max(...results.map(({ id }) => id.length));
  return [
    '',
    `${title}:`,
    ...results.map(result => `  ${result.id.padEnd(width)}  ${plain(note(result), 120)}`.trimEnd()),
  ];
}

function unusableLines({ url }: TraceContextReport, { problem, status, body }: Unusable): string[] {
  return [
    `Expected the service to follow the rules for trace context headers:  ${url}`,
    `The service could not be checked: ${plain(problem, 300)}.`,
    ...(status === undefined ? [] : ['', `It answered with status ${status}: ${quote(body, 200)}`]),
    '',
    'The check sends the endpoint a POST with a JSON array of URLs. The endpoint must POST to each URL, with `arguments`',
    'as the body, before it answers:',
    '',
    '  [{ "url": "http://127.0.0.1:43121/...", "arguments": [] }]',
    '',
    "W3C's own test suite has the same contract. If the endpoint has another path, give it:",
    "checkTraceContext(service, { path: '/test' }).",
  ];
}

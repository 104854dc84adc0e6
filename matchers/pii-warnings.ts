import { hostProcess } from '../src/host-process.ts';
import type { PiiVerdict } from '../src/pii/verdict.ts';
import { warningLine, warningsText } from '../src/report/pii/warnings-text.ts';
import type { RunnerContext } from './runner-context.ts';

/** The warnings that each test file has printed. Some runners keep this module for several test files. */
const printed = new Map<string, Set<string>>();

/** Prints the warnings of an assertion that passes, each once in a test file. */
export function printWarnings(context: RunnerContext | undefined, { found }: PiiVerdict): void {
  if (found.length === 0) return;
  const file = context?.testPath ?? callingFile();
  const before = printed.get(file) ?? new Set();
  printed.set(file, before);
  const lines = [...new Set(found.map(({ finding }) => warningLine(finding)))].filter(line => !before.has(line));
  if (lines.length === 0) return;
  for (const line of lines) before.add(line);
  hostProcess().emitWarning(warningsText(lines), { type: 'TracewrightWarning', code: 'TRACEWRIGHT_PII_WARNINGS' });
}

/**
 * The outermost file on the stack that is of the project itself, where a runner does not say which file it runs: the
 * others may be helpers of several test files.
 */
function callingFile(): string {
  const frames = (new Error().stack ?? '').split('\n').slice(1);
  const paths = frames.flatMap(frame => pathOf(frame) ?? []);
  return paths.reverse().find(path => !/[\\/]node_modules[\\/]/.test(path)) ?? '';
}

/** `    at test (file:///app/orders.test.js:12:3)`, `    at /app/orders.test.js:12:3` */
function pathOf(frame: string): string | undefined {
  const end = frame.search(/:\d{1,7}:\d{1,7}\)?$/);
  const bracket = frame.lastIndexOf('(', end);
  const start = bracket < 0 ? frame.indexOf('at ') + 3 : bracket + 1;
  const path = end < 0 ? '' : frame.slice(start, end);
  return /^(?:file:|\/|[A-Za-z]:\\)/.test(path) ? path : undefined;
}

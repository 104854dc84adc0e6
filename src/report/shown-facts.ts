import type { Loss } from '../model/loss.ts';
import type { Problem } from '../model/problem.ts';
import type { ShownTexts } from '../model/shown-text.ts';
import type { UnendedSpan } from '../model/unended-span.ts';
import { lossLines } from './loss-text.ts';
import { printedTogether } from './printed-together.ts';
import { problemText } from './problem-text.ts';
import { plain } from './quote.ts';
import { count, list } from './rows.ts';
import { type RefusedRequest, refusalText } from './timeout-text.ts';
import { unendedText } from './unended-text.ts';

// What the lines of assertions leave out is added in diffs, where it can be what differs.

/** How a problem is printed by whatever serialises it: on one line, masked. */
export const shownProblems: ShownTexts<Problem> = printedTogether({
  text: problem => `Problem { ${problemText(problem)} }`,
  diffText: problem => `Problem { ${problemText(problem)}${idsText(problem)} }`,
  label: ({ service }) => `[Problem of ${plain(service, 40)}]`,
});

/** How a loss is printed by whatever serialises it: on one line, masked. */
export const shownLosses: ShownTexts<Loss> = printedTogether({
  text: loss => `Loss { ${lossLines([loss])} }`,
  diffText: loss => {
    const { signal, protocol, status, traceId, services, atMs } = loss;
    const sent = `signal ${signal} over ${protocol}, status ${status}, at ${timeText(atMs)}`;
    const by = services.length > 5 ? `, by ${list(services.map(name => plain(name, 40)))}` : '';
    return `Loss { ${lossLines([loss])}; ${sent}${idsText({ traceId })}${by} }`;
  },
  label: ({ signal }) => `[Loss of ${signal}]`,
});

/** How a span that never ended is printed by whatever serialises it: on one line, masked. */
export const shownUnendedSpans: ShownTexts<UnendedSpan> = printedTogether({
  text: span => `UnendedSpan { ${unendedText(span)} }`,
  diffText: span => `UnendedSpan { ${unendedText(span)}${idsText(span)} }`,
  label: ({ service }) => `[UnendedSpan of ${plain(service, 40)}]`,
});

/** How a rejection in `receiver.stats` is printed by whatever serialises it: on one line, masked. */
export const shownRejections: ShownTexts<RefusedRequest & { readonly atMs: number }> = printedTogether({
  text: rejection => `Rejection { ${rejectionText(rejection)} }`,
  diffText: rejection => {
    const { protocol, atMs } = rejection;
    return `Rejection { ${rejectionText(rejection)}; over ${protocol}, at ${timeText(atMs)} }`;
  },
  label: ({ status }) => `[Rejection ${status}]`,
});

function rejectionText(rejection: RefusedRequest): string {
  const { spans } = rejection;
  return `${spans === 0 ? '' : `${count(spans, 'span')}, `}${refusalText(rejection)}`;
}

function idsText(ids: { readonly traceId?: string | undefined; readonly spanId?: string }): string {
  const shown = (name: string, id = '') => (id === '' ? '' : `, ${name} ${plain(id, 64)}`);
  return `${shown('trace', ids.traceId)}${shown('span', ids.spanId)}`;
}

/** Not a date for every number: printing must not throw. */
function timeText(atMs: number): string {
  const date = new Date(atMs);
  return Number.isNaN(date.valueOf()) ? String(atMs) : date.toISOString();
}

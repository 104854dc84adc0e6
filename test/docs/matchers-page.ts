import { expect } from 'vitest';
import '../../matchers/vitest.ts';
import type { Trace } from '../../src/model/trace.ts';
import { canary } from '../../src/pii/canary/canary.ts';
import { select } from '../../src/query/select.ts';
import { buildTrace } from '../build-trace.ts';
import { lenientReport } from '../conformance/build-report.ts';
import { failureOf } from '../failure-of.ts';
import { besideStray, withLost } from '../gallery/captures.ts';
import { brokenTrace, identifiedTrace, mailerTrace, shopTrace } from '../gallery/shop-trace.ts';
import { bare, CHARGED, line, loggedTrace } from '../matchers/logs.ts';
import { buildReport as measured } from '../sampling/build-report.ts';

const BLOCK = /```(js|text)\n([\s\S]*?)```/g;

const records = [
  line('order placed', 5),
  line('card declined', 25, { spanId: CHARGED, severityNumber: 13, attributes: { 'app.order.id': 'ord-17' } }),
  line('order failed', 90),
];

/** What the page's examples speak of. */
function names(): Record<string, unknown> {
  const trace = shopTrace();
  const sent = { traceId: trace.traceId, spanId: 'c'.repeat(16), sampled: false, headers: {} };
  return {
    expect,
    select,
    canary,
    trace,
    mailer: mailerTrace(trace),
    identified: identifiedTrace(),
    broken: brokenTrace(),
    lossy: withLost('rejected'),
    strayed: besideStray(),
    logged: loggedTrace(records),
    uncorrelated: loggedTrace([...records, bare('cache is cold', 60)]),
    continued: buildTrace([{ kind: 'SERVER', name: 'POST /orders', parentId: sent.spanId }], {
      captured: { context: { ...sent, sampled: true } },
      sentSpanIds: new Set([sent.spanId]),
    }),
    unsampled: buildTrace([], { captured: { context: sent, unsampled: 'sent' } }),
    report: lenientReport(),
    indexed: indexedTrace(),
    sampling: measured({ sampled: 104, startTimesMs: [0, 900, 2_100, 3_000].map(ms => 1_793_620_801_000 + ms) }),
    doubled: measured({ sampled: 201 }),
    unlimited: measured({
      sampled: 12,
      startTimesMs: Array.from({ length: 12 }, (_, n) => 1_793_620_801_000 + n * 150),
    }),
    recorded: shopTrace({ captured: { context: sent, unsampled: 'sent' } }),
  };
}

/** A charge, of which the order can be searched for in X-Ray, and its tags would be lost. */
function indexedTrace(): Trace {
  const attributes = { 'app.order.id': 'ord-17', 'app.amount': 1999, 'app.tags': ['gift'] };
  const source = 'startReceiver({ xray: { indexedAttributes } })';
  return buildTrace(
    [{ kind: 'SERVER', name: 'POST /charge', service: 'payments', children: [{ name: 'charge card', attributes }] }],
    { xray: { indexedAttributes: ['app.order.id', 'app.tags'], logGroups: [], source } },
  );
}

/**
 * The page with each text block as it should be: what the code block right before it fails with, or for the first one
 * the trace itself. Code without a text after it has to run without an error.
 */
export function withTexts(page: string): string {
  let failure: string | undefined;
  return page.replace(BLOCK, (block: string, language: string, content: string) => {
    if (language === 'text') {
      const text = failure ?? String(shopTrace());
      failure = undefined;
      return `\`\`\`text\n${text}\n\`\`\``;
    }
    failure = /^[^\n]*\/\/ fails/.test(content) ? failureOf(() => runExample(content)) : undefined;
    if (failure === undefined) runExample(content);
    return block;
  });
}

function runExample(code: string): void {
  const given = names();
  const run = new Function(...Object.keys(given), `'use strict';\n${code}`) as (...values: unknown[]) => void;
  run(...Object.values(given));
}

/** The matchers that the page has a section and an example for. */
export function shownMatchers(page: string): string[] {
  return [...page.matchAll(/^### `(\w+)\(/gm)].map(([, name = '']) => name);
}

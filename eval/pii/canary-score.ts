import { isLogRecord } from '../../src/model/log-record.ts';
import { isMetric } from '../../src/model/metric.ts';
import { isSpan } from '../../src/model/trace.ts';
import { canary } from '../../src/pii/canary/canary.ts';
import { contentsOf } from '../../src/pii/canary/contents.ts';
import { judgeLeak } from '../../src/pii/canary/judge-leak.ts';
import { compileLeakOptions } from '../../src/pii/canary/leak-options.ts';
import type { Leak } from '../../src/pii/canary/leak-verdict.ts';
import { type Looked, lookAtMetrics, lookAtRecords, lookAtSpans } from '../../src/pii/scan/looked.ts';
import type { PiiOrigin } from '../../src/pii/verdict.ts';
import { HMAC_KEY } from './canary-digest-forms.ts';
import { CANARY_FORMS } from './canary-forms.ts';
import { otherTexts } from './canary-negatives.ts';
import { CANARY_PLACES } from './canary-places.ts';

/** What was found of all that canaries promise. */
export interface CanaryScore {
  readonly forms: number;
  readonly places: number;
  /** Cells of values, forms and places. */
  readonly total: number;
  readonly found: number;
  /** The same for each form, in the order of the list. */
  readonly byForm: readonly FormScore[];
  /** `base64 of email in the span name`: those that were not, the first of them. */
  readonly missed: readonly string[];
  /** Texts of others that were looked through. */
  readonly checks: number;
  readonly falseHits: number;
  /** Texts a second on one core, each looked through for the seven values of a person. */
  readonly textsPerSecond: number;
}

/** What was found of one form. */
export interface FormScore {
  readonly form: string;
  readonly total: number;
  readonly found: number;
}

const MAX_MISSED = 30;
/** Names are not ASCII everywhere. */
const ACCENTED = { name: 'Zoë Müßiggänger', domain: 'bücherwürmer7' };

/**
 * Each value of a person, and two that are not ASCII, in every form, in every place; and texts of others, in which nothing is
 * to be found.
 *
 * @param isSpread whether each form is tried in one place alone, in turn
 */
export function scoreCanaries({
  seed,
  checks = 100_000,
  isSpread = false,
}: {
  readonly seed: number;
  readonly checks?: number;
  readonly isSpread?: boolean;
}): CanaryScore {
  const person = canary.person({ seed });
  for (const [label, value] of Object.entries(ACCENTED)) person.track(`accented ${label}`, value);
  const contents = contentsOf(person);
  if (contents === undefined) throw new Error('a person is a canary');
  const options = compileLeakOptions({ hmacKeys: [HMAC_KEY] }, 'the scoreboard');
  const leaksIn = (source: PiiOrigin): readonly Leak[] => {
    return judgeLeak(lookAt(source), [contents], options).leaks;
  };
  const missed: string[] = [];
  let turn = 0;
  const byForm = CANARY_FORMS.map(({ name, write }): FormScore => {
    let total = 0;
    const before = missed.length;
    for (const { label, value } of contents.values) {
      const text = write(value);
      if (text === undefined) continue;
      const places = isSpread ? CANARY_PLACES.slice(turn % CANARY_PLACES.length).slice(0, 1) : CANARY_PLACES;
      turn += 1;
      total += places.length;
      for (const place of places)
        if (!leaksIn(place.put(text)).some(leak => leak.label === label))
          missed.push(`${name} of ${label} in the ${place.name}`);
    }
    return { form: name, total, found: total - (missed.length - before) };
  });
  const total = byForm.reduce((all, one) => all + one.total, 0);
  return {
    forms: CANARY_FORMS.length,
    places: CANARY_PLACES.length,
    total,
    found: total - missed.length,
    byForm,
    missed: missed.slice(0, MAX_MISSED),
    ...scoreOthers(seed, checks, leaksIn),
  };
}

function lookAt(source: PiiOrigin): Looked {
  if (isSpan(source)) return lookAtSpans([source]);
  if (isLogRecord(source)) return lookAtRecords([source]);
  return isMetric(source) ? lookAtMetrics([source]) : { ...lookAtMetrics([]), crossings: [source] };
}

function scoreOthers(
  seed: number,
  checks: number,
  leaksIn: (source: PiiOrigin) => readonly Leak[],
): Pick<CanaryScore, 'checks' | 'falseHits' | 'textsPerSecond'> {
  const [, attribute] = CANARY_PLACES;
  const sources = Array.from(otherTexts(seed, checks), text => attribute?.put(text));
  let falseHits = 0;
  const started = performance.now();
  for (const source of sources) if (source !== undefined && leaksIn(source).length > 0) falseHits += 1;
  const seconds = (performance.now() - started) / 1_000;
  return { checks: sources.length, falseHits, textsPerSecond: Math.round(sources.length / seconds) };
}

import type { LogRecord } from '../../src/model/log-record.ts';
import { isSpan, type Span } from '../../src/model/trace.ts';
import { canary } from '../../src/pii/canary/canary.ts';
import { contentsOf } from '../../src/pii/canary/contents.ts';
import { judgeLeak } from '../../src/pii/canary/judge-leak.ts';
import { compileLeakOptions } from '../../src/pii/canary/leak-options.ts';
import type { Leak } from '../../src/pii/canary/leak-verdict.ts';
import { lookAtRecords, lookAtSpans } from '../../src/pii/scan/looked.ts';
import { CANARY_FORMS, HMAC_KEY } from './canary-forms.ts';
import { otherTexts } from './canary-negatives.ts';
import { CANARY_PLACES } from './canary-places.ts';

/** What was found of all that canaries promise. */
export interface CanaryScore {
  readonly forms: number;
  readonly places: number;
  /** Cells of values, forms and places. */
  readonly total: number;
  readonly found: number;
  /** `base64 of email in the span name`: those that were not, the first of them. */
  readonly missed: readonly string[];
  /** Texts of others that were looked through. */
  readonly checks: number;
  readonly falseHits: number;
  /** Texts a second on one core, each looked through for the seven values of a person. */
  readonly textsPerSecond: number;
}

const MAX_MISSED = 30;

/** Each value of a person, in every form, in every place; and texts of others, in which nothing is to be found. */
export function scoreCanaries({
  seed,
  checks = 100_000,
}: {
  readonly seed: number;
  readonly checks?: number;
}): CanaryScore {
  const person = canary.person({ seed });
  const contents = contentsOf(person);
  if (contents === undefined) throw new Error('a person is a canary');
  const options = compileLeakOptions({ hmacKeys: [HMAC_KEY] }, 'the scoreboard');
  const leaksIn = (source: Span | LogRecord): readonly Leak[] => {
    const looked = isSpan(source) ? lookAtSpans([source]) : lookAtRecords([source]);
    return judgeLeak(looked, [contents], options).leaks;
  };
  const missed: string[] = [];
  let total = 0;
  for (const { label, value } of contents.values) {
    for (const form of CANARY_FORMS) {
      const text = form.write(value);
      if (text === undefined) continue;
      for (const place of CANARY_PLACES) {
        total += 1;
        if (!leaksIn(place.put(text)).some(leak => leak.label === label))
          missed.push(`${form.name} of ${label} in the ${place.name}`);
      }
    }
  }
  const negatives = scoreOthers(seed, checks, leaksIn);
  return {
    forms: CANARY_FORMS.length,
    places: CANARY_PLACES.length,
    total,
    found: total - missed.length,
    missed: missed.slice(0, MAX_MISSED),
    ...negatives,
  };
}

function scoreOthers(
  seed: number,
  checks: number,
  leaksIn: (source: Span | LogRecord) => readonly Leak[],
): Pick<CanaryScore, 'checks' | 'falseHits' | 'textsPerSecond'> {
  const [, attribute] = CANARY_PLACES;
  const sources = Array.from(otherTexts(seed, checks), text => attribute?.put(text));
  let falseHits = 0;
  const started = performance.now();
  for (const source of sources) if (source !== undefined && leaksIn(source).length > 0) falseHits += 1;
  const seconds = (performance.now() - started) / 1_000;
  return { checks: sources.length, falseHits, textsPerSecond: Math.round(sources.length / seconds) };
}

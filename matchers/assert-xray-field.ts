import { TracewrightError } from '../src/errors.ts';
import { type Span, xrayIndexingOf } from '../src/model/trace.ts';
import type { XRayIndexing } from '../src/model/xray-indexing.ts';
import { xrayFieldText } from '../src/report/xray/field-text.ts';
import { compileXRayField, judgeXRayField } from '../src/xray/judge-field.ts';
import type { XRayPlace } from '../src/xray/verdict.ts';
import { checkGiven, checkKey } from './check-given.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertSpans, spanCall, spansOf } from './subject.ts';

/** Asserts an annotation, or metadata, of spans as they are in X-Ray. */
export function assertXRayField(
  context: RunnerContext | undefined,
  { matcher, place }: { readonly matcher: string; readonly place: XRayPlace },
  subject: unknown,
  given: readonly unknown[],
): MatcherResult {
  const spans = spansOf(subject, matcher);
  checkGiven(given, ['the key', 'the value'], 1, matcher);
  const [, value] = given;
  const key = checkKey(given, matcher);
  const wanted = compileXRayField(place, key, given.length > 1 ? { value } : undefined, `${matcher}: the value`);
  const verdicts = spans.map(span => judgeXRayField(span, wanted, indexingOf(span, matcher)));
  const args = given.length > 1 ? ['key', 'value'] : ['key'];
  return assertSpans(context, spanCall(matcher, spans, args), verdicts, xrayFieldText);
}

/** What is an annotation depends on the collector: without its settings, nothing could be judged. */
function indexingOf(span: Span, matcher: string): XRayIndexing {
  const indexing = xrayIndexingOf(span.trace);
  if (indexing !== undefined) return indexing;
  throw new TracewrightError(
    'INVALID_OPTION',
    `${matcher} needs to know which attributes the collector indexes, and the receiver of trace ${span.traceId.slice(0, 8)} was not told. Fix: startReceiver({ xray: { indexedAttributes: [...] } }), or { xray: { collectorConfig: 'collector.yaml' } }.`,
  );
}

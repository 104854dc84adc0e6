import { shownData } from './shown-data.ts';

/** A span that an SDK in this process has started and not ended, so that it was not exported. */
export interface UnendedSpan {
  readonly name: string;
  readonly service: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
}

/** As users get them: `of` freezes one and has it printed as a text, `showAs` hands in the texts. */
export const SHOWN_UNENDED_SPANS = shownData<UnendedSpan>('UnendedSpan', {
  name: true,
  service: true,
  traceId: true,
  spanId: true,
  parentSpanId: true,
});

const NONE: readonly UnendedSpan[] = Object.freeze([]);

/** A list of them as users get it. */
export function shownUnendedSpans(spans: readonly UnendedSpan[] = NONE): readonly UnendedSpan[] {
  return spans.length === 0 ? NONE : Object.freeze(spans.map(SHOWN_UNENDED_SPANS.of));
}

import type { HopTerms, WantedEntry } from '../propagation/verdict.ts';
import { durationText } from './duration-text.ts';
import { plain } from './quote.ts';
import { valueText } from './value-text.ts';

/** What was asked of each hop, in the words of the options. */
export function termsText({ via, sameTrace, tracestate, baggage, sampled, timeoutMs }: HopTerms): string[] {
  return [
    ...(via === 'any' ? [] : [via === 'link' ? 'by link' : 'as children']),
    ...(sameTrace === undefined ? [] : [sameTrace ? 'in one trace' : 'each in another trace']),
    ...(tracestate === undefined
      ? []
      : [tracestate === 'all' ? 'with the tracestate' : `tracestate ${entriesText(tracestate)}`]),
    ...(baggage === undefined ? [] : [`baggage ${entriesText(baggage)}`]),
    ...(sampled === undefined ? [] : [sampled ? 'sampled' : 'not sampled']),
    ...(timeoutMs === undefined ? [] : [`within ${durationText(timeoutMs)}`]),
  ];
}

function entriesText(entries: readonly WantedEntry[]): string {
  return entries.map(({ key, expected }) => `${plain(key, 60)} = ${valueText(expected, key)}`).join(', ');
}

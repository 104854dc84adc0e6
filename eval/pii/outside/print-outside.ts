import type { Score, TypeScore } from '../score.ts';
import type { SpeedScore } from './speed/measure-speed.ts';

/** Of the templates in which some were wrong, so many are named; sources are named all. */
const MAX_TEMPLATES = 6;

/** The table of a half: a line for each family, and below it where some were missed or flagged. */
export function outsideText({ name, positives, negatives, flaggedBy, recall, falsePositiveRate }: Score): string {
  const by = Object.entries(flaggedBy).sort(([, a], [, b]) => b - a);
  return [
    '',
    name,
    `  recall ${percent(recall)}, false positives ${percent(falsePositiveRate)}`,
    '  found, of what holds personal data or a secret:',
    ...positives.flatMap(family),
    '  flagged, of what holds none:',
    ...negatives.flatMap(family),
    ...(by.length === 0 ? [] : [`  flagged by: ${by.map(([detector, number]) => `${detector} ${number}`).join(', ')}`]),
    '',
  ].join('\n');
}

function family({ type, rows, found, wrong, wrongSources }: TypeScore): string[] {
  const named = wrong.slice(0, MAX_TEMPLATES).join(', ');
  return [
    `    ${type.padEnd(22)}  ${String(found).padStart(6)} of ${String(rows).padStart(6)}  ${percent(found / rows)}`,
    ...(wrongSources.length === 0 ? [] : [`        wrong: ${wrongSources.join(', ')}`]),
    ...(wrong.length === 0 ? [] : [`        in: ${named}${wrong.length > MAX_TEMPLATES ? ', ...' : ''}`]),
  ];
}

export function speedText({
  pairs,
  keys,
  valuesPerSecond,
  tenExpressionsPerSecond,
  ratio,
  firstValuesMs,
}: SpeedScore): string {
  return `
speed: ${pairs.toLocaleString('en-US')} unique pairs with ${keys.toLocaleString('en-US')} keys
  the guard ${valuesPerSecond.toLocaleString('en-US')} values/s, ten simple expressions ${tenExpressionsPerSecond.toLocaleString('en-US')} values/s: ${ratio.toFixed(1)} x
  the first 1,000 values of a process: ${firstValuesMs.toFixed(0)} ms
`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

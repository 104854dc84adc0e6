import type { Problem } from '../model/problem.ts';
import { plain, quote } from './quote.ts';

/** `orders "POST /orders", endTimeUnixNano: broke the rule "is not before startTimeUnixNano"` */
export function problemText({ service, span, field, rule }: Problem): string {
  return `${plain(service, 40)} ${quote(span, 60)}, ${plain(field, 80)}: broke the rule "${plain(rule, 120)}"`;
}

import { explainStray } from '../src/propagation/explain-stray.ts';
import type { ExplainStray } from '../src/report/beside-text.ts';
import type { Style } from '../src/report/page.ts';

/** The text of a matcher that also looks through strays: with what explains why a trace is one. */
export function withStrays<Verdict>(
  text: (verdict: Verdict, style: Style, explain: ExplainStray) => string,
): (verdict: Verdict, style: Style) => string {
  return (verdict, style) => text(verdict, style, explainStray);
}

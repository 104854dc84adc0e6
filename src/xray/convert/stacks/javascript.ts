import type { XRayStackFrame } from '../../segment.ts';
import type { ParsedStack } from './parsed-stack.ts';
import { lineNumber, stackLines } from './stack-lines.ts';

const FRAME = '    at ';

/** The frames of a stack trace of V8. The exporter follows no `[cause]`. */
export function parseJavaScript(stack: string): ParsedStack {
  const frames = stackLines(stack)
    .slice(1)
    .filter(line => line.startsWith(FRAME))
    .map(frameOf)
    .filter(({ path, line, label }) => path !== '' || line !== 0 || label !== '');
  return { frames, causes: [] };
}

/**
 * `    at charge (/app/pay.js:10:5)`. As the exporter reads it, the label keeps the blank behind it, and a place with a scheme
 * (`file:///app/pay.js:10:5`, `node:events:518:28`) is cut at its first colon.
 */
function frameOf(text: string): XRayStackFrame {
  const open = text.indexOf('(');
  const isWhole = open >= 0 && text.endsWith(')');
  const label = isWhole ? text.slice(FRAME.length, open) : '';
  const place = isWhole ? text.slice(open + 1, -1) : open < 0 ? text.slice(FRAME.length) : '';
  const first = place.indexOf(':');
  const second = first < 0 ? -1 : place.indexOf(':', first + 1);
  if (second >= 0) return { path: place.slice(0, first), line: lineNumber(place.slice(first + 1, second)), label };
  return { path: first < 0 && place.includes('native') ? 'native' : place, line: 0, label };
}

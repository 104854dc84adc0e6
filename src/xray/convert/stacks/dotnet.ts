import type { XRayStackFrame } from '../../segment.ts';
import type { ParsedStack } from './parsed-stack.ts';
import { lineNumber, stackLines } from './stack-lines.ts';

const FRAME = 'at ';
const PLACE = ' in ';

/** The frames of a stack trace of .NET. The exporter follows no inner exception. */
export function parseDotnet(stack: string): ParsedStack {
  const frames = stackLines(stack)
    .slice(1)
    .map(line => line.trim())
    .filter(line => line.startsWith(FRAME))
    .map(frameOf)
    .filter(frame => frame !== undefined);
  return { frames, causes: [] };
}

/** `at Shop.Cart.Pay(Order order) in /src/Cart.cs:line 42`, or without a place. */
function frameOf(text: string): XRayStackFrame | undefined {
  const [head = '', place] = text.split(PLACE);
  if (place === undefined) {
    const close = text.lastIndexOf(')');
    return close < 0 ? undefined : { path: '', line: 0, label: text.slice(FRAME.length, close + 1) };
  }
  const colon = place.lastIndexOf(':');
  const number = place.slice(colon + 1);
  return {
    path: colon < 0 ? place : place.slice(0, colon),
    line: colon < 0 ? 0 : lineNumber(number.startsWith('line') ? number.slice(5) : number),
    label: head.slice(FRAME.length),
  };
}

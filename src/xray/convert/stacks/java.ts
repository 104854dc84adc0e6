import type { XRayStackFrame } from '../../segment.ts';
import type { ParsedStack } from './parsed-stack.ts';
import { lineNumber, stackLines } from './stack-lines.ts';

const FRAME = '\tat ';
const CAUSE = 'Caused by: ';

/** The frames and causes of a stack trace of Java, or of PHP, whose SDK writes the same. Suppressed exceptions are left out. */
export function parseJava(stack: string): ParsedStack {
  const parsed: ParsedStack = { frames: [], causes: [] };
  const lines = stackLines(stack);
  let frames = parsed.frames;
  for (let at = 1; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line.startsWith(FRAME)) {
      const frame = frameOf(line);
      if (frame !== undefined) frames.push(frame);
    } else if (line.startsWith(CAUSE)) {
      // A message can have several lines: it goes on up to the first frame.
      const next = lines.findIndex((other, index) => index > at && isFrame(other));
      const end = next === -1 ? lines.length : next;
      const cause = { ...causeOf(line.slice(CAUSE.length), lines.slice(at + 1, end)), frames: [] };
      parsed.causes.push(cause);
      frames = cause.frames;
      at = end - 1;
    }
  }
  return parsed;
}

function causeOf(head: string, more: readonly string[]): { readonly type: string; readonly message: string } {
  const colon = head.indexOf(':');
  const [type, message] = colon < 0 ? [head, ''] : [head.slice(0, colon), head.slice(colon + 2)];
  return { type, message: message + more.join('') };
}

function isFrame(line: string): boolean {
  return line.startsWith(FRAME) && line.includes('(') && line.endsWith(')');
}

/** `\tat java.base/java.lang.Thread.run(Thread.java:840)`: without the module, 0 for a native method. */
function frameOf(line: string): XRayStackFrame | undefined {
  if (!isFrame(line)) return undefined;
  const open = line.indexOf('(');
  const label = line.slice(FRAME.length, open);
  const place = line.slice(open + 1, -1);
  const colon = place.indexOf(':');
  return {
    path: colon < 0 ? place : place.slice(0, colon),
    line: colon < 0 ? 0 : lineNumber(place.slice(colon + 1)),
    label: label.slice(label.indexOf('/') + 1),
  };
}

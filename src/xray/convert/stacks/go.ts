import type { XRayStackFrame } from '../../segment.ts';
import type { ParsedStack } from './parsed-stack.ts';
import { lineNumber, stackLines } from './stack-lines.ts';

/** The frames of a stack trace of Go: two lines each, the function and its place. A place that is none repeats the last one. */
export function parseGo(stack: string): ParsedStack {
  const lines = stackLines(stack).slice(1);
  const frames: XRayStackFrame[] = [];
  let path = '';
  let line = 0;
  for (let at = 0; at < lines.length; at += 2) {
    if (isHeader(lines[at] ?? '')) at++;
    const label = lines[at] ?? '';
    ({ path, line } = placeIn(lines[at + 1] ?? '') ?? { path, line });
    frames.push({ path, line, label });
  }
  return { frames, causes: [] };
}

/** `goroutine 1 [running]:` */
function isHeader(line: string): boolean {
  return line.startsWith('goroutine') && line.endsWith(':') && /\brunning\b/.test(line);
}

/** `\t/app/main.go:42 +0x1d` */
function placeIn(text: string): Pick<XRayStackFrame, 'path' | 'line'> | undefined {
  const before = text.search(/[^:\s]:\d/);
  if (before < 0) return undefined;
  const path =
    text
      .slice(0, before + 1)
      .split(/[:\s]/)
      .at(-1) ?? '';
  return { path, line: lineNumber(/^\d+/.exec(text.slice(before + 2))?.[0] ?? '') };
}

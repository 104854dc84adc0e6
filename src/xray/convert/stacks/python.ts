import type { XRayStackFrame } from '../../segment.ts';
import type { ParsedStack } from './parsed-stack.ts';
import { lineNumber } from './stack-lines.ts';

const FRAME = '  File ';
const CAUSE = 'During handling of the above exception, another exception occurred:';

/**
 * The frames and causes of a traceback of Python, which stands upside down: the last line is the exception, the frame above
 * it threw it. Only what was thrown while another exception was handled has a cause; `raise ... from` is not followed.
 */
export function parsePython(stack: string): ParsedStack {
  const parsed: ParsedStack = { frames: [], causes: [] };
  const lines = stack.split('\n');
  let frames = parsed.frames;
  for (let at = lines.length - 2; at >= 0; at--) {
    const line = lines[at] ?? '';
    if (line.startsWith(FRAME)) {
      const frame = frameOf(line);
      if (frame !== undefined) frames.push(frame);
    } else if (line.startsWith(CAUSE)) {
      const frameAt = lines.findLastIndex((other, index) => index < at && other.startsWith(FRAME));
      // Below a frame stands its line of code, then the message; an empty line is above the sentence.
      const message = lines.slice(frameAt + 2, at - 1).join('\n');
      const colon = message.indexOf(':');
      if (frameAt < 0 || colon < 0) return parsed;
      const cause = { type: message.slice(0, colon), message: message.slice(colon + 2), frames: [] };
      parsed.causes.push(cause);
      frames = cause.frames;
      at = frameAt + 1;
    }
  }
  return parsed;
}

/** `  File "/app/main.py", line 12, in checkout` */
function frameOf(text: string): XRayStackFrame | undefined {
  const parts = text.split(',');
  const [file = '', line = '', label = ''] = parts;
  if (parts.length !== 3) return undefined;
  return {
    path: file.slice(FRAME.length + 1, -1),
    line: line.startsWith(' line ') ? lineNumber(line.slice(6)) : 0,
    label: label.startsWith(' in ') ? label.slice(4) : '',
  };
}

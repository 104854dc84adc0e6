import type { Attributes } from '../model/attributes.ts';
import type { Span } from '../model/trace.ts';

/** Frames of a runtime or a library: the line to mend is in none of them. */
const FOREIGN =
  /node_modules|\(?node:|\(<anonymous>\)|site-packages|\/dist-packages\/|\/usr\/(?:local\/)?(?:lib|go)|\bjava(?:x)?\.|\bsun\.|\bjdk\.|org\.springframework|org\.apache|System\.|Microsoft\./;
const MAX_FRAMES = 60;

/**
 * Where in the code something was recorded: `src/customers.js:12 (findCustomer)`. From the `code.*` attributes of the
 * span, or from the stack trace of an exception; undefined when neither says.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/registry/attributes/code/
 */
export function codePlace(
  span: Pick<Span, 'attributes'>,
  event: { readonly attributes: Attributes } | undefined,
): string | undefined {
  const stack = event?.attributes['exception.stacktrace'];
  if (typeof stack === 'string') {
    const frame = frameOf(stack);
    if (frame !== undefined) return frame;
  }
  const { attributes } = span;
  const file = attributes['code.file.path'] ?? attributes['code.filepath'];
  if (typeof file !== 'string') return undefined;
  const line = attributes['code.line.number'] ?? attributes['code.lineno'];
  const name = attributes['code.function.name'] ?? attributes['code.function'];
  const at = line === undefined ? file : `${file}:${String(line)}`;
  return typeof name === 'string' ? `${at} (${name})` : at;
}

/** The innermost frame that is the service's own, as its runtime writes it. Python's innermost is the last. */
function frameOf(stack: string): string | undefined {
  const lines = stack
    .split('\n')
    .slice(0, MAX_FRAMES * 4)
    .map(line => line.trim().slice(0, 400));
  const python = lines.filter(line => line.startsWith('File "') && !FOREIGN.test(line)).at(-1);
  if (python !== undefined) {
    const [, file, line] = /^File "([^"]+)", line (\d+)/.exec(python) ?? [];
    return file === undefined ? undefined : `${file}:${line}`;
  }
  const frame = lines.slice(0, MAX_FRAMES).find(line => line.startsWith('at ') && !FOREIGN.test(line));
  if (frame !== undefined) return frame.slice(3);
  // Go: the file stands below the function, with an offset behind.
  return lines.find(line => /^\/\S+\.go:\d+/.test(line) && !FOREIGN.test(line))?.split(' ')[0];
}

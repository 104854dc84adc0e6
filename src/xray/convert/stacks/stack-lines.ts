/** The lines of a stack trace, as a reader of network protocols splits them: by line feeds, with or without returns. */
export function stackLines(stack: string): string[] {
  const lines = stack.split('\n');
  const last = lines.pop() ?? '';
  const ended = lines.map(line => (line.endsWith('\r') ? line.slice(0, -1) : line));
  return last === '' ? ended : [...ended, last];
}

/** A line number, 0 for what is none. */
export function lineNumber(text: string): number {
  return /^[+-]?\d+$/.test(text) ? Number(text) : 0;
}

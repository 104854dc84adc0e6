/** Whether an id that came back is the short one that was sent, filled up: on the left, on the right, or in another way. */
export function paddingProblem(name: string, short: string, received: string): string | undefined {
  const must = `continued it as ${received}; it must begin a new trace`;
  if (received === short.padStart(received.length, '0')) {
    return `the service padded the short ${name} with zeros on the left and ${must}`;
  }
  if (received === short.padEnd(received.length, '0')) {
    return `the service padded the short ${name} with zeros on the right and ${must}`;
  }
  return received.includes(short) ? `the service lengthened the short ${name} and ${must}` : undefined;
}

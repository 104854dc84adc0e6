import type { Exchange } from './exchange.ts';

/** That calls are missing, and what the service did instead. */
export function missingText({ request: { calls: wanted = 1 }, answer }: Exchange, made: number): string {
  const calls = wanted === 1 ? 'it made no call' : `it made ${made} of ${wanted} calls`;
  if (answer instanceof Error) return `${calls}: ${reasonOf(answer)}`;
  const body = answer.body === '' ? '' : `: ${answer.body.slice(0, 200)}`;
  return `${calls}, and answered with status ${answer.status}${body}`;
}

/** Why a request has no answer. */
export function reasonOf(error: NodeJS.ErrnoException): string {
  if (error.code === 'ECONNREFUSED') return 'nothing listens there (ECONNREFUSED)';
  if (error.code === 'ECONNRESET') return 'it closed the connection without an answer (ECONNRESET)';
  return error.message;
}

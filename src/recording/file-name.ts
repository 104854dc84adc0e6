import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TracewrightError } from '../errors.ts';
import { kindOf } from '../misuse.ts';
import { isTrace } from '../model/trace.ts';

/** The absolute path of a file that was given as a path or a file URL; INVALID_SUBJECT when it is neither. */
export function fileName(given: unknown, where: string): string {
  if (typeof given === 'string' && given !== '') return resolve(given);
  if (isFileUrl(given)) return fileURLToPath(given.href);
  const order = where === 'writeTraces' && isTraceLike(given) ? ' The file comes first, then the traces.' : '';
  throw new TracewrightError(
    'INVALID_SUBJECT',
    `${where} takes the file as a path or a file: URL; received ${kindOf(given)}.${order}`,
  );
}

function isTraceLike(given: unknown): boolean {
  return isTrace(given) || Array.isArray(given) || (typeof given === 'object' && given !== null && 'traces' in given);
}

/** Not instanceof: a realm of its own, as Jest's tests run in, may have another URL. */
function isFileUrl(given: unknown): given is URL {
  return typeof given === 'object' && given !== null && (given as { protocol?: unknown }).protocol === 'file:';
}

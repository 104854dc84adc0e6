import { runInThisContext } from 'node:vm';

/**
 * The process itself. Jest gives tests a copy of it, on which `exit` is never emitted, and a `require` of its own.
 */
export function hostProcess(): NodeJS.Process {
  return runInThisContext('process') as NodeJS.Process;
}

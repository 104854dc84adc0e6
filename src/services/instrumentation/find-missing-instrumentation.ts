import { basename } from 'node:path';
import type { MissingInstrumentation } from '../../model/missing-instrumentation.ts';
import { missingInJava } from './java-instrumentation.ts';
import { missingInNode } from './node-instrumentation.ts';
import { missingInPython } from './python-instrumentation.ts';
import type { StartedCommand } from './started-command.ts';

/**
 * What keeps a service from sending spans, as far as its command and its files show it. Undefined when the service may
 * be instrumented, and for programs that are not known here.
 */
export function findMissingInstrumentation(command: StartedCommand): MissingInstrumentation | undefined {
  // A library that is loaded into every process can instrument it.
  if (command.env.LD_PRELOAD !== undefined || command.env.DYLD_INSERT_LIBRARIES !== undefined) return undefined;
  const program = basename(command.file).replace(/\.exe$/i, '');
  if (program === 'node' || program === 'nodejs' || program === 'tsx') return missingInNode(command);
  if (/^python[\d.]*$/.test(program)) return missingInPython(command);
  return program === 'java' ? missingInJava(command) : undefined;
}

import { hostProcess } from './host-process.ts';

/**
 * Loads a library when a text first asks for it: who only uses other matchers never pays. Outside of Jest's registry,
 * which would load it anew for each test file.
 */
export function loadLibrary<Library>(name: string): Library {
  const { createRequire } = hostProcess().getBuiltinModule('node:module');
  return createRequire(import.meta.url)(name) as Library;
}

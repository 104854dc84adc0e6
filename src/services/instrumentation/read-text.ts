import { readFileSync, statSync } from 'node:fs';

/** Larger files are bundles, in which anything may be. */
const MAX_BYTES = 512 * 1024;

/** The text of a file; undefined when it is too large or cannot be read. */
export function readText(file: string): string | undefined {
  try {
    return statSync(file).size > MAX_BYTES ? undefined : readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

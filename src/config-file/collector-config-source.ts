import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type * as Yaml from 'yaml';
import { TracewrightError } from '../errors.ts';
import { loadLibrary } from '../load-library.ts';
import { isPlainObject, kindOf } from '../misuse.ts';
import { type CollectorConfig, invalidConfig, readCollectorConfig } from './collector-config.ts';

/**
 * Reads the configuration that a user gave: a path, the URL of a file, YAML or JSON text, or an object.
 *
 * @param where the option that has it: `startCollector() option config`
 * @throws {TracewrightError} INVALID_OPTION, INVALID_COLLECTOR_CONFIG
 */
export function readConfigSource(given: unknown, where: string): CollectorConfig {
  const name = where.slice(where.lastIndexOf(' ') + 1);
  if (given instanceof URL || (typeof given === 'string' && /^[a-z]{2,20}:\/\//i.test(given)))
    return ofFile(pathOf(given, where));
  if (typeof given === 'string') return isText(given) ? readCollectorConfig(given, name) : ofFile(given);
  if (!isPlainObject(given)) {
    throw new TracewrightError(
      'INVALID_OPTION',
      `${where} is ${kindOf(given)}; it takes the path of a file, a URL of one, YAML text, or an object.`,
    );
  }
  const { stringify } = loadLibrary<typeof Yaml>('yaml');
  return readCollectorConfig(stringify(given, { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' }), name);
}

/** A path has neither lines nor a mapping. */
function isText(given: string): boolean {
  return /\n|^\s*\{|: /.test(given);
}

function pathOf(given: string | URL, where: string): string {
  try {
    return fileURLToPath(given);
  } catch {
    throw new TracewrightError('INVALID_OPTION', `${where} is ${String(given)}; a URL must be that of a file.`);
  }
}

function ofFile(path: string): CollectorConfig {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw invalidConfig(
      `the configuration ${path} cannot be read: ${isMissing ? 'there is no such file' : (error as Error).message}.`,
    );
  }
  return readCollectorConfig(text, path);
}

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type * as Yaml from 'yaml';
import { TracewrightError } from '../../errors.ts';
import { loadLibrary } from '../../load-library.ts';
import { isPlainObject, kindOf } from '../../misuse.ts';
import { type CollectorConfig, invalidConfig, readCollectorConfig } from './collector-config.ts';

/**
 * Reads the configuration that a user gave: a path, the URL of a file, YAML or JSON text, or an object.
 *
 * @throws {TracewrightError} INVALID_OPTION, INVALID_COLLECTOR_CONFIG
 */
export function readConfigSource(given: unknown): CollectorConfig {
  if (given instanceof URL || (typeof given === 'string' && given.startsWith('file:'))) return ofFile(pathOf(given));
  if (typeof given === 'string') return isText(given) ? readCollectorConfig(given, 'config') : ofFile(given);
  if (!isPlainObject(given)) {
    throw new TracewrightError(
      'INVALID_OPTION',
      `startCollector() option config is ${kindOf(given)}; it takes the path of a file, a URL of one, YAML text, or an object.`,
    );
  }
  const { stringify } = loadLibrary<typeof Yaml>('yaml');
  return readCollectorConfig(
    stringify(given, { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' }),
    'config',
  );
}

/** A path has neither lines nor a mapping. */
function isText(given: string): boolean {
  return /\n|^\s*\{|: /.test(given);
}

function pathOf(given: string | URL): string {
  try {
    return fileURLToPath(given);
  } catch {
    throw new TracewrightError(
      'INVALID_OPTION',
      `startCollector() option config is ${String(given)}; a URL must be that of a file.`,
    );
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

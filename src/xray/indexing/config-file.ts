import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as Yaml from 'yaml';
import { TracewrightError } from '../../errors.ts';
import { loadLibrary } from '../../load-library.ts';

/** A configuration, and what it is called in texts. */
export interface ConfigFile {
  readonly name: string;
  readonly config: unknown;
}

/** More aliases than a configuration needs; what expands without end is refused. */
const MAX_ALIASES = 100;

/**
 * Reads a configuration of YAML, of which JSON is a part.
 *
 * @param source relative to the working directory
 * @throws {TracewrightError} INVALID_OPTION with the file, the line and the column
 */
export function readConfigFile(source: string | URL, where: string): ConfigFile {
  const path = pathOf(source, where);
  try {
    return { name: path, config: parsed(readFileSync(path, 'utf8'), path) };
  } catch (error) {
    if (error instanceof TracewrightError) throw error;
    const isMissing = (error as { readonly code?: string }).code === 'ENOENT';
    const why = isMissing ? 'there is no such file' : (error as Error).message;
    throw new TracewrightError('INVALID_OPTION', `${where}: ${path} cannot be read: ${why}.`);
  }
}

/**
 * A configuration that was given as its text.
 *
 * @throws {TracewrightError} INVALID_OPTION with the line and the column
 */
export function parseConfigText(text: string, where: string): ConfigFile {
  return { name: 'collectorConfig', config: parsed(text, where) };
}

/** The value of a text of YAML; the text itself when it is none. */
export function parseYaml(text: string): unknown {
  const { parseDocument } = loadLibrary<typeof Yaml>('yaml');
  const document = parseDocument(text, { prettyErrors: false });
  return document.errors.length > 0 ? text : document.toJS({ maxAliasCount: MAX_ALIASES });
}

function pathOf(source: string | URL, where: string): string {
  const isUrl = typeof source !== 'string' || /^[a-z]{2,20}:/i.test(source);
  if (!isUrl) return resolve(source);
  try {
    return fileURLToPath(source);
  } catch {
    throw new TracewrightError(
      'INVALID_OPTION',
      `${where} is ${String(source)}; it must be a path, or the file: URL of one.`,
    );
  }
}

function parsed(text: string, name: string): unknown {
  const { LineCounter, parseDocument } = loadLibrary<typeof Yaml>('yaml');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [fault] = document.errors;
  if (fault === undefined) return document.toJS({ maxAliasCount: MAX_ALIASES });
  const { line, col } = lines.linePos(fault.pos[0]);
  throw new TracewrightError('INVALID_OPTION', `${name}:${line}:${col}  ${fault.message}`);
}
